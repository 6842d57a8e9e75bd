"""What an analysis left, looked into and saved where the user says."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cytodesk.client.annotations import download_file, local_name
from cytodesk.settings import write_atomically
from cytodesk.ui.choosing import file_to_write
from cytodesk.ui.here import Here
from cytodesk.ui.parts.dialogs import result_of
from cytodesk.ui.runs.preview import look_into, preview
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.runs import RunFile

_SAVE = 2
"""What a preview ends with where its file is to be saved."""


class Saving:
    def __init__(self, here: Here, page: QWidget, tasks: Tasks) -> None:
        self._here, self._page, self._tasks = here, page, tasks

    def preview(self, file: RunFile) -> None:
        self._tasks.start(self._preview(file), replacing="preview")

    def save(self, file: RunFile) -> None:
        self._tasks.start(self._save(file), replacing="save")

    def save_text(self, name: str, text: str) -> None:
        self._tasks.start(self._save_text(name, text), replacing="save")

    async def _preview(self, file: RunFile) -> None:
        seen = await self._here.remote.ask(look_into, file)
        if await result_of(preview(self._here.look, self._page, file, seen)) == _SAVE:
            self.save(file)

    async def _save(self, file: RunFile) -> None:
        if target := await self._target(local_name(file)):
            kept = await self._here.remote.ask(download_file, file, target.parent)
            if kept != target:
                await asyncio.to_thread(kept.replace, target)
            self._tell(target)

    async def _save_text(self, name: str, text: str) -> None:
        if target := await self._target(name.replace("#", "")):
            await asyncio.to_thread(write_atomically, target, text.encode())
            self._tell(target)

    async def _target(self, name: str) -> Path | None:
        return await file_to_write(self._page, self._here.look.words("Save as"), name)

    def _tell(self, target: Path) -> None:
        self._here.notices.show(self._here.look.words("{path} is saved.", path=target.name))
