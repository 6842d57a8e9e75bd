"""Our own POSTs carry a request id; a repeat returns the first answer and does nothing again.

Our client sends a POST again when its connection was dropped, whatever the POST is for: a job that
is made twice would be as wrong as an image that is added twice.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from starlette.responses import Response

from cytodesk.server.answers import json_answer_of
from cytodesk.workspace.store import Change, Workspace

KEPT_FOR = 24 * 3600 * 1000
"""Milliseconds for which an answer is kept; our client repeats within seconds."""


class Repeats:
    def __init__(self) -> None:
        self._ended = threading.Condition()
        self._going_on: set[str] = set()

    def once(self, workspace: Workspace, name: str, answer: Callable[[], Response]) -> Response:
        """Return `answer()`, or what it was when the request `name` came first.

        A repeat that comes while the first is still worked on waits for it. Refusals are not kept.
        """
        with self._alone(name):
            rows = workspace.rows("select status, body from answered where request=?", (name,))
            if rows:
                return json_answer_of(rows[0]["body"].encode(), rows[0]["status"])
            first = answer()
            if first.status_code < 300 and first.media_type == "application/json":
                body, status = bytes(first.body).decode(), first.status_code
                workspace.write(lambda change: _keep(change, name, status, body))
            return first

    @contextlib.contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        with self._ended:
            self._ended.wait_for(lambda: name not in self._going_on)
            self._going_on.add(name)
        try:
            yield
        finally:
            with self._ended:
                self._going_on.discard(name)
                self._ended.notify_all()


def _keep(change: Change, name: str, status: int, body: str) -> None:
    change.db.execute("delete from answered where at < ?", (change.now - KEPT_FOR,))
    change.db.execute("insert into answered values (?, ?, ?, ?)", (name, change.now, status, body))
