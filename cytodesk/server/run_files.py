"""Job data: the files that a run left."""

from __future__ import annotations

from starlette.responses import FileResponse, Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json, collection, done
from cytodesk.server.asking import Asking, base_name, required_id
from cytodesk.server.routes import delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.workspace import run_files, runs


def files(serving: Serving, asking: Asking) -> Json | Response:
    run = asking.named.get("id")
    db = serving.workspace.reading()
    if run is not None:
        runs.run(db, run)
    return collection([to_json(file) for file in run_files.files_of(db, run)], asking)


def add_file(serving: Serving, asking: Asking) -> Json:
    body = asking.object
    run = required_id(body, "job")
    key, filename = str(body.get("key") or ""), str(body.get("filename") or "")
    if not key or not filename:
        raise BadInput(N_("key and filename of job data must be set"))
    name = base_name(filename)
    file = serving.workspace.write(lambda change: run_files.add_file(change, run, key, name))
    return done("Add", "JobData", to_json(file))


def change_file(serving: Serving, asking: Asking) -> Json:
    """Give job data another key or file name; what the body lacks stays."""
    body = asking.object
    before = run_files.file(serving.workspace.reading(), asking.id)[0]
    key = str(body.get("key") or before.name)
    name = base_name(str(body.get("filename") or before.filename))
    file = serving.workspace.write(
        lambda change: run_files.rename_file(change, asking.id, key, name)
    )
    return done("Edit", "JobData", to_json(file))


def show_file(serving: Serving, asking: Asking) -> Json:
    return to_json(run_files.file(serving.workspace.reading(), asking.id)[0])


def remove_file(serving: Serving, asking: Asking) -> Json:
    file, stored = run_files.file(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("run_file", asking.id))
    serving.files.remove(stored)
    return done("Delete", "JobData", to_json(file))


def upload(serving: Serving, asking: Asking) -> Json:
    """Keep the contents; the answer is the job data itself (contract 3.4)."""
    run_files.file(serving.workspace.reading(), asking.id)
    _, blocks = asking.upload()
    stored, size = serving.files.put(blocks)
    file, before = serving.workspace.write(
        lambda change: run_files.fill_file(change, asking.id, stored, size)
    )
    serving.files.remove(before)
    return to_json(file)


def download(serving: Serving, asking: Asking) -> Response:
    file, stored = run_files.file(serving.workspace.reading(), asking.id)
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
    get("/api/job/{id:int}/jobdata.json", files),
    get("/api/jobdata.json", files),
    post("/api/jobdata.json", add_file),
    get("/api/jobdata/{id:int}.json", show_file),
    put("/api/jobdata/{id:int}.json", change_file),
    delete("/api/jobdata/{id:int}.json", remove_file),
    post("/api/jobdata/{id:int}/upload", upload),
    put("/api/jobdata/{id:int}/upload", upload),
    get("/api/jobdata/{id:int}/download", download),
    get("/api/jobdata/{id:int}/view", download),
)
