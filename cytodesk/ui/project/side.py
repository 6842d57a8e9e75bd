"""Side: beside the images, the project's terms and who drew annotations, both counted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from cytodesk.client.counting import count_by_author, count_by_term
from cytodesk.errors import CytoDeskError
from cytodesk.ui.here import Here
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.project.counts import Counts, author_columns, term_columns
from cytodesk.ui.project.new_term import NewTermDialog
from cytodesk.ui.tasks import Tasks

_WIDTH = 412


class Side(QScrollArea):
    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look, words = here.look, here.look.words
        self._here, self._words = here, words
        self._tasks = Tasks(owner=self, report=here.notices.show)
        self._number_of_terms = 0
        add = IconButton(look, "plus", words("Add a term..."), size=24)
        add.setVisible(here.project.ontology is not None)
        add.clicked.connect(self.ask_for_term)
        self.terms = Counts(look, words("Terms"), term_columns(words), add)
        self.authors = Counts(look, words("Annotations by author"), author_columns(words))
        content = QWidget()
        content.setObjectName("scrolled")
        content.setLayout(column(self.terms, self.authors, None, spacing=16))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self.setFixedWidth(_WIDTH)

    def refresh(self) -> None:
        for states in (self.terms.states, self.authors.states):
            states.loading()
        self._tasks.start(self._load_terms(), replacing="terms")
        self._tasks.start(self._load_authors(), replacing="authors")

    def ask_for_term(self) -> None:
        """Ask for one more term of this project."""
        dialog = NewTermDialog(self._here, self._number_of_terms, self)
        dialog.added.connect(self.refresh)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _load_terms(self) -> None:
        try:
            counts = await self._here.remote.ask(count_by_term, self._here.project)
        except CytoDeskError as trouble:
            self.terms.states.failed(trouble.said(self._words), self.refresh)
            return
        self._number_of_terms = sum(each.term is not None for each in counts)
        if counts:
            self.terms.put(counts)
        else:
            add = ("plus", self._words("Add a term..."), self.ask_for_term)
            self.terms.states.empty(self._words("This project has no terms."), action=add)

    async def _load_authors(self) -> None:
        try:
            counts = await self._here.remote.ask(count_by_author, self._here.project)
        except CytoDeskError as trouble:
            self.authors.states.failed(trouble.said(self._words), self.refresh)
            return
        if counts:
            self.authors.put(counts)
        else:
            self.authors.states.empty(self._words("Nobody has drawn anything yet."))
