"""Lists of jobs: pages, filters and what a table of runs shows of each."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.algorithms import software_json
from cytodesk.server.answers import Json, page_of, refusal
from cytodesk.server.asking import Asking
from cytodesk.server.filters import filters_in
from cytodesk.server.routes import get
from cytodesk.server.runs import job_json
from cytodesk.server.serving import Serving
from cytodesk.wire.runs import Run
from cytodesk.workspace import algorithms, projects, run_lists
from cytodesk.workspace.run_lists import COLUMNS, RunsWanted

_BOUNDED = ("created", "updated", "number", "progress", "status", "rate")


def listed(serving: Serving, asking: Asking) -> Json | Response:
    found, size = page_of_runs(serving, asking, asking.ids("project"))
    if found is None:
        return refusal(f"Sorting by {asking.text('sort')} is not implemented", 501)
    return page_of([job_json(run) for run in found], size, asking)


def of_project(serving: Serving, asking: Asking) -> Json | Response:
    projects.bare_project(serving.workspace.reading(), asking.id)
    found, size = page_of_runs(serving, asking, (asking.id,))
    return page_of([job_json(run) for run in found or ()], size, asking)


def bounds(serving: Serving, asking: Asking) -> Json:
    """Return what the filters of a list of a project's jobs offer (contract 3.3)."""
    db = serving.workspace.reading()
    projects.bare_project(db, asking.id)
    found, _ = run_lists.runs(db, RunsWanted(projects=(asking.id,)), with_values=False)
    items = [job_json(run) for run in found]
    there = {run.algorithm for run in found}
    used = [software for software in algorithms.algorithms(db) if software.id in there]
    return {name: _between([item[name] for item in items]) for name in _BOUNDED} | {
        "software": {"list": [software_json(serving, software) for software in used]},
        "username": {"list": sorted({str(run.username) for run in found})},
        "favorite": {"list": [False, True]},
    }


def page_of_runs(
    serving: Serving, asking: Asking, wanted_projects: tuple[int, ...]
) -> tuple[list[Run] | None, int]:
    """Return a page of runs and how many there are; None where an old server cannot sort so."""
    sort = asking.text("sort") or "id"
    if sort not in COLUMNS and serving.is_legacy:
        return None, 0
    filters = filters_in(asking.query)
    by_user = sort == "username" or any(asked.field == "username" for asked in filters)
    if by_user and not asking.truth("withUser", default=True):
        raise BadInput(N_("Jobs can be filtered by username only with withUser=true"))
    wanted = RunsWanted(
        projects=wanted_projects,
        algorithms=asking.ids("software"),
        ids=asking.ids("id", "ids"),
        tags=asking.ids("tag", "tags"),
        filters=filters,
        sort=sort,
        is_descending=asking.text("order") != "asc",
        most=max(0, asking.whole("max") or 0),
        offset=max(0, asking.whole("offset") or 0),
    )
    return run_lists.runs(
        serving.workspace.reading(),
        wanted,
        with_values=asking.truth("withJobParameters", default=True),
    )


def _between(values: list[Any]) -> Json:
    known = [value for value in values if value is not None]
    return {"min": min(known, default=None), "max": max(known, default=None)}


ROUTES = (
    get("/api/job.json", listed),
    get("/api/project/{id:int}/job.json", of_project),
    get("/api/project/{id:int}/bounds/job.json", bounds),
)
