"""A place asked without waiting: blocking requests in threads, its news as a signal."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from cytodesk.errors import CytoDeskError, PlaceError

if TYPE_CHECKING:
    from cytodesk.client.connection import Connection

P = ParamSpec("P")
R = TypeVar("R")
_ASKING = 4
_PICTURES = 4
_WAIT = 20
"""Seconds that the station may hold a request for news; it allows 25."""
_POLL = 3.0
_AGAIN = 1.0


class Remote(QObject):
    """One connection for the window: `ask` for data, `picture` for what is only looked at."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self.connection = connection
        self.news = News(connection)
        self._asking = ThreadPoolExecutor(_ASKING, thread_name_prefix="ask")
        self._pictures = ThreadPoolExecutor(_PICTURES, thread_name_prefix="picture")

    @property
    def server_id(self) -> str:
        return self.connection.server_id

    @property
    def is_station(self) -> bool:
        return self.connection.is_station

    async def ask(
        self,
        function: Callable[Concatenate[Connection, P], R],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> R:
        """Return what `function(connection, ...)` returns, called in a thread of this place."""
        asked = self._asking.submit(function, self.connection, *arguments, **named)
        return await asyncio.wrap_future(asked)

    async def picture(self, path: str, /, **query: object) -> bytes:
        """Return the bytes at `path`; pictures wait for each other, never a form for them."""
        asked = self._pictures.submit(self.connection.bytes_of, path, **query)
        return await asyncio.wrap_future(asked)

    def close(self) -> None:
        """Ask nothing more; what is under way is left to its time limits."""
        self.news.close()
        self._asking.shutdown(wait=False, cancel_futures=True)
        self._pictures.shutdown(wait=False, cancel_futures=True)


class News(QObject):
    """What happens at a place: events of the station, a beat to look again elsewhere.

    `happened` carries an event as the station tells it (kind, subject, run, data), or one of kind
    `poll` every few seconds; `reached` says whether the place answered the last time.
    """

    happened = Signal(dict)
    reached = Signal(bool)

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection
        self._closed = threading.Event()
        work = self._listen if connection.is_station else self._beat
        self._thread = threading.Thread(target=work, name="news", daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()

    def _beat(self) -> None:
        while not self._closed.wait(_POLL):
            self._tell({"kind": "poll"})

    def _listen(self) -> None:
        last: int | None = None
        while not self._closed.is_set():
            try:
                last = self._heard(last)
                self._reach(True)
            except PlaceError:
                self._reach(False)
                self._closed.wait(_AGAIN)
            except CytoDeskError:
                self._closed.wait(_AGAIN)

    def _heard(self, last: int | None) -> int:
        query = {"wait": 0} if last is None else {"after": last, "wait": _WAIT}
        answer = self._connection.get("/station/v1/events", **query)
        for event in answer["events"] if last is not None else []:
            self._tell(event)
        return int(answer["last"])

    def _tell(self, event: dict[str, object]) -> None:
        if not self._closed.is_set():
            self.happened.emit(event)

    def _reach(self, is_reached: bool) -> None:
        if not self._closed.is_set():
            self.reached.emit(is_reached)
