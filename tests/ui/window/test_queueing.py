"""The queue is paused and goes on by the window's commands, and the window hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from cytodesk.client.connection import Connection
from cytodesk.client.queueing import pause_queue, queue_of
from cytodesk.ui.window.queueing import QueueWatch
from tests.ui.places import either_place, here_at, legacy_place, settled, station_place, until

__all__ = ["either_place", "here_at", "legacy_place", "station_place"]


@pytest.fixture
def watch(request: pytest.FixtureRequest, here_at: Any, loop: object) -> QueueWatch:
    name = "either_place" if "either_place" in request.fixturenames else "station_place"
    here = here_at(request.getfixturevalue(name))
    here.remote.news.begin()
    return QueueWatch(here)


def test_a_pause_is_kept_by_the_station_and_heard_by_the_window(
    run: Any, station_place: Connection, watch: QueueWatch
) -> None:
    async def see() -> None:
        watch.pause(True)
        await until(lambda: watch.queue.is_paused)
        assert queue_of(station_place).is_paused
        watch.pause(False)
        await until(lambda: not watch.queue.is_paused)
        await until(lambda: not watch._tasks.is_running("look"))
        watch.look()
        await settled()
        pause_queue(station_place, True)  # by somebody else, as from the command line
        await until(lambda: watch.queue.is_paused)
        pause_queue(station_place, False)
        await until(lambda: not watch.queue.is_paused)
        watch.close()
        await settled()

    run(see())


def test_the_queue_of_a_server_is_not_ours(
    run: Any, either_place: Connection, watch: QueueWatch
) -> None:
    async def see() -> None:
        assert watch.is_ours is either_place.is_station
        told: list[object] = []
        watch.changed.connect(told.append)
        watch.look()
        await settled()
        assert bool(told) is either_place.is_station
        watch.close()

    run(see())
