"""What 18 runs of unmodified public apps asked is asked again, in order, of both generations."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import ROOT
from tests.server.stations import Station, serving
from tests.traffic.end_state import left, recorded
from tests.traffic.recorded import (
    JOB,
    PROJECT,
    RUN_USER,
    SOFTWARE,
    Case,
    make_workspace,
    read_cases,
    requests_of,
)

_SHARED = Path(os.environ.get("CYTODESK_SHARED") or ROOT.parent / "shared")
_NAMES = [path.name.split(".")[0] for path in sorted(_SHARED.glob("apps/*.requests.jsonl"))]


@pytest.fixture(scope="module", params=[False, True], ids=["station", "legacy"])
def replaying(request, shared, home) -> Iterator[tuple[Station, dict[str, Case]]]:
    folder = home / f"recorded-{'old' if request.param else 'new'}"
    folder.mkdir()
    cases = read_cases(shared / "apps")
    make_workspace(folder / "workspace", shared, cases)
    with serving(folder / "workspace", folder, is_legacy=request.param) as station:
        yield station, {case.name: case for case in cases}


@pytest.mark.parametrize("name", _NAMES or ["(no recordings here)"])
def test_an_apps_requests_are_answered_and_leave_what_it_left(replaying, name):
    station, cases = replaying
    case = cases[name]
    with station.client() as human:
        run = _start_job(case, human) if case.starts_with_job_keys else None
        refused = _replay(station, case, human, run)
        assert refused == []
        assert left(case, human) == recorded(case)


def _start_job(case: Case, human: httpx.Client) -> int:
    body = {"project": case.ids[PROJECT], "software": case.ids[SOFTWARE]}
    job = human.post("/api/job.json", json=body).json()["job"]
    case.ids |= {JOB: job["id"], RUN_USER: job["userJob"]}
    return job["userJob"]


def _replay(
    station: Station, case: Case, human: httpx.Client, run_user: int | None
) -> list[tuple[str, str, int, str]]:
    """Send all requests; return those that were not answered with success."""
    refused, tokens = [], [""]
    runs_own: httpx.Client | None = station.client(run_user) if run_user else None
    files = iter(case.end["jobdata"])
    size = 0
    for each in requests_of(case, tokens):
        client = runs_own if each.by_run and runs_own is not None else human
        content: dict[str, Any] = {} if each.body is None else {"json": each.body}
        if each.upload:
            content = {"files": {"files[]": (each.upload, b"x" * size)}}
        answer = client.request(each.method, each.path, params=each.query, **content)
        if not answer.is_success:
            refused.append((each.method, each.path, answer.status_code, answer.text[:200]))
            continue
        if each.path.endswith("/sliceinstance/reference.json"):
            tokens.append(answer.json()["path"])
        if each.method == "POST" and each.path == "/api/job.json":
            job = answer.json()["job"]
            case.ids |= {JOB: job["id"], RUN_USER: job["userJob"]}
            runs_own = station.client(job["userJob"])
        if each.method == "POST" and each.path == "/api/jobdata.json":
            file = next(files)
            case.ids[file["id"]] = answer.json()["jobdata"]["id"]
            size = file["size"]
    if runs_own is not None:
        runs_own.close()
    return refused
