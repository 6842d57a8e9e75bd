"""Who starts next: by order, priority, and the room that is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cytodesk.algorithms.wishes import NO_WISHES, Wishes
from cytodesk.runs.turns import Room, Waiting, may_start
from tests.runs.house import House

GB = 1 << 30
ROOM = Room(runs=4, cpus=4, memory=16 * GB, gpus=1)
WISHES = st.builds(
    Wishes,
    cpus=st.none() | st.integers(1, 8).map(float),
    memory=st.none() | st.integers(1, 32).map(lambda n: n * GB),
    gpus=st.integers(0, 2),
)


def _waiting(*wishes: Wishes) -> list[Waiting]:
    return [Waiting(number, each) for number, each in enumerate(wishes)]


def test_who_came_first_starts_first_up_to_the_limit() -> None:
    assert may_start(_waiting(*[NO_WISHES] * 6), [], ROOM) == [0, 1, 2, 3]


def test_one_that_waits_for_memory_is_not_passed_for_ever() -> None:
    large = Wishes(memory=12 * GB)
    assert may_start(_waiting(large, NO_WISHES), [Wishes(memory=8 * GB)], ROOM) == []


def test_one_that_waits_for_a_gpu_holds_up_nobody() -> None:
    wants_gpu = Wishes(gpus=1)
    assert may_start(_waiting(wants_gpu, NO_WISHES), [wants_gpu], ROOM) == [1]


def test_what_is_larger_than_the_computer_starts_alone() -> None:
    huge = Wishes(cpus=64, memory=1024 * GB)
    assert may_start(_waiting(huge, huge), [], ROOM) == [0]


@given(st.lists(WISHES, max_size=8), st.lists(WISHES, max_size=3))
def test_room_is_never_shared_out_twice(waiting: list[Wishes], active: list[Wishes]) -> None:
    started = may_start(_waiting(*waiting), active, ROOM)
    assert started == sorted(started)
    running = active + [waiting[number] for number in started]
    if started and len(running) > 1:
        last = waiting[started[-1]]
        assert len(running) <= ROOM.runs
        assert not last.gpus or sum(each.gpus for each in running) <= ROOM.gpus
        assert not last.memory or sum(each.memory or 0 for each in running) <= ROOM.memory


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.leave()


def test_a_paused_queue_starts_nothing_and_still_does_not_after_a_restart(house: House) -> None:
    house.queue.pause(True)
    run = house.submit("print('here')")
    house.reopen()
    assert house.queue.is_paused
    assert house.queue.is_idle
    assert house.log(run) == ""
    house.queue.pause(False)
    house.ended(run)
    assert "here" in house.log(run)


def test_who_has_priority_goes_first(house: House) -> None:
    house.queue.pause(True)
    first, second, third = (house.submit("pass") for _ in range(3))
    house.queue.give_priority([third], 5)
    house.queue.give_priority([first], -1)
    house.queue.pause(False)
    for run in (first, second, third):
        house.ended(run)
    began = {
        row["run"]: row["id"]
        for row in house.workspace.rows(
            "select run, min(id) as id from event where kind='process ended' group by run"
        )
    }
    assert sorted(began, key=lambda run: began[run]) == [third, second, first]
