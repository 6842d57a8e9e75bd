"""Jobs: what Cytomine calls a run."""

from __future__ import annotations

from typing import Any, TypedDict

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json, done
from cytodesk.server.asking import Asking, optional_number, required_id
from cytodesk.server.routes import ByRuns, delete, get, post, put
from cytodesk.server.run_values import values_in
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import read_truth, to_json
from cytodesk.wire.runs import Run
from cytodesk.workspace import algorithms, run_files, runs
from cytodesk.workspace.people import HUMAN
from cytodesk.workspace.writer import Change

Bodies = dict[str, Any]


class _Said(TypedDict):
    status: int | None
    progress: int | None
    comment: str | None
    rate: float | None


def job_json(run: Run) -> Json:
    return to_json(run) | {"name": run.name or run.usual_name}


def show(serving: Serving, asking: Asking) -> Json:
    return job_json(runs.run(serving.workspace.reading(), asking.id))


def add(serving: Serving, asking: Asking) -> Json:
    """Make a job with its user; values come as `params`, and what a PUT could say (3.3)."""
    body = asking.object
    if body.get("project") is None:
        raise BadInput(N_("software not set"))
    project, software = required_id(body, "project"), required_id(body, "software")
    values, said = values_in(body), _said(body)

    def make(change: Change) -> Run:
        made = runs.add_run(change, project, software, _human(asking), values)
        is_silent = all(value is None for value in said.values())
        return made if is_silent else runs.told(change, made.id, **said)

    run = serving.workspace.write(make)
    return done("Add", "Job", job_json(run), message=f"Software {run.algorithm_name} started")


def change(serving: Serving, asking: Asking) -> Json:
    """Hear what is said of a job: absent keys stay as they are, but on an old server (8.2, 7).

    Only a human gives it a name: a program sends back the whole job as it had read it.
    """
    body = asking.object
    if serving.is_legacy:
        required_id(body, "project")
        required_id(body, "software")
        body = {"progress": 0, "rate": -1.0, "statusComment": ""} | body
    said = _said(body)
    runs.run(serving.workspace.reading(), asking.id)
    name = None if asking.asker.is_run else body.get("name")

    def hear(change: Change) -> Run:
        if name is not None:
            runs.rename(change, asking.id, str(name))
        return runs.told(change, asking.id, **said)

    return done("Edit", "Job", job_json(serving.workspace.write(hear)))


def remove(serving: Serving, asking: Asking) -> Json:
    run = runs.run(serving.workspace.reading(), asking.id)
    if not run.state.has_ended and runs.record_of(serving.workspace.reading(), run.id).executed:
        raise BadInput(N_("Job {id} has not ended: cancel it first."), id=run.id)
    if reviewed := run_files.data_counts(serving.workspace.reading(), run.id)["reviewed"]:
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


def favourite(serving: Serving, asking: Asking) -> Json:
    wanted = read_truth(asking.object.get("favorite", False))
    runs.run(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.update("run", asking.id, favourite=int(wanted)))
    return show(serving, asking)


def _copied(serving: Serving, asking: Asking, run: Run) -> Run:
    values = {v.parameter: v.value for v in run.parameters if v.parameter is not None}
    project, algorithm, human = run.project or 0, run.algorithm or 0, _human(asking)
    return serving.workspace.write(
        lambda change: runs.add_run(change, project, algorithm, human, values)
    )


def _human(asking: Asking) -> int:
    """Return the human behind the asker; a run acts for who launched it."""
    return HUMAN if asking.asker.is_run else asking.asker.id


def _said(body: Bodies) -> _Said:
    """Return what is said of a job; what is absent or null stays as it is."""
    status, progress = _whole(body, "status"), _whole(body, "progress")
    if status is not None and not 0 <= status <= 8:
        raise BadInput(N_("status must be between 0 and 8, not {status}"), status=status)
    if progress is not None and not 0 <= progress <= 100:
        raise BadInput(N_("progress must be between 0 and 100, not {value}"), value=progress)
    comment = body.get("statusComment")
    return {
        "status": status,
        "progress": progress,
        "comment": None if comment is None else str(comment),
        "rate": optional_number(body, "rate"),
    }


def _whole(body: Bodies, name: str) -> int | None:
    """Return a whole number; apps send progress as a float too."""
    value = optional_number(body, name)
    return None if value is None else int(value)


ROUTES = (
    post("/api/job.json", add),
    get("/api/job/{id:int}.json", show),
    put("/api/job/{id:int}.json", change),
    delete("/api/job/{id:int}.json", remove),
    *(
        way(f"/api/job/{{id:int}}/{place}execute.json", execute, by_runs=ByRuns.NEVER)
        for place in ("", "processing_server/{server:int}/")
        for way in (get, post)
    ),
    get("/api/job/{id:int}/kill.json", kill, by_runs=ByRuns.NEVER),
    post("/api/job/{id:int}/kill.json", kill, by_runs=ByRuns.NEVER),
    post("/api/job/{id:int}/copy.json", copy),
    post("/api/job/{id:int}/favorite.json", favourite),
)
