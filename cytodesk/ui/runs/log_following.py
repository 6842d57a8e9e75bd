"""Reads a run's log while it grows, piece by piece, and tells its lines."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from cytodesk.client.connection import Connection
from cytodesk.client.run_care import LogPiece, log_piece
from cytodesk.errors import CytoDeskError, PlaceError
from cytodesk.ui.here import Here
from cytodesk.ui.parts.log_model import LogLine
from cytodesk.ui.runs.log_lines import LogReader
from cytodesk.ui.tasks import Tasks

_PAUSE = 0.6
_LONG_PAUSE = 3.0
_AT_ONCE = 1000
"""Lines that the window takes in one go."""
_LATE = 5
"""Times that a log is asked for which a server attaches some time after the end."""


class LogFollowing(QObject):
    """`more` tells new lines, `ended` that no more will come and whether there was a log."""

    more = Signal(list)
    ended = Signal(bool)

    def __init__(self, here: Here, run_id: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here, self._run_id = here, run_id
        self._reader = LogReader()
        self._offset = 0
        self._asked_late = 0
        self.is_over = False
        self.run_has_ended = False
        self._tasks = Tasks(self, self._report)

    def go_on(self) -> None:
        """Read on, unless that is being done; what was read before does not come again."""
        if not self.is_over and not self._tasks.is_running("log"):
            self._tasks.start(self._follow(), replacing="log")

    def pause(self) -> None:
        self._tasks.cancel("log")

    async def _follow(self) -> None:
        while not self.is_over:
            before = self._offset
            piece, lines = await self._here.remote.ask(self._read)
            self._offset = piece.offset
            for first in range(0, len(lines), _AT_ONCE):
                self.more.emit(lines[first : first + _AT_ONCE])
                await asyncio.sleep(0)
            if self._offset == before and self._is_end(piece):
                self._end(piece.is_there)
            elif self._offset == before:
                await asyncio.sleep(_PAUSE if piece.is_there else _LONG_PAUSE)

    def _read(self, connection: Connection) -> tuple[LogPiece, list[LogLine]]:
        """Ask for more, and take it apart in the thread that asked."""
        piece = log_piece(connection, self._run_id, self._offset)
        return piece, self._reader.read(piece.text)

    def _is_end(self, piece: LogPiece) -> bool:
        if piece.is_there:
            return piece.has_ended
        self._asked_late += self.run_has_ended
        return self._asked_late >= _LATE

    def _end(self, is_there: bool) -> None:
        self.is_over = True
        if last := self._reader.read("", is_end=True):
            self.more.emit(last)
        self.ended.emit(is_there)

    def _report(self, trouble: CytoDeskError) -> None:
        if not isinstance(trouble, PlaceError):  # one that is away is asked again by the page
            self._here.notices.show(trouble)
