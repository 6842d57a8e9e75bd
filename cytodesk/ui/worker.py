"""One kept process for what would hold the interpreter; to cancel what it does is to end it."""

from __future__ import annotations

import asyncio
import contextvars
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, ParamSpec, TypeVar

from cytodesk.errors import N_, CytoDeskError, NotFound, PlaceError
from cytodesk.processes import ask_to_end, identify

P = ParamSpec("P")
R = TypeVar("R")

_share: contextvars.ContextVar[Any] = contextvars.ContextVar("share")
"""In the worker: the shared number that the window reads as progress."""


def report(share: float) -> None:
    """Tell the window how much is done, 0 to 1; called in the worker, free of cost."""
    if (told := _share.get(None)) is not None:
        told[0] = share


class Worker:
    """Starts its process with the first question, and again after one was cancelled or died."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._told = self._context.RawArray("d", 1)
        self._pool: ProcessPoolExecutor | None = None
        self._pid: Future[int] | None = None

    @property
    def share(self) -> float:
        """Return how much of the question under way is done."""
        return float(self._told[0])

    async def ask(self, function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
        """Return what `function` returns in the worker; both sides must be able to be pickled.

        Questions queue. Cancelling one that is under way ends the process. Raises the
        CytoDeskError that `function` raised, its reasons as text.
        """
        asked = self._asked(function, arguments, named)
        try:
            result: R = await self._answer(asked)
            return result
        except asyncio.CancelledError:
            if not asked.cancel() and not asked.done():
                self.close()
            raise

    async def ask_aside(self, function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
        """Return the same; cancelled, it is answered to nobody, and the process goes on.

        For what is asked again and again, as a hand moves: the next answer is worth more than the
        time that the last one takes to its end.
        """
        result: R = await self._answer(self._asked(function, arguments, named))
        return result

    def _asked(
        self, function: Callable[..., R], arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Future[Any]:
        self._told[0] = 0.0
        return self._ready().submit(_answered, function, arguments, named)

    async def _answer(self, asked: Future[Any]) -> Any:
        try:
            answer = await asyncio.wrap_future(asked)
        except BrokenProcessPool as error:
            self.close()
            raise CytoDeskError(
                N_("The calculation broke off, for lack of memory perhaps. Compare fewer analyses.")
            ) from error
        if isinstance(answer, _Trouble):
            raise answer.error
        return answer

    def close(self) -> None:
        """End the process at once, whatever it does."""
        pool, pid = self._pool, self._pid
        self._pool = self._pid = None
        if pool is not None and pid is not None:
            pid.add_done_callback(_end)
            pool.shutdown(wait=False, cancel_futures=pid.done())

    def _ready(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, mp_context=self._context, initializer=_begin, initargs=(self._told,)
            )
            self._pid = self._pool.submit(os.getpid)
        return self._pool


@dataclass(frozen=True, slots=True)
class _Trouble:
    """An error as it travels: our exceptions take named fields, which pickle does not know."""

    kind: type[CytoDeskError]
    template: str
    fields: dict[str, Any]

    @property
    def error(self) -> CytoDeskError:
        return self.kind(self.template, **self.fields)


def _answered(
    function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    try:
        return function(*arguments, **named)
    except CytoDeskError as error:
        plain = {
            name: value if isinstance(value, int | float | str) else str(value)
            for name, value in error.fields.items()
        }
        kinds = (kind for kind in (NotFound, PlaceError) if isinstance(error, kind))
        return _Trouble(next(kinds, CytoDeskError), error.template, plain)


def _begin(told: Any) -> None:
    """Make the worker ready: it tells how far it is, and ends with the window in any case."""
    _share.set(told)
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True)
        watch.start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _end(pid: Future[int]) -> None:
    if not pid.cancelled() and pid.exception() is None and (process := identify(pid.result())):
        ask_to_end(process)
