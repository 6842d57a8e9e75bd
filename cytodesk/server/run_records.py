"""/station/v1/runs: what only the station knows of runs, which Cytomine's API has no word for."""

from __future__ import annotations

from dataclasses import asdict

from cytodesk.runs.process_runner import RECORD
from cytodesk.runs.record import Record, read_record
from cytodesk.server.answers import Json, page_of
from cytodesk.server.asking import Asking
from cytodesk.server.routes import get
from cytodesk.server.run_lists import page_of_runs
from cytodesk.server.runs import job_json
from cytodesk.server.serving import Serving
from cytodesk.wire.runs import Run, state_of
from cytodesk.workspace import notes, people, run_files, runs, tags

_SHOWN = "id, status, executed, cancel_asked, exit, duration, warning, batch, batch_label"


def listed(serving: Serving, asking: Asking) -> Json:
    """Return the runs of a project, those with `ids` only where any are given."""
    project, ids = asking.whole("project"), set(asking.ids("ids"))
    rows = serving.workspace.rows(
        f"select {_SHOWN} from run where ?1 is null or project=?1 order by id", (project,)
    )
    wanted = [dict(row) for row in rows if not ids or row["id"] in ids]
    for row in wanted:
        goes_on = not state_of(row.pop("status")).has_ended and row["executed"]
        row["started"] = _record(serving, row["id"]).started_at if goes_on else None
    return {"runs": wanted}


def shown_in_tables(serving: Serving, asking: Asking) -> Json:
    """List runs with all that a table of them shows, in one answer: `GET /station/v1/runs/table`.

    Takes the filters, the sorting and the pages of `GET /api/job.json`.
    """
    db = serving.workspace.reading()
    found, size = page_of_runs(serving, asking, asking.ids("project"))
    ids = [run.id for run in found or ()]
    counts = run_files.counts_of_all(db, ids)
    names = tags.names_of_all(db, Run.wire_class, ids)
    texts = notes.texts_of_all(db, Run.wire_class, ids)
    records = runs.records_of_all(db, ids)
    items = [
        {
            "job": job_json(run),
            **asdict(records[run.id]),
            "started": _started(serving, run) if records[run.id].executed else None,
            **counts[run.id],
            "tags": names.get(run.id, []),
            "note": texts.get(run.id, ""),
        }
        for run in found or ()
    ]
    return page_of(items, size, asking)


def show(serving: Serving, asking: Asking) -> Json:
    """Return one run, with the folder that its program works in; it may not be there (yet)."""
    db = serving.workspace.reading()
    found = runs.run(db, asking.id)
    record = _record(serving, found.id)
    return {
        "job": job_json(found),
        **asdict(runs.record_of(db, found.id)),
        "folder": str(serving.queue.folder(found.id)),
        "started": record.started_at,
        "finished": record.ended.at if record.ended else None,
        "memory": record.ended.memory if record.ended else None,
    }


def users(serving: Serving, asking: Asking) -> Json:
    """Return the names of all users, of humans and of runs, by id: `GET /station/v1/users`."""
    rows = people.names(serving.workspace.reading())
    return {"users": [{"id": id_, "name": name, "run": run} for id_, name, run in rows]}


def _started(serving: Serving, run: Run) -> int | None:
    """Return when the program of a run began, as long as it goes on."""
    return None if run.state.has_ended else _record(serving, run.id).started_at


def _record(serving: Serving, run: int) -> Record:
    return read_record(serving.queue.folder(run) / RECORD)


ROUTES = (
    get("/station/v1/runs", listed),
    get("/station/v1/runs/table", shown_in_tables),
    get("/station/v1/runs/{id:int}", show),
    get("/station/v1/users", users),
)
