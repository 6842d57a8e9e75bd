"""How the station ends: asked to, left by its parent, or because nobody asks for anything."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send


class LastAsked:
    """The application, with the clock of its last request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._at = time.monotonic()

    @property
    def seconds_ago(self) -> float:
        return time.monotonic() - self._at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._at = time.monotonic()
        await self._app(scope, receive, send)


class Ending:
    """Ends the server from any thread."""

    def __init__(self, server: uvicorn.Server) -> None:
        self._server = server
        self._forgotten = threading.Event()

    def end(self) -> None:
        self._server.should_exit = True

    def forget(self) -> None:
        self._forgotten.set()

    def end_when_idle(self, is_idle: Callable[[], bool]) -> None:
        def watch() -> None:
            while not self._forgotten.wait(5.0):
                if is_idle():
                    self.end()
                    return

        threading.Thread(target=watch, name="idle", daemon=True).start()
