"""Batches above the table of analyses, and who looks after them, at both kinds of servers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from cytodesk.algorithms.values import Values
from cytodesk.client.batches import Batches
from cytodesk.ui.remote import Remote
from cytodesk.ui.runs.analyses import AnalysesPage
from cytodesk.ui.runs.batch_line import BatchLine, said
from cytodesk.ui.window.batches import BatchKeeper
from cytodesk.wire.batches import Batch
from tests.client.runs_place import Stage
from tests.ui.runs.conftest import Opening, Visit, until

ROWS = [
    ("bad", Values({"fails": True})),
    ("good", Values({"fails": False})),
    ("fine", Values({"fails": False, "threshold": 0.1})),
]


async def started(visit: Visit, folder: Path, name: str) -> Batch:
    stage, project = visit.stage, visit.here.project.id
    return await visit.here.remote.ask(
        lambda connection: Batches(connection, folder).start(
            stage.speaker, project, ROWS, name=name, how="table"
        )
    )


async def no_station() -> Remote:
    raise AssertionError("nobody but the place carries it out")


async def line_of(page: AnalysesPage, id: int) -> BatchLine:
    await until(lambda: any(line.batch.id == id for line in page.batches.lines))
    return next(line for line in page.batches.lines if line.batch.id == id)


def test_a_batch_is_gone_on_with_told_of_once_and_what_failed_is_tried_again(
    run: Any, either: Stage, visit: Visit, opened: Opening, tmp_path: Path
) -> None:
    here = replace(visit.here, kept=tmp_path)

    async def look() -> None:
        batch = await started(visit, tmp_path / "batches", f"Three at {either.connection.url}")
        keeper = BatchKeeper(here, no_station)
        keeper.begin()
        keeper.note(batch.id)
        sentence = f"{batch.name} has ended: 2 done, 1 failed."
        await until(lambda: sentence in visit.told)
        async with opened(lambda _: AnalysesPage(here)) as page:
            assert isinstance(page, AnalysesPage)
            page.batch_goes_on.connect(keeper.note)
            line = await line_of(page, batch.id)
            await until(lambda: line.batch.has_ended)
            assert line.said.text() == "2 of 3 done, 1 failed"
            assert line.retry.text() == "Retry 1 that failed"
            page.show_batch(batch.id)
            await until(lambda: len(page.table.things()) == 3)
            line.retry.click()
            await until(lambda: len(visit.told) >= 2)
            await until(lambda: len(page.table.things()) >= 3 and not line.batch.running)
        keeper.close()
        assert visit.told == [sentence, sentence]
        ended = await here.remote.ask(
            lambda connection: Batches(connection, tmp_path / "batches").batch(batch.id)
        )
        assert [row.attempts for row in ended.rows] == [2, 1, 1]
        await asyncio.sleep(0.1)

    run(look())


def test_a_batch_that_ended_without_a_window_is_told_of_when_one_opens(
    run: Any, visit: Visit, tmp_path: Path
) -> None:
    here = replace(visit.here, kept=tmp_path)

    async def look() -> None:
        batch = await started(visit, tmp_path / "batches", "Meanwhile")
        first = BatchKeeper(here, no_station)
        first.note(batch.id)
        first.close()

        def ended() -> bool:
            folder = tmp_path / "batches"
            return Batches(here.remote.connection, folder).batch(batch.id).has_ended

        while not await asyncio.to_thread(ended):
            await asyncio.sleep(0.1)
        visit.told.clear()
        second = BatchKeeper(here, no_station)
        second.begin()
        await until(lambda: visit.told)
        second.close()
        third = BatchKeeper(here, no_station)
        third.begin()
        await asyncio.sleep(0.5)
        third.close()
        assert visit.told == ["Meanwhile has ended: 2 done, 1 failed."]

    run(look())


def test_a_line_says_how_a_batch_stands(look: Any) -> None:
    batch = Batch(id=1, name="Nuclei", total=50, waiting=40, running=1, done=7, failed=2)
    assert said(look.words, batch) == "9 of 50 ended, 2 failed"
    over = replace(batch, waiting=0, running=0, done=45, failed=3, cancelled=2)
    assert said(look.words, over) == "45 of 50 done, 3 failed, 2 cancelled"
    line = BatchLine(look, batch)
    assert line.cancel.isVisibleTo(line)
    assert not line.dismiss.isVisibleTo(line)
    line.put(over, is_alone=True)
    assert line.dismiss.isVisibleTo(line)
    assert line.alone.text() == "Show all analyses"
