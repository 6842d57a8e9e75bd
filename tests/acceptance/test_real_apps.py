"""Every app runs unmodified, by `cytodesk run` with its run's key and by hand with human keys.

    make acceptance APPS=FOLDER

Each app has an environment of its own, made from the cache of wheels; nothing is asked of any
network. Both ways must leave what was left when the app was recorded, but for what is named here.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import shapely

from cytodesk.processes import clean_environment
from cytodesk.server.run_values import value_text
from tests.acceptance.apps import APPS, FIVE, App, cases_of, checked_out, place_of
from tests.conftest import ROOT
from tests.journeys.command_line import CommandLine
from tests.server.stations import Station, serving
from tests.traffic.end_state import left, listed, recorded
from tests.traffic.recorded import JOB, PROJECT, RUN_USER, SOFTWARE, Case, make_workspace
from tests.wheels_env import apps_environment

_TISSUE = 3003
_CLOSE_ENOUGH = 0.95
"""Intersection over union with the true outlines of the slide; 0.976 was measured."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An app as its environment and its files stand ready."""

    app: App
    folder: Path
    python: Path
    by_hand: Case
    by_run: Case


@pytest.fixture(scope="module")
def apps_folder() -> Path:
    if any(place_of(app.repository) for app in APPS):
        return Path(os.environ["CYTODESK_APPS"])
    pytest.skip("CYTODESK_APPS names no folder with the git repositories of the apps")


@pytest.fixture(scope="module")
def cases(apps_folder, shared) -> dict[str, tuple[Case, Case]]:
    del apps_folder
    return cases_of(shared / "apps")


@pytest.fixture(scope="module")
def served(cases, shared, home) -> Iterator[tuple[Station, CommandLine]]:
    folder = home / "acceptance"
    folder.mkdir()
    workspace = folder / "workspace"
    make_workspace(workspace, shared, [case for pair in cases.values() for case in pair])
    with serving(workspace, home) as station:
        yield station, CommandLine(workspace)


@pytest.fixture(scope="module")
def prepared(cases, wheels, tmp_path_factory) -> Callable[[App], Prepared]:
    made: dict[str, tuple[Path, Path]] = {}

    def prepare(app: App) -> Prepared:
        repository = place_of(app.repository)
        if repository is None:
            pytest.skip(f"{app.repository} is not in the folder that CYTODESK_APPS names")
        if app.repository not in made:
            folder = tmp_path_factory.mktemp("app") / app.repository.partition("/")[2]
            environment = _environment(wheels, folder.with_name("environment"), app)
            made[app.repository] = checked_out(repository, app.commit, folder), environment
        return Prepared(app, *made[app.repository], *cases[str(app)])

    return prepare


@pytest.mark.timeout(900)
@pytest.mark.parametrize("app", APPS, ids=str)
def test_an_unmodified_app_leaves_what_it_left(app, prepared, served, tmp_path):
    station, cytodesk = served
    ready = prepared(app)
    software = cytodesk.json("algorithm", "add", ready.folder, "--python", ready.python)["software"]
    with station.client() as human:
        seconds = [
            _timed(lambda: _run_by_command(ready, cytodesk, software, human)),
            _timed(lambda: _run_by_hand(ready, station, software, human, tmp_path)),
        ]
        for case in (ready.by_run, ready.by_hand):
            assert _left(ready, case, human) == _recorded(ready, case)
            _look_at_results(case, human)
    _note(app, seconds)
    runs = [str(case.ids[JOB]) for case in (ready.by_run, ready.by_hand)]
    compared = cytodesk.json("compare", *runs)
    assert [str(run["id"]) for run in compared["runs"]] == runs


def test_an_app_without_a_value_that_it_needs_has_failed_in_words(prepared, served, tmp_path):
    """It leaves with exit status 2 before it has said anything of its job."""
    station, cytodesk = served
    ready = prepared(next(app for app in APPS if app.script == "example.py"))
    software = cytodesk.json("algorithm", "add", ready.folder, "--python", ready.python)["software"]
    with station.client() as human:
        body = {"project": ready.by_run.ids[PROJECT], "software": software["id"]}
        job = human.post("/api/job.json", json=body).json()["job"]["id"]
        human.post(f"/api/job/{job}/execute.json")
        while (shown := human.get(f"/api/job/{job}.json").json())["status"] in (0, 1, 2, 6):
            time.sleep(0.1)
        told = human.get(f"/station/v1/runs/{job}").json()
    assert shown["status"] == 4
    assert "my_integer_parameter" in shown["statusComment"]
    assert told["exit"] == 2


def _environment(wheels: Path, folder: Path, app: App) -> Path:
    python = apps_environment(wheels, folder)
    if app.lives_in_the_past:
        ask = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
        site = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
        Path(site.stdout.strip(), "sitecustomize.py").write_text(_THE_PAST, "utf-8")
    return python


_THE_PAST = """
import sys, joblib, numpy
sys.modules["sklearn.externals.joblib"] = joblib
vstack, hstack = numpy.vstack, numpy.hstack
numpy.vstack = lambda parts: vstack(list(parts))
numpy.hstack = lambda parts: hstack(list(parts))
"""


def _given(case: Case, values: Case) -> dict[str, str]:
    """Return what the app was given when it was recorded, as text and with our ids."""
    return {
        value["name"]: value_text(case.ours(value["value"])) or ""
        for value in values.end["jobparam"]
        if value["name"] not in FIVE and value.get("value") is not None
    }


def _run_by_command(
    ready: Prepared, cytodesk: CommandLine, software: dict[str, Any], human: httpx.Client
) -> None:
    case = ready.by_run
    given = _given(case, ready.by_hand)
    words = [word for name, value in given.items() for word in ("--set", f"{name}={value}")]
    project = str(case.ids[PROJECT])
    ended = cytodesk.json("run", software["id"], "--project", project, *words, "--wait")
    _remember(case, ended["id"], software, human)


def _run_by_hand(
    ready: Prepared,
    station: Station,
    software: dict[str, Any],
    human: httpx.Client,
    folder: Path,
) -> None:
    case, keys = ready.by_hand, station.keys()
    project = case.ids[PROJECT]
    five = (station.url, keys.public, keys.private, str(project), str(software["id"]))
    words = dict(zip(FIVE, five, strict=True)) | _given(case, case)
    line = [word for name, value in words.items() for word in (f"--{name}", value)]
    done = subprocess.run(
        [str(ready.python), str(ready.folder / ready.app.script), *line],
        cwd=folder,
        env=clean_environment({"HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    (job,) = listed(human, "/api/job.json", project=project)
    _remember(case, job["id"], software, human)


def _remember(case: Case, job: int, software: dict[str, Any], human: httpx.Client) -> None:
    user = human.get(f"/api/job/{job}.json").json()["userJob"]
    case.ids |= {JOB: job, RUN_USER: user, SOFTWARE: software["id"]}


def _left(ready: Prepared, case: Case, human: httpx.Client) -> dict[str, Any]:
    """Return what the run left; what the station adds of its own is taken out."""
    there = left(case, human)
    if case is ready.by_run:
        there["files"].remove("log.out")
        there["values"] = dict.fromkeys(recorded(case)["values"]) | there["values"]
    return _comparable(ready, there)


def _recorded(ready: Prepared, case: Case) -> dict[str, Any]:
    """Return what is to be left, with our ids."""
    expected = recorded(case)
    expected["values"] = dict.fromkeys(expected["values"]) | _given(case, ready.by_hand)
    expected["properties"] = [(key, case.ours(value)) for key, value in expected["properties"]]
    return _comparable(ready, expected)


def _comparable(ready: Prepared, state: dict[str, Any]) -> dict[str, Any]:
    """Leave out sizes of files, which hang on the lengths of ids, and two things of two apps.

    Where runs' annotations alone were asked for, the server of the recordings showed humans' too,
    so that one app cut each region twice (contract 3.9 has them apart). The outlines of the other
    hang on how a thumbnail is scaled.
    """
    state["data"] = [(key, name) for key, name, _ in state["data"]]
    if "splitpoly" in ready.app.recording:
        state["annotations"] = set(state["annotations"])
    if "AdaptThres" in ready.app.recording:
        state["annotations"] = sum(state["annotations"].values())
    return state


def _look_at_results(case: Case, human: httpx.Client) -> None:
    if "AdaptThres" in case.name:
        _look_at_tissue(case, human)
    for data in listed(human, f"/api/job/{case.ids[JOB]}/jobdata.json"):
        text = human.get(f"/api/jobdata/{data['id']}/download").content.decode()
        assert all(each in text for each in _SAID[data["filename"]]), text
        assert data["size"] == len(text.encode())


_SAID = {
    "output.txt": ["Input given was 42\r\n"],
    "stat-area.csv": ["Annotation count, 6,,", "105297.54288", "50517.32287"],
    "analysis_summary.csv": [";6;9;0;0;0"],
}
"""What stands in the files that were left, whatever the ids are."""


def _look_at_tissue(case: Case, human: httpx.Client) -> None:
    truth = json.loads((_shared() / "slides" / "derived-HE-slide-10k.truth.json").read_bytes())
    outlines = [each["wkt"] if isinstance(each, dict) else each for each in truth["fragments"]]
    query = {"project": case.ids[PROJECT], "users": case.ids[RUN_USER]}
    found = listed(human, "/api/annotation.json", **query, showWKT=True, showTerm=True)
    assert len(found) == 4
    assert {tuple(each["term"]) for each in found} == {(case.ids[_TISSUE],)}
    ours = shapely.union_all(shapely.from_wkt([each["location"] for each in found]))
    true = shapely.union_all(shapely.from_wkt(outlines))
    assert ours.intersection(true).area / ours.union(true).area >= _CLOSE_ENOUGH


def _shared() -> Path:
    return Path(os.environ.get("CYTODESK_SHARED") or ROOT.parent / "shared")


def _timed(action: Callable[[], None]) -> float:
    begin = time.monotonic()
    action()
    return time.monotonic() - begin


def _note(app: App, seconds: list[float]) -> None:
    print(f"{app}: {seconds[0]:.1f} s by cytodesk run, {seconds[1]:.1f} s by hand")
