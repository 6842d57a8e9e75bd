"""/station/v1/runs: what only the station knows of runs, which Cytomine's API has no word for."""

from __future__ import annotations

from dataclasses import asdict

from cytodesk.runs.process_runner import RECORD
from cytodesk.runs.record import Record, read_record
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.server.routes import get
from cytodesk.server.runs import job_json
from cytodesk.server.serving import Serving
from cytodesk.wire.runs import state_of
from cytodesk.workspace import runs

_SHOWN = "id, status, executed, cancel_asked, exit, duration, warning"


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
    }


def _record(serving: Serving, run: int) -> Record:
    return read_record(serving.queue.folder(run) / RECORD)


ROUTES = (
    get("/station/v1/runs", listed),
    get("/station/v1/runs/{id:int}", show),
)
