"""A full disk, no more files, a locked database, a taken port, a workspace nobody may write."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from cytodesk.client.projects import new_project
from cytodesk.desk import Desk
from cytodesk.errors import CytoDeskError, Refused
from cytodesk.processes import own_command, own_environment
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import RunState
from tests.faults.conftest import mount
from tests.faults.yard import Yard
from tests.station.conftest import until


def test_a_disk_that_fills_up_during_a_run_loses_nothing_acknowledged(
    desk: Desk, small_disk: Path, tmp_path: Path
) -> None:
    yard = Yard.made(desk, small_disk / "workspace", tmp_path)
    run = yard.start(400, pause=0.01)
    until(lambda: len(yard.lines(run.id, "acknowledged.txt")) > 20, 60)
    mount(small_disk, f"size={shutil.disk_usage(small_disk).used // 1024 + 64}k")
    refused = _filled(yard)
    assert refused.status == 507
    assert "could not be written" in refused.said()
    mount(small_disk, "size=3g")
    ended = yard.settled(run.id)
    assert ended.state.is_settled
    yard.assert_nothing_lost(ended)
    yard.assert_sound()
    assert new_project(yard.place, "after", []).name == "after"
    yard.assert_nobody_left()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of others are Linux's")
def test_a_station_without_files_to_open_loses_nothing_and_recovers(yard: Yard) -> None:
    run = yard.start(60)
    until(lambda: len(yard.lines(run.id, "acknowledged.txt")) > 5, 60)
    station = yard.processes("station")[0]
    soft, hard = station.rlimit(psutil.RLIMIT_NOFILE)
    station.rlimit(psutil.RLIMIT_NOFILE, (station.num_fds() + 2, hard))
    held = [_connected(yard) for _ in range(8)]
    time.sleep(1.0)
    assert not _is_heard(yard)
    for each in held:
        each.close()
    for process in yard.processes("station"):
        process.rlimit(psutil.RLIMIT_NOFILE, (soft, hard))
    until(lambda: _is_heard(yard), 20)
    ended = yard.settled(run.id)
    assert ended.state.is_settled
    yard.assert_nothing_lost(ended)
    yard.assert_sound()
    yard.assert_nobody_left()


def test_a_database_that_another_process_locks_is_waited_for(yard: Yard) -> None:
    run = yard.start(30)
    until(lambda: yard.lines(run.id, "acknowledged.txt"), 60)
    with contextlib.closing(sqlite3.connect(yard.workspace / "workspace.db")) as other:
        other.isolation_level = None
        other.execute("begin immediate")
        before = len(yard.lines(run.id, "acknowledged.txt"))
        time.sleep(2.0)
        assert len(yard.lines(run.id, "acknowledged.txt")) <= before + 1
        other.execute("rollback")
    ended = yard.settled(run.id)
    assert ended.state is RunState.SUCCEEDED
    assert yard.lines(run.id, "failed.txt") == []
    assert len(yard.lines(run.id, "acknowledged.txt")) == 30
    yard.assert_nothing_lost(ended)
    yard.assert_sound()


def test_a_port_that_is_taken_is_said_in_words(desk: Desk, tmp_path: Path) -> None:
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = _served(tmp_path / "workspace", "--port", str(port))
    assert done.returncode == 3
    assert f"Port {port} of this computer is taken." in done.stderr
    assert "Traceback" not in done.stderr


def test_the_last_port_of_a_workspace_may_be_somebody_elses_by_now(yard: Yard) -> None:
    port = int(yard.place.url.rpartition(":")[2])
    yard.place.post("/station/v1/stop", {})
    until(lambda: not yard.processes("doorkeeper"), 30)
    with contextlib.closing(socket.socket()) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        yard.connect_again()
        assert yard.place.url != f"http://127.0.0.1:{port}"
        assert [each.name for each in yard.place.things(Project, "project.json")] == ["Yard"]


def test_a_workspace_that_cannot_be_written_is_refused_in_words(small_disk: Path) -> None:
    workspace = small_disk / "workspace"
    workspace.mkdir()
    mount(small_disk, "ro,size=3g")
    done = _served(workspace)
    shown = subprocess.run(
        own_command("runs", "--workspace", str(workspace)),
        capture_output=True,
        text=True,
        env=own_environment({"CYTODESK_HOME": os.environ["CYTODESK_HOME"]}),
        timeout=60,
        check=False,
    )
    mount(small_disk, "rw,size=3g")
    assert (shown.returncode, "Traceback" in shown.stderr) == (3, False)
    assert "cannot be written" in shown.stderr
    assert done.returncode == 3
    assert str(workspace) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_disk_that_becomes_read_only_is_said_and_forgiven(
    desk: Desk, small_disk: Path, tmp_path: Path
) -> None:
    yard = Yard.made(desk, small_disk / "workspace", tmp_path)
    with _read_only(small_disk):
        with pytest.raises(CytoDeskError) as refused:
            new_project(yard.place, "not now", [])
        assert "Traceback" not in refused.value.said()
        assert [each.name for each in yard.place.things(Project, "project.json")] == ["Yard"]
    until(lambda: _took(yard), 60)
    yard.assert_sound()


def test_a_second_station_on_a_workspace_refuses_in_words(yard: Yard) -> None:
    done = _served(yard.workspace)
    assert done.returncode == 3
    assert f"is already served, at {yard.place.url}" in done.stderr
    assert len(yard.processes("station")) == 1


def test_of_ten_that_start_at_once_one_serves(desk: Desk, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    found: list[str] = []

    def connect() -> None:
        with Desk("cli") as another:
            found.append(another.connect(workspace=workspace).url)

    threads = [threading.Thread(target=connect) for _ in range(10)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 10
    assert len(set(found)) == 1
    desk.connect(workspace=workspace).post("/station/v1/stop", {})


def _served(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Serve and return how that ended; it has to end by itself."""
    return subprocess.run(
        own_command("serve", "--workspace", str(workspace), *words),
        capture_output=True,
        text=True,
        env=own_environment({"CYTODESK_HOME": os.environ["CYTODESK_HOME"]}),
        timeout=60,
        check=False,
    )


def _filled(yard: Yard) -> Refused:
    """Write until there is no room; return what was said then."""
    for number in range(5000):
        try:
            new_project(yard.place, f"{number} " + "x" * 4000, [])
        except Refused as error:
            return error
    raise AssertionError("the disk has no end")


def _connected(yard: Yard) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(yard.place.url.rpartition(":")[2])))


def _is_heard(yard: Yard) -> bool:
    """Whether somebody who comes now is answered."""
    try:
        return httpx.get(f"{yard.place.url}/server/ping", timeout=1.0).status_code == 200
    except httpx.HTTPError:
        return False


def _took(yard: Yard) -> bool:
    try:
        return bool(new_project(yard.place, "now", []))
    except CytoDeskError:
        return False


@contextlib.contextmanager
def _read_only(disk: Path) -> Iterator[None]:
    """Let nobody write; a disk with files open for writing can only be filled."""
    try:
        mount(disk, "ro,size=3g")
    except AssertionError:
        mount(disk, f"size={shutil.disk_usage(disk).used // 1024 + 4}k")
        (disk / "fill").write_bytes(b"")
    try:
        yield
    finally:
        mount(disk, "rw,size=3g")
