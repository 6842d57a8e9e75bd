"""kill -9 of whoever works here, at random moments: nothing acknowledged is lost.

CYTODESK_KILLS says how often (12), CYTODESK_SEED with which chances (2026).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable

import psutil
import pytest

from cytodesk.processes import own_command, own_environment
from cytodesk.wire.runs import Run, RunState
from tests.faults.yard import INTERRUPTED, Yard
from tests.station.conftest import until

KILLS = int(os.environ.get("CYTODESK_KILLS", "12"))
SEED = int(os.environ.get("CYTODESK_SEED", "2026"))
_VICTIMS = ["station"] * 8 + ["supervisor"] * 4 + ["program"] * 4 + ["doorkeeper"] * 2 + ["window"]
_COUNT = 30


def test_whoever_is_killed_nothing_that_was_acknowledged_is_lost(yard: Yard) -> None:
    chance = random.Random(SEED)
    seen: Counter[str] = Counter()
    window: subprocess.Popen[bytes] | None = None
    victims = [chance.choice(_VICTIMS) for _ in range(KILLS)]
    victims[: min(5, KILLS)] = ["station", "supervisor", "program", "doorkeeper", "window"][:KILLS]
    for number, victim in enumerate(victims):
        if victim == "window":
            window = _window(yard)
        run = yard.start(_COUNT)
        find = _finder(yard, victim, run, window)
        target = until(find, 60)
        time.sleep(chance.uniform(0, 0.9))
        try:
            target.kill()
        except psutil.NoSuchProcess:
            seen["too late"] += 1
        if victim == "doorkeeper":
            psutil.wait_procs([target], 10)
            yard.connect_again()
        print(f"{number}: {victim}, run {run.id}", flush=True)
        ended = yard.settled(run.id)
        told = (SEED, number, victim, ended.state, ended.comment)
        assert ended.state in _MAY_END[victim], told
        yard.assert_sound()
        yard.assert_nothing_lost(ended)
        yard.assert_ended_once(ended)
        yard.assert_nobody_left()
        if victim == "station" and yard.lines(run.id, "failed.txt"):
            seen["interrupted"] += 1
            failed = yard.lines(run.id, "failed.txt")
            assert INTERRUPTED in yard.warning(run.id), (told, failed)
        if victim == "window" and window is not None:
            window.wait()
        seen[victim] += 1
        seen["annotations"] += len(yard.lines(run.id, "acknowledged.txt"))
    states = Counter(run.state for run in yard.place.things(Run, "job.json"))
    print(f"seed {SEED}: {dict(seen)}; {dict(states)}")


_DONE = {RunState.SUCCEEDED}
_MAY_END = {
    "station": _DONE,
    "window": _DONE,
    "supervisor": _DONE | {RunState.LOST},
    "program": _DONE | {RunState.FAILED},
    "doorkeeper": _DONE | {RunState.FAILED},
}
"""A kill may come when the work is done; a program without a door may give up."""


def _finder(
    yard: Yard, victim: str, run: Run, window: subprocess.Popen[bytes] | None
) -> Callable[[], psutil.Process | None]:
    if victim == "window":
        assert window is not None
        shown = psutil.Process(window.pid)
        return lambda: shown
    if victim == "supervisor":
        return lambda: yard.recorded(run.id, "supervising")
    if victim == "program":
        return lambda: yard.recorded(run.id, "started")
    return lambda: next(iter(yard.processes(victim)), None)


def _window(yard: Yard) -> subprocess.Popen[bytes]:
    """Open the window on the yard's workspace, where nobody sees it."""
    more = {"QT_QPA_PLATFORM": "offscreen", "CYTODESK_WORKSPACE": str(yard.workspace)}
    return subprocess.Popen(
        own_command("open"),
        env=own_environment({**os.environ, **more}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_run_of_a_hundred_annotations_outlives_five_stations(yard: Yard) -> None:
    chance = random.Random(SEED)
    run = yard.start(120, pause=0.03)
    for _ in range(5):
        count = len(yard.lines(run.id, "acknowledged.txt"))
        until(lambda n=count: len(yard.lines(run.id, "acknowledged.txt")) > n + 3, 60)
        time.sleep(chance.uniform(0, 0.1))
        until(lambda: next(iter(yard.processes("station")), None)).kill()
    ended = yard.settled(run.id)
    assert (ended.state, ended.comment) == (RunState.SUCCEEDED, "all posted")
    yard.assert_nothing_lost(ended)
    yard.assert_sound()
    failed = yard.lines(run.id, "failed.txt")
    assert not failed or INTERRUPTED in yard.warning(run.id)
