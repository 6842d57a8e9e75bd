"""A kept process that answers one question after the other, and can be ended while it does.

`concurrent.futures` has the same, but its pool holds both ends of the pipe that answers come by:
of a process that is ended in the middle of one, it waits for the rest, at the window's exit too.
"""

from __future__ import annotations

import contextlib
import contextvars
import multiprocessing
import os
import queue
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import wait
from pickle import PicklingError
from typing import Any, Protocol

from cytodesk.processes import ask_to_end, identify

Question = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
"""A function with its arguments; all of it must be able to be pickled."""

_SHARE = "share"
"""What a message begins with that is no answer; answers begin with True, or False for an error."""
_REPORTS_EVERY = 0.05
"""Seconds between two reports of how much is done; what is told in between is not sent."""
_telling: contextvars.ContextVar[Telling] = contextvars.ContextVar("telling")
"""In the process: the way by which it tells how much is done."""


class Pipe(Protocol):
    """One end of it; each system has its own."""

    def send(self, thing: Any, /) -> None: ...
    def recv(self) -> Any: ...
    def close(self) -> None: ...


class BrokeOffError(Exception):
    """The process ended before it answered."""


class WorkerProcess:
    """Starts with its first question; `share` is how much is done of the one under way, 0 to 1."""

    def __init__(self, context: multiprocessing.context.SpawnContext) -> None:
        self.share = 0.0
        self._context = context
        self._questions: queue.SimpleQueue[tuple[Question, Future[Any]] | None]
        self._questions = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._process: multiprocessing.context.SpawnProcess | None = None
        self._pipe: Pipe | None = None
        self._is_over = False
        threading.Thread(target=self._answer_all, name="questions", daemon=True).start()

    def ask(self, question: Question) -> Future[Any]:
        asked: Future[Any] = Future()
        self._questions.put((question, asked))
        return asked

    def end(self) -> None:
        """End the process at once, whatever it does; what was asked breaks off."""
        with self._starting:
            self._is_over = True
            pid = self._process.pid if self._process else None
        if pid is not None and (process := identify(pid)):
            ask_to_end(process)
        self._questions.put(None)

    def _answer_all(self) -> None:
        while (task := self._questions.get()) is not None:
            question, asked = task
            if not asked.set_running_or_notify_cancel():
                continue
            try:
                asked.set_result(self._answer(question))
            except (EOFError, OSError) as error:
                asked.set_exception(BrokeOffError(str(error)))
            except Exception as error:
                asked.set_exception(error)
        self._leave()

    def _answer(self, question: Question) -> Any:
        pipe = self._pipe or self._begin()
        self.share = 0.0
        pipe.send(question)
        while (message := pipe.recv())[0] == _SHARE:
            self.share = message[1]
        has_answered, answer = message
        if not has_answered:
            raise answer
        return answer

    def _begin(self) -> Pipe:
        with self._starting:
            if self._is_over:
                raise EOFError
            ours, its = self._context.Pipe()
            process = self._context.Process(target=_serve, args=(its,), daemon=True)
            process.start()
            its.close()  # so that its end is seen here as an end
            self._process, self._pipe = process, ours
        return ours

    def _leave(self) -> None:
        if self._process is not None and self._pipe is not None:
            self._pipe.close()
            self._process.join()
            with contextlib.suppress(ValueError):  # the start of another may be reaping it, too
                self._process.close()


class Telling:
    """Sends how much is done, now and then; it costs the work nothing."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._told = 0.0

    def tell(self, share: float) -> None:
        if (now := time.monotonic()) - self._told >= _REPORTS_EVERY:
            self._told = now
            self._pipe.send((_SHARE, share))


def report(share: float) -> None:
    """Tell the window how much is done, 0 to 1; called in the process, free of cost."""
    if (telling := _telling.get(None)) is not None:
        telling.tell(share)


def _serve(pipe: Pipe) -> None:
    """Answer until nobody asks any more; end with the window in any case."""
    _telling.set(Telling(pipe))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        while True:
            _reply(pipe, pipe.recv())


def _reply(pipe: Pipe, question: Question) -> None:
    function, arguments, named = question
    try:
        answer = True, function(*arguments, **named)
    except Exception as error:
        error.add_note(traceback.format_exc())
        answer = False, error
    try:
        pipe.send(answer)
    except (PicklingError, TypeError, AttributeError, ValueError) as error:
        said = f"{function.__qualname__} answered what cannot travel: {error}"
        pipe.send((False, TypeError(said)))


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
