"""The worker process: it answers, tells how far it is, and ends when it must."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

import psutil
import pytest

from cytodesk.errors import CytoDeskError, NotFound
from cytodesk.ui.worker import Worker, report

Run = Callable[[Coroutine[Any, Any, Any]], Any]


def _fail(name: str) -> None:
    raise NotFound("There is no {name}: {reason}", name=name, reason=ValueError("gone"))


def _sleep() -> None:
    report(0.5)
    time.sleep(60)


def test_it_answers_from_another_process(run: Run) -> None:
    worker = Worker()
    try:
        assert run(worker.ask(os.getpid)) not in (0, os.getpid())
    finally:
        worker.close()


def test_trouble_travels_in_its_own_words(run: Run) -> None:
    worker = Worker()
    try:
        with pytest.raises(NotFound, match="There is no slide: gone"):
            run(worker.ask(_fail, "slide"))
    finally:
        worker.close()


def test_cancelling_ends_the_process_and_the_next_question_has_another(run: Run) -> None:
    worker = Worker()

    async def play() -> tuple[int, int]:
        first = await worker.ask(os.getpid)
        task = asyncio.create_task(worker.ask(_sleep))
        while worker.share < 0.5:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return first, await worker.ask(os.getpid)

    try:
        first, second = run(play())
        assert first != second
        old = [each for each in psutil.Process().children() if each.pid == first]
        assert not psutil.wait_procs(old, timeout=10)[1]
    finally:
        worker.close()


def _wait(seconds: float) -> int:
    report(0.5)
    time.sleep(seconds)
    return os.getpid()


def test_what_is_asked_aside_leaves_the_process_alone_when_it_is_cancelled(run: Run) -> None:
    worker = Worker()

    async def play() -> tuple[int, int]:
        first = await worker.ask_aside(os.getpid)
        task = asyncio.create_task(worker.ask_aside(_wait, 0.3))
        while worker.share < 0.5:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return first, await worker.ask_aside(os.getpid)

    try:
        first, second = run(play())
        assert first == second
    finally:
        worker.close()


def test_a_worker_that_dies_is_said_and_replaced(run: Run) -> None:
    worker = Worker()
    try:
        with pytest.raises(CytoDeskError, match="broke off"):
            run(worker.ask(os._exit, 9))
        assert run(worker.ask(abs, -3)) == 3
    finally:
        worker.close()


def _much(size: int) -> bytes:
    report(0.5)
    return bytes(size)


def test_ending_it_in_the_middle_of_an_answer_leaves_nobody_waiting(run: Run) -> None:
    async def play() -> None:
        for _ in range(8):
            worker = Worker()
            task = asyncio.create_task(worker.ask(_much, 200_000_000))
            while worker.share < 0.5:
                await asyncio.sleep(0.001)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    run(play())
    give_up = time.monotonic() + 20
    while any(each.name == "questions" for each in threading.enumerate()):
        assert time.monotonic() < give_up
        time.sleep(0.01)


def _odd() -> object:
    return threading.Lock()


def test_what_cannot_travel_is_said_and_the_process_goes_on(run: Run) -> None:
    worker = Worker()
    try:
        with pytest.raises(TypeError, match="cannot travel"):
            run(worker.ask(_odd))
        with pytest.raises(ZeroDivisionError):
            run(worker.ask(divmod, 1, 0))
        assert run(worker.ask(abs, -3)) == 3
    finally:
        worker.close()
