"""ChosenBar: what can be done with the images that are chosen, and where the file of one is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.slide_files import SlideFile, file_of, found_at
from cytodesk.errors import CytoDeskError
from cytodesk.ui.choosing import folder_chosen
from cytodesk.ui.here import Here
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.texts import Elided, Text
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.images import ImageInstance


class ChosenBar(QWidget):
    """Hidden while nothing is chosen."""

    analysis_wanted = Signal()
    removal_wanted = Signal()
    none_wanted = Signal()
    file_found = Signal()

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look, words = here.look, here.look.words
        self._here, self._words = here, words
        self._tasks = Tasks(owner=self, report=here.notices.show)
        self._image: ImageInstance | None = None
        self._text = Text(look, "", "label")
        analyse = Button(look, words("Analyse them"), "flask", kind="quiet")
        remove = Button(look, words("Remove..."), "trash", kind="quiet")
        none = Button(look, words("Choose none"), "x", kind="quiet")
        remove.setVisible(here.remote.is_station)
        analyse.clicked.connect(self.analysis_wanted)
        remove.clicked.connect(self.removal_wanted)
        none.clicked.connect(self.none_wanted)
        self.file = Elided(look, "", "soft")
        self.find_it = Button(look, words("Find it..."), "magnifying-glass", kind="link")
        self.find_it.clicked.connect(self._ask_where)
        above = row(self._text, 8, analyse, remove, none, None, spacing=4)
        below = row(self.file, self.find_it, None, spacing=12)
        self.setLayout(column(above, below, spacing=4))
        self.put(())

    def put(self, images: Sequence[ImageInstance]) -> None:
        number = len(images)
        self.setVisible(bool(images))
        self._text.setText(
            self._words.plural("{number} image chosen", "{number} images chosen", number)
        )
        self._image = images[0] if number == 1 and self._here.remote.is_station else None
        self._say("")
        self._tasks.cancel("file")
        if self._image is not None:
            self._tasks.start(self._look_for(self._image), replacing="file")

    def _say(self, sentence: str, *, is_gone: bool = False) -> None:
        self.file.set_text(sentence)
        self.file.setVisible(bool(sentence))
        self.find_it.setVisible(is_gone)

    async def _look_for(self, image: ImageInstance) -> None:
        try:
            self._show(await self._here.remote.ask(file_of, image))
        except CytoDeskError as trouble:
            self._say(trouble.said(self._words))

    def _show(self, file: SlideFile) -> None:
        words = self._words
        if not file.is_there:
            self._say(words("Its file is gone from {path}.", path=file.path), is_gone=True)
        elif file.trouble:
            self._say(file.trouble)
        elif file.pyramid is not None and file.pyramid < 1:
            share = round(100 * file.pyramid)
            self._say(words("It becomes quicker to look at: {percent} % are ready.", percent=share))
        else:
            self._say(str(file.path))

    def _ask_where(self) -> None:
        if self._image is not None:
            self._tasks.start(self._find(self._image), replacing="file")

    async def _find(self, image: ImageInstance) -> None:
        """Let the user name the folder that it went to; it is known there by its content."""
        title = self._words("Where did {image} go?", image=image.name)
        for folder in await folder_chosen(self, title):
            self._show(await self._here.remote.ask(found_at, image, folder))
            self.file_found.emit()
