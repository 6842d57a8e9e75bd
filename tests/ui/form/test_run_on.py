"""A form in a project of a server: what this computer has can run here and is saved there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cytodesk.algorithms.batches.rows import How
from cytodesk.algorithms.batches.tables import Table
from cytodesk.client.batches import Batches
from cytodesk.client.connection import Connection
from cytodesk.client.guests import Guest, guests_of
from cytodesk.ui.form.many.odd import OddDialog
from cytodesk.ui.form.page import FormPage
from cytodesk.ui.form.run_on import HERE, THERE
from cytodesk.ui.here import Here
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Memory
from cytodesk.ui.notices import Notices
from cytodesk.ui.remote import Remote
from cytodesk.ui.runs.analyses import AnalysesPage
from cytodesk.ui.window.batches import BatchKeeper
from cytodesk.wire.batches import Batch
from cytodesk.wire.runs import Run, RunState
from tests.guests.conftest import Both, both, seen
from tests.ui.form.conftest import until

__all__ = ["both"]


@pytest.fixture
def away(
    both: Both, look: Look, loop: object, qapp: QApplication, tmp_path: Path
) -> Iterator[Here]:
    """Return a project of the server, as the window is in it."""
    qapp.setQuitOnLastWindowClosed(False)
    keys = both.server.keys
    with Connection.open(both.server.url, keys) as connection:
        remote = Remote(connection)
        memory = Memory(tmp_path / "memory.json")
        yield Here(look, remote, both.project, memory.drawer("Away"), Notices(look.words))
        remote.close()
        memory.close()


async def _filled(page: FormPage, both: Both, folder: Path) -> None:
    await until(lambda: page.form is not None and page.form.is_built)
    assert page._answers is not None
    page._answers.put("folder", str(folder))
    page._answers.put("image", both.world.image)
    await until(lambda: page._answers is not None and page._answers.values)


def test_what_only_this_computer_has_is_offered_and_runs_here(
    run: Callable[..., Any], both: Both, away: Here
) -> None:
    folder = both.orders("from-the-window")
    launched: list[int] = []

    async def work() -> None:
        station = Remote(both.near)

        async def this_computer() -> Remote:
            return station

        page = FormPage(away, None, this_computer)
        page.launched.connect(launched.append)
        page.show()
        await until(lambda: page._beginnings.installed)
        offered = {each.name: each.id for each in page._beginnings.installed}
        assert offered["Patient"] == -both.patient.id
        page._choose_algorithm(offered["Patient"])
        await _filled(page, both, folder)
        assert page._bar.place.value() == HERE
        page._launcher.launch()
        await until(lambda: launched)
        again = FormPage(away, launched[0], this_computer)
        await until(lambda: again.form is not None and again.form.is_built)
        assert [row.key for row in again._bar.place._rows] == [THERE, HERE]
        assert again._bar.place.value() == HERE
        for each in (page, again):
            each.close_down()
            each.close()
            each.deleteLater()
        station.close()
        await asyncio.sleep(0.05)

    run(work())
    guest = guests_of(both.near, both.server, run=launched[0])[0]
    seen(folder)
    (folder / "end").touch()
    both.told(guest)
    assert both.server.thing(Run, f"job/{launched[0]}.json").state is RunState.SUCCEEDED


def test_a_table_runs_here_is_saved_there_and_what_failed_is_tried_again(
    run: Callable[..., Any], both: Both, away: Here, tmp_path: Path
) -> None:
    folders = [both.orders(f"row-{number}") for number in (1, 2)]
    for folder in folders:
        (folder / "end").touch()
    here = replace(away, kept=tmp_path)
    begun: list[Batch] = []
    before = {each.home.run for each in guests_of(both.near, both.server)}

    def guests() -> list[Guest]:
        found = guests_of(both.near, both.server)
        return [each for each in found if each.home.run not in before]

    async def ended(page: AnalysesPage, made: int) -> None:
        await until(lambda: len(guests()) == made and page.batches.lines, 40)
        await until(lambda: page.batches.lines[0].batch.failed == 1, 40)
        await until(lambda: page.batches.lines[0].batch.has_ended, 40)

    async def work() -> None:
        station = Remote(both.near)

        async def this_computer() -> Remote:
            return station

        page = FormPage(here, None, this_computer)
        page.batch_started.connect(begun.append)
        page.show()
        await until(lambda: page._beginnings.installed)
        offered = {each.name: each.id for each in page._beginnings.installed}
        page._choose_algorithm(offered["Patient"])
        await _filled(page, both, folders[0])
        page._bar.place.set_value(HERE)
        many = page._desk.many
        assert many is not None
        many.choose(How.TABLE)
        rows = tuple((str(folder), ending) for folder, ending in zip(folders, "03", strict=True))
        many.put_table(Table(("folder", "ending"), rows))
        await until(lambda: many.rows and all(row.values is not None for row in many.rows))
        page._launcher.launch()
        await until(lambda: begun or page.findChildren(OddDialog))
        for odd in page.findChildren(OddDialog):
            odd.launch.click()
        await until(lambda: begun)
        here.remote.news.begin()
        keeper, analyses = BatchKeeper(here, this_computer), AnalysesPage(here)
        analyses.batch_goes_on.connect(keeper.note)
        analyses.show()
        keeper.note(begun[0].id)
        await ended(analyses, 2)
        analyses.batches.lines[0].retry.click()
        await ended(analyses, 3)
        keeper.close()
        page.close_down()
        for each in (page, analyses):
            each.close()
            each.deleteLater()
        station.close()
        await asyncio.sleep(0.05)

    run(work())
    assert [both.told(each).run.state for each in guests()] == [
        RunState.SUCCEEDED,
        RunState.FAILED,
        RunState.FAILED,
    ]
    assert [
        row.attempts for row in Batches(both.server, tmp_path / "batches").batch(begun[0].id).rows
    ] == [1, 2]
