"""The pages of a long list: fetched when their rows come in sight."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from cytodesk.ui.form.choice_model import ChoiceModel
from cytodesk.ui.form.offers import Source
from cytodesk.ui.tasks import Tasks

_SETTLES = 15
"""Milliseconds after rows were looked at until their page is asked for: one may still scroll."""
_AHEAD = 60
"""Rows before and behind those in sight that are fetched with them."""


class Paging(QObject):
    """`searched` tells what is searched for now, `in_sight` the first and last row one sees."""

    def __init__(
        self,
        source: Source,
        model: ChoiceModel,
        tasks: Tasks,
        searched: Callable[[], str],
        in_sight: Callable[[], tuple[int, int] | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._source, self._model, self._tasks = source, model, tasks
        self._searched, self._in_sight = searched, in_sight
        self._settling = QTimer(self, singleShot=True, interval=_SETTLES)
        self._settling.timeout.connect(self._fetch_seen)
        model.pages_wanted.connect(self._want)

    async def fetch(self, first: int, last: int) -> None:
        """Fetch the pages between these rows that are missing."""
        for page in self._model.missing(first, last):
            await self._fetch_page(self._searched(), page)

    def _want(self) -> None:
        if not self._settling.isActive():
            self._settling.start()

    def _fetch_seen(self) -> None:
        """Ask for the pages of what is in sight now, not for all that was passed on the way."""
        if (seen := self._in_sight()) is None:
            return
        for page in self._model.missing(seen[0] - _AHEAD, seen[1] + _AHEAD):
            name = f"page {page}"
            if not self._tasks.is_running(name):
                self._tasks.start(self._fetch_page(self._searched(), page), replacing=name)

    async def _fetch_page(self, search: str, first: int) -> None:
        before = self._model.choice(first - 1) if first else None
        offer = await self._source.more(search, first, before.id if before else None)
        if search == self._searched():
            self._model.put_page(first, offer.choices, offer.total)
