"""What a job left: its log, its annotations and files, counted and deleted."""

from __future__ import annotations

from starlette.responses import Response

from cytodesk.errors import NotFound
from cytodesk.server.answers import Json, refusal
from cytodesk.server.asking import Asking
from cytodesk.server.projects import project_json
from cytodesk.server.routes import ByRuns, delete, get, post
from cytodesk.server.serving import Serving
from cytodesk.server.tasks import all_done
from cytodesk.wire.codec import to_json
from cytodesk.wire.runs import Run
from cytodesk.workspace import notes, projects, run_files, run_lists, runs
from cytodesk.workspace.run_lists import RunsWanted


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


def data(serving: Serving, asking: Asking) -> Json:
    return dict(run_files.data_counts(serving.workspace.reading(), asking.id))


def delete_data(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    reviewed = run_files.data_counts(db, asking.id)["reviewed"]
    if reviewed:
        return refusal(
            f"There are {reviewed} reviewed annotations. You cannot delete all job data!", 400
        )
    _delete_data(serving, asking.id)
    all_done(serving, asking)
    return {"message": f"All data of job {asking.id} deleted"}


def purge(serving: Serving, asking: Asking) -> Json:
    """Delete the data of all ended jobs of a project of which nothing is reviewed (3.3)."""
    db = serving.workspace.reading()
    projects.bare_project(db, asking.id)
    wanted = RunsWanted(projects=(asking.id,))
    for run in run_lists.runs(db, wanted, with_values=False)[0]:
        reviewed = run_files.data_counts(db, run.id)["reviewed"]
        if run.state.has_ended and not run.data_deleted and not reviewed:
            _delete_data(serving, run.id)
    all_done(serving, asking)
    return project_json(projects.project(serving.workspace.reading(), asking.id))


def _delete_data(serving: Serving, run: int) -> None:
    db = serving.workspace.reading()
    stored = [run_files.file(db, file.id)[1] for file in run_files.files_of(db, run)]
    serving.workspace.write(lambda change: run_files.delete_data(change, run))
    for name in stored:
        serving.files.remove(name)


ROUTES = (
    get("/api/job/{id:int}/log.json", log),
    get("/api/job/{id:int}/alldata.json", data),
    delete("/api/job/{id:int}/alldata.json", delete_data),
    get("/api/project/{id:int}/job/purge.json", purge, by_runs=ByRuns.IN_OWN_PROJECT),
    post("/api/project/{id:int}/job/purge.json", purge),
)
