"""Job parameters and job data: the values that a run was given, the files that it left."""

from __future__ import annotations

from typing import Any

from starlette.responses import FileResponse, Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json, added_all, collection, done, json_answer
from cytodesk.server.asking import Asking, required_id
from cytodesk.server.routes import delete, get, post, put
from cytodesk.server.runs import value_text
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.workspace import runs


def values(serving: Serving, asking: Asking) -> Json | Response:
    found = runs.values_of(serving.workspace.reading(), asking.id, masked=not serving.is_legacy)
    return collection([to_json(value) for value in found], asking)


def show_value(serving: Serving, asking: Asking) -> Json:
    return to_json(runs.value(serving.workspace.reading(), asking.id))


def add_value(serving: Serving, asking: Asking) -> Json | Response:
    body = asking.object_or_list

    def add_one(json: dict[str, Any]) -> int:
        run, parameter = required_id(json, "job"), required_id(json, "softwareParameter")
        runs.run(serving.workspace.reading(), run)
        text = value_text(json.get("value"))
        return serving.workspace.write(
            lambda change: runs.add_value(change, run, parameter, text)
        ).id

    if isinstance(body, list):
        return json_answer(*added_all("jobparameter", body, add_one))
    value = runs.value(serving.workspace.reading(), add_one(body))
    return done("Add", "JobParameter", to_json(value))


def files(serving: Serving, asking: Asking) -> Json | Response:
    run = asking.named.get("id")
    db = serving.workspace.reading()
    if run is not None:
        runs.run(db, run)
    return collection([to_json(file) for file in runs.files_of(db, run)], asking)


def add_file(serving: Serving, asking: Asking) -> Json:
    body = asking.object
    run = required_id(body, "job")
    key, filename = str(body.get("key") or ""), str(body.get("filename") or "")
    if not key or not filename:
        raise BadInput(N_("key and filename of job data must be set"))
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    file = serving.workspace.write(lambda change: runs.add_file(change, run, key, name))
    return done("Add", "JobData", to_json(file))


def show_file(serving: Serving, asking: Asking) -> Json:
    return to_json(runs.file(serving.workspace.reading(), asking.id)[0])


def remove_file(serving: Serving, asking: Asking) -> Json:
    file, stored = runs.file(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("run_file", asking.id))
    serving.files.remove(stored)
    return done("Delete", "JobData", to_json(file))


def upload(serving: Serving, asking: Asking) -> Json:
    """Keep the contents; the answer is the job data itself (contract 3.4)."""
    runs.file(serving.workspace.reading(), asking.id)
    _, blocks = asking.upload()
    stored, size = serving.files.put(blocks)
    file, before = serving.workspace.write(
        lambda change: runs.fill_file(change, asking.id, stored, size)
    )
    serving.files.remove(before)
    return to_json(file)


def download(serving: Serving, asking: Asking) -> Response:
    file, stored = runs.file(serving.workspace.reading(), asking.id)
    if stored is None:
        raise BadInput(N_("{filename} was announced but never uploaded."), filename=file.filename)
    inline = asking.path.endswith("/view")
    return FileResponse(
        serving.files.path(stored),
        media_type="application/octet-stream",
        filename=file.filename,
        content_disposition_type="inline" if inline else "attachment",
    )


ROUTES = (
    get("/api/job/{id:int}/parameter.json", values),
    get("/api/jobparameter/{id:int}.json", show_value),
    post("/api/jobparameter.json", add_value),
    get("/api/job/{id:int}/jobdata.json", files),
    get("/api/jobdata.json", files),
    post("/api/jobdata.json", add_file),
    get("/api/jobdata/{id:int}.json", show_file),
    delete("/api/jobdata/{id:int}.json", remove_file),
    post("/api/jobdata/{id:int}/upload", upload),
    put("/api/jobdata/{id:int}/upload", upload),
    get("/api/jobdata/{id:int}/download", download),
    get("/api/jobdata/{id:int}/view", download),
)
