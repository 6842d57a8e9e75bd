"""Whatever is killed: nothing that was acknowledged is lost, nothing runs for ever."""

from __future__ import annotations

import json
import time
from pathlib import Path

import psutil
import pytest

from cytodesk.client.launching import cancel
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.runs import Run, RunState

from .conftest import APPS, Station, until


@pytest.fixture(scope="module")
def steady(station: Station, wheels: Path) -> InstalledAlgorithm:
    installed = station.install(APPS / "steady", wheels)
    first = station.start(installed, count=0)
    assert station.ended(first.id, 120).state is RunState.SUCCEEDED, station.run(first.id).comment
    return installed


def test_a_killed_station_comes_back_and_the_run_succeeds(
    station: Station, steady: InstalledAlgorithm
) -> None:
    run = station.start(steady, count=12, pause=0.3)
    for _ in range(2):
        count = len(acknowledged(station, run))
        until(lambda before=count: len(acknowledged(station, run)) > before + 1)
        station.process("station", str(station.workspace)).kill()
    ended = station.ended(run.id)
    assert (ended.state, ended.comment) == (RunState.SUCCEEDED, "Job successfully terminated")
    stored = station.place.things(
        Annotation, "annotation.json", project=station.project.id, users=ended.user
    )
    assert {a.id for a in stored} == set(acknowledged(station, run))
    assert len(acknowledged(station, run)) == 12


def test_a_killed_program_is_a_failed_run_within_two_seconds(
    station: Station, steady: InstalledAlgorithm
) -> None:
    run = station.start(steady, count=1000)
    until(lambda: acknowledged(station, run))
    program(station, run).kill()
    killed = time.monotonic()
    ended = station.ended(run.id)
    assert time.monotonic() - killed < 2.0
    assert ended.state is RunState.FAILED
    assert ended.comment == "the program was ended by signal 9 (killed)"


def test_a_run_without_its_supervisor_is_followed_to_its_end(
    station: Station, steady: InstalledAlgorithm
) -> None:
    run = station.start(steady, count=20)
    until(lambda: acknowledged(station, run))
    supervisor(station, run).kill()
    assert station.ended(run.id).state is RunState.SUCCEEDED


def test_a_run_of_which_nobody_can_tell_the_end_is_lost(
    station: Station, steady: InstalledAlgorithm
) -> None:
    run = station.start(steady, count=1000)
    until(lambda: acknowledged(station, run))
    alive = program(station, run)
    supervisor(station, run).kill()
    alive.kill()
    ended = station.ended(run.id)
    assert (ended.state, bool(ended.comment)) == (RunState.LOST, True)


def test_a_killed_doorkeeper_is_followed_by_another_that_knows_the_run(
    station: Station, steady: InstalledAlgorithm
) -> None:
    run = station.start(steady, count=20, pause=0.3)
    until(lambda: acknowledged(station, run))
    left_alone = station.process("station", str(station.workspace))
    station.process("doorkeeper", str(station.workspace)).kill()
    left_alone.wait(20)
    assert station.desk.connect(workspace=station.workspace).url == station.place.url
    ended = station.ended(run.id)
    assert ended.state.has_ended
    assert program_or_none(station, run) is None


def test_a_program_that_is_deaf_to_cancelling_is_ended_all_the_same(
    station: Station, steady: InstalledAlgorithm
) -> None:
    run = station.start(steady, count=1000, ending="deaf")
    until(lambda: acknowledged(station, run))
    cancel(station.place, run.id)
    assert station.ended(run.id).state is RunState.CANCELLED
    assert program_or_none(station, run) is None


@pytest.mark.parametrize(
    ("ending", "state", "comment"),
    [("exception", RunState.FAILED, "the tissue is too small"), ("exit", RunState.FAILED, "7")],
)
def test_what_the_program_said_of_its_end_stands(
    station: Station, steady: InstalledAlgorithm, ending: str, state: RunState, comment: str
) -> None:
    ended = station.ended(station.start(steady, count=0, ending=ending).id)
    assert (ended.state, ended.comment) == (state, comment)


def acknowledged(station: Station, run: Run) -> list[int]:
    path = station.folder(run.id) / "work" / "acknowledged.txt"
    if not path.exists():
        return []
    return [int(line) for line in path.read_text("utf-8").split("\n")[:-1]]


def program(station: Station, run: Run) -> psutil.Process:
    return until(lambda: program_or_none(station, run))


def program_or_none(station: Station, run: Run) -> psutil.Process | None:
    return _recorded(station, run, "started")


def supervisor(station: Station, run: Run) -> psutil.Process:
    return until(lambda: _recorded(station, run, "supervising"))


def _recorded(station: Station, run: Run, event: str) -> psutil.Process | None:
    lines = (station.folder(run.id) / "record.jsonl").read_text("utf-8").splitlines()
    pids = [told["pid"] for line in lines if (told := json.loads(line))["event"] == event]
    try:
        process = psutil.Process(pids[0])
        return process if process.status() != psutil.STATUS_ZOMBIE else None
    except (IndexError, psutil.NoSuchProcess):
        return None
