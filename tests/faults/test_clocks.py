"""A clock that jumps: forward by years, backward by days; nothing depends on it that matters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.wire.runs import RunState
from cytodesk.workspace import runs
from cytodesk.workspace.backups import trouble_of
from cytodesk.workspace.silence import Silence
from tests.runs.house import House

DAY = 24 * 3600 * 1000
JUMPS = (-3650 * DAY, -2 * DAY, -DAY // 24, DAY // 24, 2 * DAY, 3650 * DAY)
SHORT = "import time; time.sleep(0.3)"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.leave()


@pytest.mark.parametrize("jump", JUMPS)
def test_a_run_lasts_as_long_as_it_does_whatever_the_clock_says(house: House, jump: int) -> None:
    run = house.submit(SHORT)
    house.until(lambda: house.run(run).state is RunState.RUNNING)
    house.jump = jump
    after = house.submit(SHORT)
    record = house.settled(run)
    assert house.run(run).state is RunState.SUCCEEDED
    assert record.duration is not None
    assert 0.2 < record.duration < 20
    house.settled(after)
    assert house.run(after).state is RunState.SUCCEEDED
    assert trouble_of(house.workspace.path) is None


@pytest.mark.parametrize("jump", JUMPS)
def test_a_script_by_hand_is_not_lost_by_a_jump(house: House, jump: int) -> None:
    run = house.add("")
    house.workspace.write(lambda change: runs.told(change, run, status=2))
    house.until(lambda: run in house.queue._silent._silence._seen)
    house.jump = jump
    other = house.submit(SHORT)
    house.settled(other)
    assert house.run(run).state is RunState.RUNNING
    house.workspace.write(lambda change: runs.told(change, run, progress=10))
    house.settled(house.submit(SHORT))
    assert house.run(run).state is RunState.RUNNING


def test_silence_grows_with_time_and_not_with_the_clock() -> None:
    passed = [0.0]
    silence = Silence(lambda: passed[0])
    assert silence.lasts(1, heard=1000, now=4000) == 3000
    assert silence.lasts(1, heard=1000, now=4000 + 100 * DAY) == 3000
    assert silence.lasts(1, heard=1000, now=-100 * DAY) == 3000
    passed[0] = 5.0
    assert silence.lasts(1, heard=1000, now=0) == 8000
    silence.broken(1, heard=1000)
    assert silence.lasts(1, heard=1000, now=100 * DAY) == 0
    assert silence.lasts(2, heard=9000, now=1000) == 0
