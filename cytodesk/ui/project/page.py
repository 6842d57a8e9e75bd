"""ProjectPage: the images of a project, its terms, and who annotated."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.projects import images_of, project_with, remove_image
from cytodesk.errors import CytoDeskError
from cytodesk.ui.amounts import number_said
from cytodesk.ui.arrivals import SLIDES, DropTarget, sorted_out
from cytodesk.ui.choosing import files_chosen
from cytodesk.ui.drop_veil import DropVeil
from cytodesk.ui.here import Here
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.texts import Elided
from cytodesk.ui.progressing import Progressing
from cytodesk.ui.project.adding import add_images, tell
from cytodesk.ui.project.chosen_bar import ChosenBar
from cytodesk.ui.project.exporting import export
from cytodesk.ui.project.image_grid import ImageGrid
from cytodesk.ui.project.image_model import ImageModel
from cytodesk.ui.project.removing import may_remove
from cytodesk.ui.project.side import Side
from cytodesk.ui.project.thumbnails import Thumbnails
from cytodesk.ui.tasks import Tasks

_SETTLES = 800
"""Milliseconds after the last event until the counts are asked for again."""
_CHANGES = frozenset(
    {
        "image added",
        "image removed",
        "annotations drawn",
        "annotations removed",
        "annotations reviewed",
        "reviews taken back",
        "project imported",
        "run data deleted",
        "run moved",
    }
)


class ProjectPage(QWidget):
    """`thumbnails` is the folder in which pictures are kept for the next time."""

    new_analysis_wanted = Signal(object)
    """The ids of the images to begin with, a list; it may be empty."""
    files_wanted = Signal(list)
    """Paths that were dropped here and are no slides."""

    def __init__(
        self, here: Here, thumbnails: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        look, words = here.look, here.look.words
        self.setObjectName("page")
        self.title = words("Project")
        self._here, self._words = here, words
        self._tasks = Tasks(owner=self, report=here.notices.show)
        self._images = ImageModel(words, self)
        self._thumbnails = Thumbnails(here.remote, thumbnails, self)
        self._grid = ImageGrid(look, self._images, self._thumbnails)
        self._states = ListStates(look, self._grid)
        self._make_head()
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Ask again for everything that is shown; what is shown stays meanwhile."""
        self._states.loading()
        self._tasks.start(self._load_images(), replacing="images")
        self.side.refresh()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Add slides of this computer; what is no slide is handed on to the window."""
        self._tasks.start(self._add(list(paths)), replacing="adding")

    def choose_files(self) -> None:
        self._tasks.start(self._choose(), replacing="choosing")

    def export(self) -> None:
        """Save the project as one file."""
        if not self._progress.is_going_on:
            self._tasks.start(export(self._here, self, self._progress), replacing="exporting")

    # what is asked of the place

    async def _load_images(self) -> None:
        try:
            project = await self._here.remote.ask(project_with, self._here.project.id)
            images = await self._here.remote.ask(images_of, project)
        except CytoDeskError as trouble:
            sentence = self._words("The images of this project could not be read.")
            self._states.failed(sentence, self.refresh, help=trouble.said(self._words))
            return
        self._name.set_text(project.name)
        self._images.put(images)
        self._tell_about()
        self._show_images()

    async def _choose(self) -> None:
        slides = " ".join(f"*{suffix}" for suffix in SLIDES)
        some, all_ = self._words("Slides"), self._words("All files")
        names = f"{some} ({slides});;{all_} (*)"
        if paths := await files_chosen(self, self._words("Add images"), names):
            self.add_files(paths)

    async def _add(self, paths: list[Path]) -> None:
        arrived = await asyncio.to_thread(sorted_out, paths)
        if others := [*arrived.algorithms, *arrived.projects]:
            self.files_wanted.emit(others)
        if not arrived.images:
            return
        here = self._here
        self._progress.begin(self._words("Adding images"))
        try:
            added, refused = await add_images(
                here.remote, here.project, arrived.images, self._words, self._progress.report
            )
        finally:
            self._progress.end()
        tell(here.notices, self._words, added, refused)
        self.refresh()

    async def _remove(self) -> None:
        images = self._grid.images()
        if not await may_remove(self._here.look, self, images):
            return
        try:
            for image in images:
                await self._here.remote.ask(remove_image, image)
        finally:
            self.refresh()

    # what is shown

    def _tell_about(self) -> None:
        words, total = self._words, self._images.total
        images = words.plural("{amount} image", "{amount} images", total, amount=number_said(total))
        place = self._here.remote.connection.url.partition("://")[2]
        where = words("This computer") if self._here.remote.is_station else place
        self._about.set_text(f"{where}  ·  {images}")

    def _show_images(self) -> None:
        """Show the grid, or why there is nothing in it."""
        words = self._words
        if self._images.rowCount():
            self._states.full()
        elif self._images.total:
            again = ("x", words("Show all"), self._search.clear)
            self._states.empty(words("No image has this name."), action=again)
        elif self._here.remote.is_station:
            add = ("plus", words("Add images..."), self.choose_files)
            self._states.empty(
                words("No images yet"), words("Drop slides here, or choose them."), add
            )
        else:
            help_ = words("Upload images with Cytomine's own page, then reload.")
            again = ("arrow-clockwise", words("Reload"), self.refresh)
            self._states.empty(words("No images yet"), help_, again)

    def _search_for(self, words: str) -> None:
        self._images.search(words)
        self._show_images()

    def _hear(self, event: dict[str, object]) -> None:
        if event.get("kind") in _CHANGES and self.isVisible():
            self._later.start()

    def _want_analysis(self) -> None:
        self.new_analysis_wanted.emit([image.id for image in self._grid.images()])

    # how it is made

    def _make_head(self) -> None:
        look, words = self._here.look, self._words
        self._name = Elided(look, self._here.project.name, "page-title")
        self._about = Elided(look, "", "soft", middle=False)
        self._search = SearchField(look, words("Search images"))
        self._search.setFixedWidth(260)
        self._add_button = Button(look, words("Add images..."), "plus")
        self._add_button.setVisible(self._here.remote.is_station)
        self._export = IconButton(look, "export", words("Save the project as a file..."))
        self._export.setVisible(self._here.remote.is_station)
        self._new = Button(look, words("New analysis"), "flask", kind="primary")
        self.side = Side(self._here)
        self._progress = Progressing(look)
        self.chosen = ChosenBar(self._here)

    def _lay_out(self) -> None:
        names = column(self._name, self._about, spacing=4)
        head = row(names, self._search, self._export, self._add_button, self._new, spacing=8)
        head.setStretch(0, 1)
        above = column(self._progress, self.chosen, spacing=8, margins=(0, 0, 28, 0))
        left = column(above, self._states, spacing=8)
        left.setStretch(1, 1)
        body = row(left, self.side, spacing=4, align=None)  # the grid ends in a gap of its own
        body.setStretch(0, 1)
        whole = column(head, body, spacing=16, margins=(24, 20, 24, 0))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self._search.searched.connect(self._search_for)
        self._add_button.clicked.connect(self.choose_files)
        self._export.clicked.connect(self.export)
        self._new.clicked.connect(self._want_analysis)
        self.chosen.analysis_wanted.connect(self._want_analysis)
        self.chosen.none_wanted.connect(self._grid.clearSelection)
        self.chosen.removal_wanted.connect(self._want_removal)
        self.chosen.file_found.connect(self._thumbnails.look_again)
        self._grid.chosen.connect(lambda: self.chosen.put(self._grid.images()))
        self._grid.wanted.connect(self._want_analysis)
        self._grid.removal_wanted.connect(self._want_removal)
        target = DropTarget(self)
        target.dropped.connect(self.add_files)
        DropVeil(self._here.look, self, target, self._words("Drop to add to this project"))
        self._later = QTimer(self, singleShot=True, interval=_SETTLES)
        self._later.timeout.connect(self.refresh)
        self._here.remote.news.happened.connect(self._hear)

    def _want_removal(self) -> None:
        if self._here.remote.is_station:
            self._tasks.start(self._remove(), replacing="removing")
