"""One kept process for what would hold the interpreter; to cancel what it does is to end it."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from cytodesk.errors import N_, CytoDeskError, NotFound, PlaceError
from cytodesk.ui.worker_process import BrokeOffError, WorkerProcess, report

__all__ = ["Worker", "report"]

P = ParamSpec("P")
R = TypeVar("R")


class Worker:
    """Starts its process with the first question, and again after one was cancelled or died."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._process: WorkerProcess | None = None

    @property
    def share(self) -> float:
        """Return how much of the question under way is done."""
        return self._process.share if self._process else 0.0

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

    def close(self) -> None:
        """End the process at once, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _asked(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Future[Any]:
        if self._process is None:
            self._process = WorkerProcess(self._context)
        return self._process.ask((_answered, (function, arguments, named), {}))

    async def _answer(self, asked: Future[Any]) -> Any:
        try:
            answer = await asyncio.wrap_future(asked)
        except BrokeOffError as error:
            self.close()
            raise CytoDeskError(
                N_("The calculation broke off, for lack of memory perhaps. Compare fewer analyses.")
            ) from error
        if isinstance(answer, _Trouble):
            raise answer.error
        return answer


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
