"""Jobs: what Cytomine calls a run."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from cytodesk.errors import N_, BadInput, NotFound
from cytodesk.server.answers import Json, collection, done, refusal
from cytodesk.server.asking import Asking, required_id
from cytodesk.server.filters import is_sortable
from cytodesk.server.routes import delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.wire.runs import Run
from cytodesk.workspace import algorithms, notes, runs
from cytodesk.workspace.people import HUMAN

Bodies = dict[str, Any]


def job_json(run: Run) -> Json:
    return to_json(run) | {"deleted": None, "name": f"{run.algorithm_name} : {run.number}"}


def show(serving: Serving, asking: Asking) -> Json:
    return job_json(runs.run(serving.workspace.reading(), asking.id))


def listed(serving: Serving, asking: Asking) -> Json | Response:
    found = runs.runs(
        serving.workspace.reading(),
        projects=asking.ids("project"),
        algorithms=asking.ids("software"),
    )
    items = [job_json(run) for run in found]
    if not asking.truth("withJobParameters", default=True):
        for item in items:
            item["jobParameters"] = []
    sort = asking.text("sort")
    if sort and items and not is_sortable(items, sort) and serving.is_legacy:
        return refusal(f"Sorting by {sort} is not implemented", 501)
    return collection(items, asking, order="desc")


def of_project(serving: Serving, asking: Asking) -> Json | Response:
    found = runs.runs(serving.workspace.reading(), projects=(asking.id,))
    return collection([job_json(run) for run in found], asking)


def add(serving: Serving, asking: Asking) -> Json:
    """Make a job with its user; values come as `params` (contract 3.3)."""
    body = asking.object
    if body.get("project") is None:
        raise BadInput(N_("software not set"))
    project, software = required_id(body, "project"), required_id(body, "software")
    values = {
        required_id(item, "softwareParameter"): value_text(item.get("value"))
        for item in body.get("params") or ()
    }
    run = serving.workspace.write(
        lambda change: runs.add_run(change, project, software, _human(asking), values)
    )
    return done("Add", "Job", job_json(run), message=f"Software {run.algorithm_name} started")


def change(serving: Serving, asking: Asking) -> Json:
    """Hear what is said of a job: absent keys stay as they are, but on an old server (8.2, 7)."""
    body = asking.object
    if serving.is_legacy:
        required_id(body, "project")
        required_id(body, "software")
        body = {"progress": 0, "rate": -1.0, "statusComment": ""} | body
    status, progress = _whole(body, "status"), _whole(body, "progress")
    if status is not None and not 0 <= status <= 8:
        raise BadInput(N_("status must be between 0 and 8, not {status}"), status=status)
    if progress is not None and not 0 <= progress <= 100:
        raise BadInput(N_("progress must be between 0 and 100, not {value}"), value=progress)
    comment, rate = body.get("statusComment"), body.get("rate")
    runs.run(serving.workspace.reading(), asking.id)
    run = serving.workspace.write(
        lambda change: runs.told(
            change,
            asking.id,
            status=status,
            progress=progress,
            comment=None if comment is None else str(comment),
            rate=None if rate is None else float(rate),
        )
    )
    return done("Edit", "Job", job_json(run))


def remove(serving: Serving, asking: Asking) -> Json:
    run = runs.run(serving.workspace.reading(), asking.id)
    if not run.state.has_ended and runs.record_of(serving.workspace.reading(), run.id).executed:
        raise BadInput(N_("Job {id} has not ended: cancel it first."), id=run.id)
    if reviewed := runs.data_counts(serving.workspace.reading(), run.id)["reviewed"]:
        raise BadInput(
            N_("{count} annotations of job {id} are reviewed: take their reviews back first."),
            count=reviewed,
            id=run.id,
        )
    serving.workspace.write(lambda change: change.delete("run", asking.id))
    serving.queue.sweep()
    return done("Delete", "Job", job_json(run))


def execute(serving: Serving, asking: Asking) -> Json:
    """Queue the job; one that was executed before is copied, and the copy queued (8.2, 13)."""
    db = serving.workspace.reading()
    run = runs.run(db, asking.id, masked=False)
    source = algorithms.source_of(db, run.algorithm or 0)
    if not source.folder:
        raise BadInput(
            N_("{algorithm} has no program here, it can only be started from elsewhere."),
            algorithm=run.algorithm_name,
        )
    if runs.record_of(db, run.id).executed:
        run = _copied(serving, asking, run)
    return job_json(serving.queue.submit(run.id))


def kill(serving: Serving, asking: Asking) -> Json:
    runs.run(serving.workspace.reading(), asking.id)
    return job_json(serving.queue.cancel(asking.id))


def copy(serving: Serving, asking: Asking) -> Json:
    run = runs.run(serving.workspace.reading(), asking.id, masked=False)
    return done("Add", "Job", job_json(_copied(serving, asking, run)))


def log(serving: Serving, asking: Asking) -> Json:
    """Return the log as the attached file `log.out`; 404 before the end (contract 8.3, 10)."""
    db = serving.workspace.reading()
    runs.run(db, asking.id)
    for file in notes.attached_files(db, Run.wire_class, asking.id):
        if file.filename == "log.out":
            stored = notes.attached_file(db, file.id)[1]
            text = serving.files.path(stored).read_text("utf-8", errors="replace")
            return to_json(file) | {"data": text}
    raise NotFound("{thing} not found with id : {id}", thing="Log of job", id=asking.id)


def favourite(serving: Serving, asking: Asking) -> Json:
    wanted = bool(asking.object.get("favorite"))
    runs.run(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.update("run", asking.id, favourite=int(wanted)))
    return show(serving, asking)


def data(serving: Serving, asking: Asking) -> Json:
    return dict(runs.data_counts(serving.workspace.reading(), asking.id))


def delete_data(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    reviewed = runs.data_counts(db, asking.id)["reviewed"]
    if reviewed:
        return refusal(
            f"There are {reviewed} reviewed annotations. You cannot delete all job data!", 400
        )
    stored = [runs.file(db, file.id)[1] for file in runs.files_of(db, asking.id)]
    serving.workspace.write(lambda change: runs.delete_data(change, asking.id))
    for name in stored:
        serving.files.remove(name)
    return {"message": f"All data of job {asking.id} deleted"}


def value_text(value: object) -> str | None:
    """Return the text that is stored of a typed JSON value (contract 2.3)."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value)


def _copied(serving: Serving, asking: Asking, run: Run) -> Run:
    values = {v.parameter: v.value for v in run.parameters if v.parameter is not None}
    project, algorithm, human = run.project or 0, run.algorithm or 0, _human(asking)
    return serving.workspace.write(
        lambda change: runs.add_run(change, project, algorithm, human, values)
    )


def _human(asking: Asking) -> int:
    """Return the human behind the asker; a run acts for who launched it."""
    return HUMAN if asking.asker.is_run else asking.asker.id


def _whole(body: Bodies, name: str) -> int | None:
    """Return a whole number; apps send progress as a float too."""
    value = body.get(name)
    try:
        return None if value is None else int(float(value))
    except (TypeError, ValueError) as error:
        raise BadInput(N_("{name} is not a number"), name=name) from error


ROUTES = (
    get("/api/job.json", listed),
    post("/api/job.json", add),
    get("/api/job/{id:int}.json", show),
    put("/api/job/{id:int}.json", change),
    delete("/api/job/{id:int}.json", remove),
    get("/api/project/{id:int}/job.json", of_project),
    get("/api/job/{id:int}/execute.json", execute),
    post("/api/job/{id:int}/execute.json", execute),
    get("/api/job/{id:int}/kill.json", kill),
    post("/api/job/{id:int}/kill.json", kill),
    post("/api/job/{id:int}/copy.json", copy),
    get("/api/job/{id:int}/log.json", log),
    post("/api/job/{id:int}/favorite.json", favourite),
    get("/api/job/{id:int}/alldata.json", data),
    delete("/api/job/{id:int}/alldata.json", delete_data),
)
