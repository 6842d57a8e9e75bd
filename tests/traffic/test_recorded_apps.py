"""What 18 runs of unmodified public apps asked is asked again, in order, of both generations."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import shapely

from cytodesk.server.run_values import value_text
from tests.conftest import ROOT
from tests.server.stations import Station, serving
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
_SET_BY_SERVER = {
    *("cytomine_host", "cytomine_public_key", "cytomine_private_key"),
    *("cytomine_id_project", "cytomine_id_software"),
}


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
        assert _left(case, human) == _recorded(case)


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
            recorded = next(files)
            case.ids[recorded["id"]] = answer.json()["jobdata"]["id"]
            size = recorded["size"]
    if runs_own is not None:
        runs_own.close()
    return refused


def _left(case: Case, human: httpx.Client) -> dict[str, Any]:
    """Return what stands in the case's project now, without ids of what the app made."""
    job = human.get(f"/api/job/{case.ids[JOB]}.json").json()
    domain = f"/api/domain/{job['class']}/{job['id']}"
    annotations: list[dict[str, Any]] = []
    for which in ({}, {"includeAlgo": True}):
        query = {"project": case.ids[PROJECT], "showWKT": True, "showMeta": True, "showTerm": True}
        annotations += _listed(human, "/api/annotation.json", **query, **which)
    terms = _listed(human, f"/api/project/{case.ids[PROJECT]}/term.json")
    values = _listed(human, f"/api/job/{job['id']}/parameter.json")
    return {
        "job": (job["status"], job["progress"], job["statusComment"]),
        "annotations": Counter(
            (_normal(a["location"]), a["image"], tuple(a["term"]), a["user"]) for a in annotations
        ),
        "terms": sorted(term["name"] for term in terms),
        "properties": [(p["key"], p["value"]) for p in _listed(human, f"{domain}/property.json")],
        "files": [file["filename"] for file in _listed(human, f"{domain}/attachedfile.json")],
        "data": [
            (data["key"], data["filename"], data["size"])
            for data in _listed(human, f"/api/job/{job['id']}/jobdata.json")
        ],
        "values": {v["name"]: v["value"] for v in values if v["name"] not in _SET_BY_SERVER},
    }


def _recorded(case: Case) -> dict[str, Any]:
    """Return the recorded end state in the shape of `_left`."""
    (job,) = case.end["jobs"]
    users = {RUN_USER: case.ids[RUN_USER], 1: 1}
    values = {v["name"]: value_text(v.get("value")) for v in case.end["jobparam"]}
    return {
        "job": (job["status"], int(job["progress"]), job["statusComment"]),
        "annotations": Counter(
            (
                _normal(a["location"]),
                case.ids[a["image"]],
                tuple(case.ids[term] for term in a["term"]),
                users[a["user"]],
            )
            for a in case.end["annotations"]
        ),
        "terms": ["c0", "c1", "c2", "c3", "cell", "patch", "roi", "tissue"],
        "properties": [(p["key"], p["value"]) for p in case.end["props"]],
        "files": [file["filename"] for file in case.end["files"]],
        "data": [(d["key"], d["filename"], d["size"]) for d in case.end["jobdata"]],
        "values": {name: text for name, text in values.items() if name not in _SET_BY_SERVER},
    }


def _listed(client: httpx.Client, path: str, **query: Any) -> list[dict[str, Any]]:
    return client.get(path, params={"max": 0, "offset": 0, **query}).json()["collection"]


def _normal(wkt: str) -> str:
    return shapely.to_wkt(shapely.normalize(shapely.from_wkt(wkt)), rounding_precision=3)
