"""NewTermDialog: one more class for a project, with its colour."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.projects import NewTerm, add_term
from cytodesk.errors import CytoDeskError
from cytodesk.ui.here import Here
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.tasks import Tasks
from cytodesk.ui.term_row import TermRow


class NewTermDialog(Dialog):
    """Adds the term itself; `added` tells when it is there."""

    added = Signal()

    def __init__(self, here: Here, number: int, parent: QWidget | None = None) -> None:
        look, words = here.look, here.look.words
        super().__init__(look, words("New term"), parent)
        self._here = here
        self._tasks = Tasks(owner=self, report=self._say)
        color = look.theme.run_color(number % 7).name().upper()
        self.term = TermRow(look, "", color, is_removable=False)
        self.problem = Text(look, "", "bad", wraps=True)
        self.problem.hide()
        shared = words("Every project with the same ontology gets it.")
        self.body.addWidget(self.term)
        self.body.addWidget(self.problem)
        self.body.addWidget(Text(look, shared, "caption", wraps=True))
        self.add_button(Button(look, words("Cancel"))).clicked.connect(self.reject)
        self._act = self.add_button(Button(look, words("Add"), kind="primary"))
        self._act.clicked.connect(self.make)
        self.term.name.entered.connect(self.make)
        self.term.name.setFocus()

    def make(self) -> None:
        name = self.term.value()
        if not name:
            self._show(self._here.look.words("Give the term a name."))
        elif not self._tasks.is_running("adding"):
            self._tasks.start(self._add(NewTerm(name, self.term.color)), replacing="adding")

    async def _add(self, term: NewTerm) -> None:
        self._act.setEnabled(False)
        try:
            await self._here.remote.ask(add_term, self._here.project, term)
        finally:
            self._act.setEnabled(True)
        self.added.emit()
        self.accept()

    def _say(self, trouble: CytoDeskError) -> None:
        self._show(trouble.said(self._here.look.words))

    def _show(self, sentence: str) -> None:
        self.term.say(sentence)
        self.problem.setText(sentence)
        self.problem.show()
        self.term.name.setFocus()
