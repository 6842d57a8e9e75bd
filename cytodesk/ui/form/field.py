"""One parameter in the form: its label, its editor, what it is for, what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QToolTip, QWidget

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.ui.form.editors.date import DateEditor
from cytodesk.ui.form.editors.domain import DomainEditor
from cytodesk.ui.form.editors.editor import Editor
from cytodesk.ui.form.editors.number import NumberEditor
from cytodesk.ui.form.editors.one import PickEditor
from cytodesk.ui.form.editors.text import TextEditor
from cytodesk.ui.form.editors.truth import TruthEditor
from cytodesk.ui.form.groups import bounds_of, is_short, label_of
from cytodesk.ui.form.offers import Offers
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.problems import ProblemLine
from cytodesk.ui.parts.texts import Text

_LONG = 150
_LONG_IN_HALF = 72
"""Letters from which a description is shown in part, and whole on demand."""
_HEAD = 28


@dataclass(frozen=True, slots=True)
class Supply:
    """Where fields get what can be chosen."""

    offers: Offers
    thumbs: Thumbs


_EDITORS: dict[ParameterType, Callable[[Look, Parameter], Editor]] = {
    ParameterType.STRING: TextEditor,
    ParameterType.LIST: TextEditor,
    ParameterType.NUMBER: NumberEditor,
    ParameterType.BOOLEAN: TruthEditor,
    ParameterType.DATE: DateEditor,
}


def editor_for(look: Look, parameter: Parameter, supply: Supply) -> Editor:
    if parameter.type in (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN):
        return DomainEditor(look, parameter, supply.offers.source(parameter), supply.thumbs)
    if parameter.choices:
        return PickEditor(look, parameter)
    return _EDITORS[parameter.type](look, parameter)


class Field(QWidget):
    """What it shows comes in by `show`; what the user enters goes out by `answered`."""

    answered = Signal(object)
    left = Signal()
    reset_wanted = Signal()

    def __init__(self, look: Look, parameter: Parameter, supply: Supply) -> None:
        super().__init__()
        self._look = look
        self.parameter = parameter
        self.editor = editor_for(look, parameter, supply)
        self.editor.setAccessibleName(parameter.name)
        self._problem: ProblemLine | None = None
        self._reset: IconButton | None = None
        self._label = Text(look, label_of(parameter), "label", wraps=True)
        self._note = Text(look, "", "caption")
        self._help = Text(look, self._caption(), "caption", wraps=True)
        if not self._help.text():
            self._help.hide()
        self._reason = Text(look, "", "warn", wraps=True)
        self._reason.hide()
        self._head = row(self._label, spacing=2)
        self._lay_out()
        self.editor.answered.connect(self.answered)
        self.editor.left.connect(self.left)
        self.editor.noted.connect(self._note.setText)
        self.editor.explained.connect(self._explain)

    def show_answer(self, answer: object, *, is_changed: bool) -> None:
        self.editor.show_answer(answer)
        if is_changed and self._reset is None:
            self._reset = self._reset_button()
        if self._reset is not None:
            self._reset.setVisible(is_changed)

    def show_problem(self, sentence: str) -> None:
        self.editor.set_problem(sentence)
        if sentence and self._problem is None:
            self._problem = ProblemLine(self._look)
            self._below.addWidget(self._problem)
        if self._problem is not None:
            self._problem.say(sentence)
        self._help.setVisible(bool(self._help.text()) and not sentence)

    def focus(self) -> None:
        self.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        self._below = column(self._help, self._reason, spacing=4)
        if isinstance(self.editor, TruthEditor):
            words = column(self._label, self._below, spacing=2)
            self._head = row(spacing=2)
            side = row(self._head, self.editor, spacing=8, align=Qt.AlignmentFlag.AlignTop)
            line = row(words, side, spacing=16, align=None)
            line.setStretch(0, 1)
            self.setLayout(line)
            return
        if whole := self._whole_description():
            self._head.addWidget(self._help_button(whole))
        self._head.addStretch(1)
        self._head.addWidget(self._note)
        self._head.setStretch(0, 0)
        self._label.setMinimumHeight(_HEAD - 8)
        self.setLayout(column(self._head, self.editor, self._below, spacing=6))

    def _caption(self) -> str:
        """Return what stands below: bounds of a number, what another parameter is for."""
        if self.parameter.type is ParameterType.NUMBER:
            return bounds_of(self._look.words, self.parameter)
        most = _LONG_IN_HALF if is_short(self.parameter) else _LONG
        return _shortened(self.parameter.description, most)

    def _whole_description(self) -> str:
        """Return the description where it does not stand below the field."""
        described = self.parameter.description
        return "" if described == self._help.text() else described

    def _help_button(self, whole: str) -> IconButton:
        button = IconButton(self._look, "info", self._look.words("What it is for"), size=20)
        button.setToolTip(whole)
        button.setAccessibleDescription(whole)
        below = QPoint(0, button.height())
        button.clicked.connect(lambda: QToolTip.showText(button.mapToGlobal(below), whole, button))
        return button

    def _reset_button(self) -> IconButton:
        said = self._look.words("Reset to default")
        if self.parameter.default is None:
            said = self._look.words("Empty this field")
        button = IconButton(self._look, "arrow-counter-clockwise", said, size=20)
        button.clicked.connect(self.reset_wanted)
        self._head.addWidget(button)
        return button

    def _explain(self, sentence: str) -> None:
        self._reason.setText(sentence)
        self._reason.setVisible(bool(sentence))


def _shortened(description: str, most: int) -> str:
    """Return a description, or as many of its sentences and words as are not too long."""
    if len(description) <= most:
        return description
    end = description.rfind(". ", 0, most)
    if end > 0:
        return description[: end + 1]
    return description[:most].rpartition(" ")[0].rstrip(",;:(") + " …"
