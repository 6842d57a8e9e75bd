from __future__ import annotations

import asyncio
from typing import Any

from PySide6.QtCore import QObject

from cytodesk.errors import CytoDeskError, NotFound
from cytodesk.ui.tasks import Tasks


def test_a_later_lookup_replaces_the_earlier_one(run: Any) -> None:
    done: list[str] = []

    async def look_up(name: str) -> None:
        await asyncio.sleep(0.01)
        done.append(name)

    async def both() -> None:
        tasks = Tasks(owner, done.append)
        tasks.start(look_up("early"), replacing="choices")
        await tasks.start(look_up("late"), replacing="choices")

    owner = QObject()
    run(both())
    assert done == ["late"]


def test_trouble_in_words_is_reported_to_the_owner(run: Any) -> None:
    told: list[CytoDeskError] = []

    async def fails() -> None:
        raise NotFound("There is no {what}.", what="slide")

    async def whole() -> None:
        await Tasks(owner, told.append).start(fails())

    owner = QObject()
    run(whole())
    assert [str(each) for each in told] == ["There is no slide."]


def test_tasks_end_with_their_owner(run: Any) -> None:
    ended: list[bool] = []

    async def for_ever() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)

    async def whole() -> None:
        owner = QObject()
        Tasks(owner, ended.append).start(for_ever())
        await asyncio.sleep(0)
        del owner
        await asyncio.sleep(0.01)

    run(whole())
    assert ended == [True]
