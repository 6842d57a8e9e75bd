"""Coming back: connections wait, upgrades go on with the runs, copies take the place of damage."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cytodesk.client.projects import new_project
from cytodesk.errors import CytoDeskError
from cytodesk.processes import own_command, own_environment
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import RunState
from cytodesk.workspace.backups import back_up
from cytodesk.workspace.migrations import SCHEMA, STEPS
from cytodesk.workspace.store import Workspace
from tests.faults.yard import Yard
from tests.runs.house import SLEEPS, House
from tests.station.conftest import until

MORE = "alter table run add column mood text; update run set mood = 'calm';"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.leave()


def test_new_connections_wait_while_the_station_is_started_again(yard: Yard) -> None:
    failures: list[CytoDeskError] = []
    waits: list[float] = []
    has_ended = threading.Event()

    def ask() -> None:
        while not has_ended.is_set():
            began = time.monotonic()
            try:
                with yard.desk.connect(workspace=yard.workspace) as place:
                    place.get("project.json")
            except CytoDeskError as error:
                failures.append(error)
            waits.append(time.monotonic() - began)

    thread = threading.Thread(target=ask)
    thread.start()
    for _ in range(3):
        old = until(lambda: next(iter(yard.processes("station")), None))
        time.sleep(0.3)
        old.kill()
        until(lambda pid=old.pid: [p for p in yard.processes("station") if p.pid != pid])
    time.sleep(1.0)
    has_ended.set()
    thread.join()
    # Requests that were in flight at a kill may fail; no connection is refused.
    assert not [error for error in failures if "refused" in error.said()], failures
    assert len(waits) - len(failures) > 3, failures


def test_a_station_that_was_updated_follows_the_run_that_goes_on(house: House) -> None:
    run = house.submit(SLEEPS)
    house.until_logged(run, "here")
    house.until(lambda: house.run(run).state is RunState.RUNNING)
    house.close()
    house.workspace.close()
    upgraded = Workspace(house.workspace.folder, steps=(*STEPS, MORE))
    assert upgraded.rows("select mood from run")[0]["mood"] == "calm"
    copy = house.workspace.folder / "backups" / f"schema-{SCHEMA}.db"
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("select status from run").fetchone() == (2,)
    house.workspace = upgraded
    house.open()
    assert house.run(run).state is RunState.RUNNING
    house.queue.cancel(run)
    house.settled(run)
    assert house.run(run).state is RunState.CANCELLED
    assert "here" in house.log(run)


def test_a_damaged_workspace_is_said_and_restored_by_doctor(yard: Yard) -> None:
    run = yard.start(30, pause=0)
    ended = yard.settled(run.id)
    yard.assert_nothing_lost(ended)
    yard.place.post("/station/v1/stop", {})
    until(lambda: not yard.processes("doorkeeper"), 30)
    sound = _doctor(yard, "--check")
    assert sound["is_whole"] is True
    assert sound["copies"] == []
    back_up(yard.workspace)
    _spoil(yard.workspace / "workspace.db")
    assert _doctor(yard, "--check", status=1)["trouble"]
    restored = _doctor(yard, "--restore")
    assert restored["restored"]["name"].startswith("daily-")
    assert restored["is_whole"] is True
    yard.connect_again()
    yard.assert_nothing_lost(yard.run(run.id))
    assert yard.run(run.id).state is RunState.SUCCEEDED


def test_a_workspace_that_is_served_is_checked_but_not_restored(yard: Yard) -> None:
    new_project(yard.place, "Second", [])
    assert _doctor(yard, "--check")["counts"]["project"] == 2
    done = _run(yard, "--restore")
    assert done.returncode == 3
    assert "is being served: end that with `cytodesk stop` first." in done.stderr
    assert len(list(yard.place.things(Project, "project.json"))) == 2


def _doctor(yard: Yard, *words: str, status: int = 0) -> dict[str, object]:
    done = _run(yard, *words, "--json")
    assert done.returncode == status, done.stderr + done.stdout
    told: dict[str, object] = json.loads(done.stdout)
    return told


def _run(yard: Yard, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        own_command("doctor", *words, "--workspace", str(yard.workspace)),
        capture_output=True,
        text=True,
        env=own_environment(),
        timeout=120,
        check=False,
    )


def _spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(4096, len(content), 8192):
        content[place : place + 4096] = b"\xa5" * 4096
    path.write_bytes(content)


def test_a_station_that_serves_is_started_again_however_often_it_is_killed(yard: Yard) -> None:
    door = yard.processes("doorkeeper")[0].pid
    for _ in range(12):
        old = until(lambda: next(iter(yard.processes("station")), None))
        until(lambda: _answers(yard))
        old.kill()
        old.wait(10)
    assert until(lambda: _answers(yard))
    assert [each.pid for each in yard.processes("doorkeeper")] == [door]


def _answers(yard: Yard) -> bool:
    try:
        return bool(yard.place.get("/station/v1/hello"))
    except CytoDeskError:
        return False
