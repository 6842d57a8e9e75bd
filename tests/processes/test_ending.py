from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from cytodesk.processes import (
    ProcessId,
    clean_environment,
    end_group,
    identify,
    is_alive,
    lower_priority,
    start_detached,
)

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "


def start(code: str, folder: Path) -> ProcessId:
    return start_detached(
        [sys.executable, "-c", code], folder=folder, environment=clean_environment()
    )


def family(folder: Path, *, leaves_group: bool, parent_stays: bool = True) -> tuple[ProcessId, int]:
    """Start a process and a grandchild of ours that ignores requests; return it and that pid."""
    born = folder / "born"
    grandchild = f"{DEAF} print('here', flush=True); time.sleep(60)"
    who = start(
        f"{DEAF} import subprocess, sys, pathlib\n"
        f"child = subprocess.Popen([sys.executable, '-c', {grandchild!r}], stdout=subprocess.PIPE,"
        f" start_new_session={leaves_group})\n"
        "child.stdout.readline()\n"
        f"pathlib.Path({str(born)!r}).write_text(str(child.pid) + '.')\n"
        f"time.sleep({60 if parent_stays else 0})",
        folder,
    )
    deadline = time.monotonic() + 10
    while not (born.exists() and born.read_text().endswith(".")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return who, int(born.read_text()[:-1])


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_who_heeds_a_request_ends_at_once(tmp_path: Path) -> None:
    who = start("import time; time.sleep(60)", tmp_path)
    began = time.monotonic()
    assert end_group(who)
    assert time.monotonic() - began < 3
    assert not is_alive(who)


@pytest.mark.parametrize("leaves_group", [False, True])
def test_a_deaf_grandchild_is_ended_even_outside_the_group(
    tmp_path: Path, leaves_group: bool
) -> None:
    who, grandchild = family(tmp_path, leaves_group=leaves_group)
    assert end_group(who, patience=0.5)
    assert not is_alive(who)
    assert is_gone(grandchild)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no groups that outlive")
def test_a_group_is_ended_after_its_leader_died(tmp_path: Path) -> None:
    who, grandchild = family(tmp_path, leaves_group=False, parent_stays=False)
    deadline = time.monotonic() + 10
    while is_alive(who) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_gone(grandchild)
    assert end_group(who, patience=0.2)
    assert is_gone(grandchild)


def test_a_pid_used_again_is_another_process(tmp_path: Path) -> None:
    who = start("import time; time.sleep(60)", tmp_path)
    stranger = replace(who, created=who.created - 100)
    assert not is_alive(stranger)
    assert end_group(stranger, patience=0.1)
    assert is_alive(who)
    assert end_group(who)


def test_to_end_what_has_ended_is_done() -> None:
    assert end_group(ProcessId(2**22 + 1, 1.0))
    assert identify(2**22 + 1) is None


def test_this_process_is_alive() -> None:
    who = identify(os.getpid())
    assert who is not None
    assert is_alive(who)
    assert identify(os.getpid()) == who


def test_a_run_stands_back_behind_the_window(tmp_path: Path) -> None:
    who = start("import time; time.sleep(60)", tmp_path)
    before = psutil.Process(who.pid).nice()
    lower_priority(who)
    assert psutil.Process(who.pid).nice() != before
    assert end_group(who)
