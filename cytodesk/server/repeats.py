"""Our own POSTs carry a request id; a repeat returns the first answer and does nothing again.

Our client sends a POST again when its connection was dropped, whatever the POST is for: a job that
is made twice would be as wrong as an image that is added twice.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from starlette.responses import Response

from cytodesk.server.answers import json_answer_of, refusal
from cytodesk.workspace.store import Workspace, goes_along
from cytodesk.workspace.writer import Change

KEPT_FOR = 24 * 3600 * 1000
"""Milliseconds for which an answer is kept; our client repeats within seconds."""


_BEGUN = 102
"""The status of a request whose change is kept and whose answer is not: a crash came between."""
_LOST = "This was done, but its answer was lost when the station ended: look before asking again"


class Repeats:
    def __init__(self) -> None:
        self._ended = threading.Condition()
        self._going_on: set[str] = set()

    def once(self, workspace: Workspace, name: str, answer: Callable[[], Response]) -> Response:
        """Return `answer()`, or what it was when the request `name` came first.

        A repeat that comes while the first is still worked on waits for it. Refusals are not kept.
        That something was done is committed with it, so that not even a crash has it done twice.
        """
        with self._alone(name):
            rows = workspace.rows("select status, body from answered where request=?", (name,))
            if rows and rows[0]["status"] == _BEGUN:
                return refusal(_LOST, 409)
            if rows:
                return json_answer_of(rows[0]["body"].encode(), rows[0]["status"])
            token = goes_along.set(lambda change: _begin(change, name))
            try:
                first = answer()
                has_begun = goes_along.get() is None
            finally:
                goes_along.reset(token)
            if first.status_code < 300 and first.media_type == "application/json":
                body, status = bytes(first.body).decode(), first.status_code
                workspace.write(lambda change: _keep(change, name, status, body))
            elif has_begun:
                workspace.write(lambda change: _forget(change, name))
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


def _begin(change: Change, name: str) -> None:
    """Note, in the commit of its first change, that the request does something."""
    change.db.execute(
        "insert or ignore into answered values (?, ?, ?, '')", (name, change.now, _BEGUN)
    )


def _keep(change: Change, name: str, status: int, body: str) -> None:
    change.db.execute("delete from answered where at < ?", (change.now - KEPT_FOR,))
    change.db.execute(
        "insert or replace into answered values (?, ?, ?, ?)", (name, change.now, status, body)
    )


def _forget(change: Change, name: str) -> None:
    """Let a request that was refused be asked again."""
    change.db.execute("delete from answered where request=?", (name,))
