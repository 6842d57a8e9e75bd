"""Runs that wait: one goes first, and the strip says whether the queue rests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from cytodesk.client.launching import cancel
from cytodesk.client.queueing import Queue, Waiting, let_first, pause_queue, queue_of
from cytodesk.ui.look import Look
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.runs.activity import ActivityStrip
from cytodesk.ui.runs.analyses import AnalysesPage
from cytodesk.ui.runs.going_first import may_go_first
from cytodesk.wire.runs import Run, RunState
from tests.client.runs_place import Stage
from tests.ui.runs.conftest import Opening, Visit, listed_run, until


@pytest.fixture
def waiting(at_station: Stage) -> Iterator[list[Run]]:
    """Two runs in a queue that rests."""
    place = at_station.connection
    pause_queue(place, True)
    runs = [at_station.start(), at_station.start()]
    yield runs
    for run in runs:
        cancel(place, run.id)
    pause_queue(place, False)


def test_a_run_that_waits_goes_first_from_its_menu(
    run: Any, visit: Visit, opened: Opening, waiting: list[Run]
) -> None:
    place, last = visit.stage.connection, waiting[1].id

    async def look() -> None:
        async with opened(AnalysesPage) as page:
            assert isinstance(page, AnalysesPage)
            await until(lambda: (told := page.book.get(last)) and told.state is RunState.QUEUED)
            told = page.book.get(last)
            assert told is not None
            page.acts.open_menu(told, page.pos(), is_ticked=False)
            menu = page.findChild(Menu)
            assert menu is not None
            menu.close()
            page.acts.do("first", told)
            await until(lambda: queue_of(place).waiting[0].run == last)
            await until(lambda: visit.told)
            assert "once the queue goes on" in visit.told[-1]

    run(look())


def test_only_what_waits_on_this_computer_may_go_first(visit: Visit, either: Stage) -> None:
    waits = listed_run(1, RunState.QUEUED)
    assert may_go_first(visit.here, waits) is visit.here.remote.is_station
    assert not may_go_first(visit.here, listed_run(2, RunState.RUNNING))
    assert not may_go_first(visit.here, listed_run(3))


def test_going_first_is_before_all_that_wait(at_station: Stage, waiting: list[Run]) -> None:
    place, (first, second) = at_station.connection, waiting
    assert [each.run for each in queue_of(place).waiting] == [first.id, second.id]
    assert [each.run for each in let_first(place, [second.id]).waiting] == [second.id, first.id]
    assert [each.run for each in let_first(place, [first.id]).waiting] == [first.id, second.id]


def test_the_strip_offers_a_pause_where_runs_wait_and_says_that_it_rests(
    qtbot: Any, look: Look
) -> None:
    strip = ActivityStrip(look)
    qtbot.addWidget(strip)
    strip.show()
    wanted: list[bool] = []
    strip.queue.pause_wanted.connect(wanted.append)
    assert not strip.queue.isVisible()
    strip.put([listed_run(3, RunState.QUEUED), listed_run(4, RunState.QUEUED)])
    strip.put_queue(Queue(False, (Waiting(4, 1), Waiting(3, 0))))
    assert strip.first is not None
    assert strip.first.id == 4  # it was let go first
    assert strip.queue.button.text() == "Pause"
    strip.queue.button.click()
    strip.put_queue(Queue(True, ()))
    shown = [each for each in strip.findChildren(QLabel) if each.isVisible()]
    assert "Paused: nothing more starts" in [each.text() for each in shown]
    assert "Go on" in [each.text() for each in strip.findChildren(QPushButton)]
    strip.queue.button.click()
    strip.put_queue(Queue(False, ()))
    assert not strip.queue.isVisible()
    assert wanted == [True, False]
