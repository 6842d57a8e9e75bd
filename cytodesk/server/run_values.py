"""Job parameters: the values that a run was given."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json, added_all, collection, done, json_answer
from cytodesk.server.asking import Asking, required_id
from cytodesk.server.routes import delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.wire.runs import RunParameter
from cytodesk.workspace import run_values, runs, templates


def values(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    runs.project_of(db, asking.id)
    found = run_values.values_of(db, asking.id, masked=not serving.is_legacy)
    return collection([to_json(value) for value in found], asking)


def show_value(serving: Serving, asking: Asking) -> Json:
    return to_json(run_values.value(serving.workspace.reading(), asking.id))


def add_value(serving: Serving, asking: Asking) -> Json | Response:
    body = asking.object_or_list

    def add_one(json: dict[str, Any]) -> RunParameter:
        run, parameter = required_id(json, "job"), required_id(json, "softwareParameter")
        text = value_text(json.get("value"))
        db = serving.workspace.reading()
        if templates.is_template(db, run):
            return serving.workspace.write(
                lambda change: templates.add_value(change, run, parameter, text)
            )
        runs.run(db, run)
        return serving.workspace.write(
            lambda change: run_values.add_value(change, run, parameter, text)
        )

    if isinstance(body, list):
        return json_answer(*added_all("jobparameter", body, lambda json: add_one(json).id))
    return done("Add", "JobParameter", to_json(add_one(body)))


def change_value(serving: Serving, asking: Asking) -> Json:
    """Give a job parameter another value; without one it has none any more (contract 3.4)."""
    text = value_text(asking.object.get("value"))
    value = serving.workspace.write(lambda change: run_values.set_value(change, asking.id, text))
    return done("Edit", "JobParameter", to_json(value))


def remove_value(serving: Serving, asking: Asking) -> Json:
    value = run_values.value(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("run_parameter", asking.id))
    return done("Delete", "JobParameter", to_json(value))


def all_values(serving: Serving, asking: Asking) -> Json | Response:
    found = run_values.all_values(serving.workspace.reading())
    return collection([to_json(value) for value in found], asking)


def value_text(value: object) -> str | None:
    """Return the text that is stored of a typed JSON value (contract 2.3)."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value)


def values_in(body: dict[str, Any]) -> dict[int, str | None]:
    """Return the values that a new job or template comes with, by parameter (contract 3.3)."""
    items = body.get("params") or ()
    if not isinstance(items, list | tuple) or not all(isinstance(item, dict) for item in items):
        raise BadInput(N_("params must be a list of objects with softwareParameter and value"))
    return {required_id(item, "softwareParameter"): value_text(item.get("value")) for item in items}


ROUTES = (
    get("/api/job/{id:int}/parameter.json", values),
    get("/api/job/{id:int}/jobparameter.json", values),
    get("/api/jobparameter.json", all_values),
    post("/api/jobparameter.json", add_value),
    get("/api/jobparameter/{id:int}.json", show_value),
    put("/api/jobparameter/{id:int}.json", change_value),
    delete("/api/jobparameter/{id:int}.json", remove_value),
)
