"""NewProjectDialog: a name, and the classes in which its annotations are sorted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.projects import NewTerm, new_project
from cytodesk.errors import BadInput, CytoDeskError
from cytodesk.ui.asked import Asked
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.parts.fields import TextField
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.tabbing import chain
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.remote import Remote
from cytodesk.ui.tasks import Tasks
from cytodesk.ui.term_row import TermRow

_MOST = 20


class NewProjectDialog(Dialog):
    """Makes the project itself; `made` carries it."""

    made = Signal(object)

    def __init__(self, look: Look, remote: Remote, parent: QWidget | None = None) -> None:
        words = look.words
        super().__init__(look, words("New project"), parent)
        self.setMinimumWidth(500)
        self._remote = remote
        self._tasks = Tasks(owner=self, report=self._say)
        self._rows: list[TermRow] = []
        self.name = Asked(look, words("Name"), TextField(look, words("Breast Ki-67")))
        self.name.field.changed.connect(lambda: self.name.say(None))
        self.name.field.entered.connect(self.make)
        help_ = words(
            "Kinds of things that are outlined, such as nuclei or tumour. Add more later."
        )
        self._terms = column(spacing=8)
        self._more = Button(look, words("Add a class"), "plus", "quiet")
        self._more.clicked.connect(lambda: self.add_term().name.setFocus())
        self.body.addWidget(self.name)
        self.body.addLayout(
            column(
                Text(look, words("Classes"), "label"),
                Text(look, help_, "caption", wraps=True),
                self._terms,
                row(self._more, None),
                spacing=6,
            ),
        )
        self._cancel = self.add_button(Button(look, words("Cancel")))
        self._cancel.clicked.connect(self.reject)
        self._act = self.add_button(Button(look, words("Make the project"), kind="primary"))
        self._act.clicked.connect(self.make)
        self.add_term()
        self.name.field.setFocus()

    def add_term(self, name: str = "") -> TermRow:
        """Add an empty class in the next colour."""
        color = self._look.theme.run_color(len(self._rows) % 7).name().upper()
        term = TermRow(self._look, name, color)
        term.removed.connect(lambda: self._remove(term))
        self._rows.append(term)
        self._terms.addWidget(term)
        self._more.setVisible(len(self._rows) < _MOST)
        chain(term.remove, [self._more, self._cancel, self._act])
        return term

    def make(self) -> None:
        """Make the project as it stands here; what is wrong is said beside its field."""
        if not self.name.field.value().strip():
            self.name.say(self._look.words("Give the project a name."))
            self.name.field.setFocus()
        elif self._are_names_different() and not self._tasks.is_running("making"):
            self._tasks.start(self._make(), replacing="making")

    async def _make(self) -> None:
        terms = [NewTerm(row.value(), row.color) for row in self._rows if row.value()]
        self._act.setEnabled(False)
        try:
            project = await self._remote.ask(new_project, self.name.field.value(), terms)
        finally:
            self._act.setEnabled(True)
        self.made.emit(project)
        self.accept()

    def _are_names_different(self) -> bool:
        seen: set[str] = set()
        for term in self._rows:
            name = term.value()
            is_twice = bool(name) and name in seen
            term.say(self._look.words("This name is there already.") if is_twice else None)
            if is_twice:
                return False
            seen.add(name)
        return True

    def _say(self, trouble: CytoDeskError) -> None:
        self.name.say(trouble.said(self._look.words))
        if isinstance(trouble, BadInput):
            self.name.field.setFocus()

    def _remove(self, term: TermRow) -> None:
        self._rows.remove(term)
        term.hide()
        term.deleteLater()
        self._more.show()
