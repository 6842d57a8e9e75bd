"""Software parameters: the inputs that an algorithm declares."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.responses import Response

from cytodesk.algorithms.parameters import ParameterType
from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json, added_all, collection, done, json_answer
from cytodesk.server.asking import Asking, name_in, required_id
from cytodesk.server.routes import ByRuns, delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.algorithms import InstalledParameter
from cytodesk.wire.codec import from_json, read_truth, to_json
from cytodesk.workspace import algorithms
from cytodesk.workspace.writer import Change


def parameters(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    algorithms.algorithm(db, asking.id)
    found = algorithms.parameters(db, asking.id, with_set_by_server=asking.truth("withSetByServer"))
    return collection([to_json(parameter) for parameter in found], asking)


def show_parameter(serving: Serving, asking: Asking) -> Json:
    return to_json(algorithms.parameter(serving.workspace.reading(), asking.id))


def add_parameter(serving: Serving, asking: Asking) -> Json | Response:
    body = asking.object_or_list

    def add_one(json: dict[str, Any]) -> int:
        new, is_placed = _read(json), json.get("index") not in (None, -1)

        def write_down(change: Change) -> int:
            last = 0 if is_placed else algorithms.last_index(change.db, new.algorithm or 0)
            return algorithms.add_parameter(change, new if is_placed else replace(new, index=last))

        return serving.workspace.write(write_down)

    if isinstance(body, list):
        return json_answer(*added_all("softwareparameter", body, add_one))
    id_ = add_one(body)
    parameter = algorithms.parameter(serving.workspace.reading(), id_)
    return done("Add", "SoftwareParameter", to_json(parameter))


def _read(json: dict[str, Any]) -> InstalledParameter:
    """Read a new parameter; `""` as a default means none (contract 2.4)."""
    required_id(json, "software")
    name_in(json)
    if json.get("type") not in [kind.value for kind in ParameterType]:
        raise BadInput(N_("type {type} is not valid"), type=json.get("type"))
    default = json.get("defaultParamValue", json.get("defaultValue"))
    if isinstance(default, bool):
        default = str(default).lower()
    return from_json(
        InstalledParameter,
        json
        | {
            "id": 0,
            "defaultParamValue": None if default in (None, "") else str(default),
            "required": read_truth(json.get("required", False)),
        },
    )


def all_parameters(serving: Serving, asking: Asking) -> Json | Response:
    found = algorithms.all_parameters(serving.workspace.reading())
    return collection([to_json(parameter) for parameter in found], asking)


def change_parameter(serving: Serving, asking: Asking) -> Json:
    """Change a parameter; what the body lacks stays."""
    before = algorithms.parameter(serving.workspace.reading(), asking.id)
    body = asking.object
    if "defaultValue" in body and "defaultParamValue" not in body:
        body["defaultParamValue"] = body["defaultValue"]
    new = _read(to_json(before) | body | {"software": before.algorithm})
    serving.workspace.write(
        lambda change: algorithms.change_parameter(change, replace(new, id=asking.id))
    )
    return done("Edit", "SoftwareParameter", show_parameter(serving, asking))


def remove_parameter(serving: Serving, asking: Asking) -> Json:
    parameter = algorithms.parameter(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("parameter", asking.id))
    return done("Delete", "SoftwareParameter", to_json(parameter))


_NAMES = ("softwareparameter", "software_parameter")

ROUTES = (
    get("/api/software/{id:int}/software_parameter.json", parameters),
    get("/api/software/{id:int}/parameter.json", parameters),
    *(get(f"/api/{name}.json", all_parameters) for name in _NAMES),
    *(post(f"/api/{name}.json", add_parameter, by_runs=ByRuns.NEVER) for name in _NAMES),
    *(get(f"/api/{name}/{{id:int}}.json", show_parameter) for name in _NAMES),
    *(
        put(f"/api/{name}/{{id:int}}.json", change_parameter, by_runs=ByRuns.NEVER)
        for name in _NAMES
    ),
    *(
        delete(f"/api/{name}/{{id:int}}.json", remove_parameter, by_runs=ByRuns.NEVER)
        for name in _NAMES
    ),
)
