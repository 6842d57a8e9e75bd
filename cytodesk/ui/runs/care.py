"""What the user does to one analysis: a star, a note, an end, its data deleted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cytodesk.client.launching import cancel
from cytodesk.client.run_care import note_of, set_favourite, set_note
from cytodesk.client.run_details import RunDetails
from cytodesk.errors import CytoDeskError
from cytodesk.ui.here import Here
from cytodesk.ui.runs.deleting import delete_after_asking
from cytodesk.ui.runs.heading import Heading
from cytodesk.ui.runs.note import ask_for_note
from cytodesk.ui.tasks import Tasks


class Care:
    """`changed` is called when the analysis has to be looked at again."""

    def __init__(
        self, here: Here, heading: Heading, tasks: Tasks, changed: Callable[[], None]
    ) -> None:
        self._here, self._heading, self._tasks = here, heading, tasks
        self._changed = changed
        self._note = ""

    def star(self, run_id: int) -> None:
        self._tasks.start(self._star(run_id, self._heading.star.isChecked()))

    def note(self, run_id: int, title: str, page: QWidget) -> None:
        self._tasks.start(self._write_note(run_id, title, page), replacing="note")

    def cancel(self, run_id: int) -> None:
        self._tasks.start(self._cancel(run_id))

    def delete(self, details: RunDetails, page: QWidget) -> None:
        self._tasks.start(self._delete(details, page), replacing="delete")

    async def read_note(self, run_id: int) -> None:
        self._show_note(await self._here.remote.ask(note_of, run_id))

    async def _star(self, run_id: int, is_favourite: bool) -> None:
        try:
            await self._here.remote.ask(set_favourite, run_id, is_favourite)
        except CytoDeskError as trouble:
            self._heading.set_star(not is_favourite)
            self._here.notices.show(trouble)

    async def _write_note(self, run_id: int, title: str, page: QWidget) -> None:
        look = self._here.look
        asked = look.words("Note on {run}", run=title)
        written = await ask_for_note(look, page, asked, self._note)
        if written is None:
            return
        try:
            await self._here.remote.ask(set_note, run_id, written)
        except CytoDeskError as trouble:
            self._here.notices.show(trouble)
            return
        self._show_note(written)

    async def _cancel(self, run_id: int) -> None:
        self._heading.cancel.setEnabled(False)
        try:
            await self._here.remote.ask(cancel, run_id)
            self._changed()
        except CytoDeskError as trouble:
            self._here.notices.show(trouble)
        finally:
            self._heading.cancel.setEnabled(True)

    async def _delete(self, details: RunDetails, page: QWidget) -> None:
        if await delete_after_asking(self._here, page, [details.row]):
            self._changed()

    def _show_note(self, note: str) -> None:
        self._note = note
        self._heading.set_note(note)
