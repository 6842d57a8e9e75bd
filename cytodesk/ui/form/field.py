"""One parameter in the form: its label, its editor, what it is for, what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
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
from cytodesk.ui.form.tabbing import chain, stops_in
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.texts import IconText, Text

_LONG = 150
_LONG_IN_HALF = 72
"""Letters from which a description is shown in part, and whole on demand."""
_HEAD = 20
_LABEL, _CAPTION = 60, 76
"""Letters that surely fit into one line of a wide field."""


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
        self._problem: ProblemText | None = None
        self._note: Text | None = None
        self._reason: Reason | None = None
        self._reset: IconButton | None = None
        label = label_of(parameter)
        self._label = Text(look, label, "label", wraps=len(label) > self._letters(_LABEL))
        self._label.setToolTip(parameter.id)
        self._help = self._help_text()
        self._head = row(self._label, spacing=2)
        self._below = column(*filter(None, (self._help,)), spacing=4)
        self._lay_out()
        self.editor.answered.connect(self.answered)
        self.editor.left.connect(self.left)
        self.editor.noted.connect(self._tell_note)
        self.editor.explained.connect(self._explain)

    def show_answer(self, answer: object, *, is_changed: bool) -> None:
        self.editor.show_answer(answer)
        if is_changed and self._reset is None and self._can_reset():
            self._reset = self._reset_button()
        if self._reset is not None:
            self._reset.setVisible(is_changed)

    def show_problem(self, sentence: str) -> None:
        self.editor.set_problem(sentence)
        if sentence and self._problem is None:
            self._problem = ProblemText(self._look)
            self._below.addWidget(self._problem)
        if self._problem is not None:
            self._problem.say(sentence)
        if self._help is not None:
            self._help.setVisible(not sentence)

    def problem(self) -> str:
        """Return the sentence that stands below, "" for none."""
        return self._problem.text() if self._problem is not None else ""

    def note(self) -> str:
        """Return the words beside the label."""
        return self._note.text() if self._note is not None else ""

    def reason(self) -> str:
        """Return why there is no list to choose from, "" where there is one."""
        return self._reason.text() if self._reason is not None else ""

    def focus(self) -> None:
        self.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
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
        self._label.setMinimumHeight(_HEAD)
        self.setLayout(column(self._head, self.editor, self._below, spacing=6))

    def _letters(self, whole: int) -> int:
        """Return how many letters surely fit into a line, of the `whole` in a wide field."""
        return whole * 45 // 100 if is_short(self.parameter) else whole

    def _help_text(self) -> Text | None:
        """Return the caption; only a long one wraps, for that makes the layout of all slow."""
        caption = self._caption()
        wraps = len(caption) > self._letters(_CAPTION)
        return Text(self._look, caption, "caption", wraps=wraps) if caption else None

    def _tell_note(self, note: str) -> None:
        if note and self._note is None:
            self._note = Text(self._look, "", "caption")
            self._head.insertWidget(self._head.count() - (self._reset is not None), self._note)
        if self._note is not None:
            self._note.setText(note)

    def _caption(self) -> str:
        """Return what stands below: bounds of a number, what another parameter is for."""
        if self.parameter.type is ParameterType.NUMBER:
            return bounds_of(self._look.words, self.parameter)
        most = _LONG_IN_HALF if is_short(self.parameter) else _LONG
        return _shortened(self.parameter.description, most)

    def _whole_description(self) -> str:
        """Return the description where it does not stand below the field."""
        described = self.parameter.description
        return "" if described == self._caption() else described

    def _help_button(self, whole: str) -> IconButton:
        button = IconButton(self._look, "info", self._look.words("What it is for"), size=20)
        button.setToolTip(whole)
        button.setAccessibleDescription(whole)
        below = QPoint(0, button.height())
        button.clicked.connect(lambda: QToolTip.showText(button.mapToGlobal(below), whole, button))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(button.click)
        return button

    def _can_reset(self) -> bool:
        """Whether one button does what the keys do not: what has no default is simply emptied."""
        is_list = self.parameter.type is ParameterType.LIST_DOMAIN
        return self.parameter.default is not None or is_list

    def _reset_button(self) -> IconButton:
        said = self._look.words("Reset to default")
        if self.parameter.default is None:
            said = self._look.words("Empty this field")
        button = IconButton(self._look, "arrow-counter-clockwise", said, size=20)
        button.clicked.connect(self.reset_wanted)
        self._head.addWidget(button)
        stops = stops_in(self.editor)
        chain(stops[-1] if stops else self.editor, [button])
        return button

    def _explain(self, sentence: str) -> None:
        if sentence and self._reason is None:
            self._reason = Reason(self._look)
            self._reason.retry.clicked.connect(self.editor.retry)
            self._below.addWidget(self._reason)
        if self._reason is not None:
            self._reason.say(sentence, can_retry=self.editor.can_retry())


class ProblemText(QWidget):
    """'! Must be 0 or more', in as many lines as it takes."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        sign = IconText(look, "warning-circle", "bad", "")
        sign.setFixedSize(18, 18)
        self._text = Text(look, "", "bad", wraps=True)
        self.setLayout(row(sign, self._text, spacing=4, align=Qt.AlignmentFlag.AlignTop))

    def say(self, sentence: str) -> None:
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def text(self) -> str:
        return self._text.text()


class Reason(QWidget):
    """Why there is no list, with Retry where a server may answer later."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._text = Text(look, "", "warn", wraps=True)
        self.retry = Button(look, look.words("Retry"), kind="link")
        self.setLayout(column(self._text, self.retry, spacing=0))

    def say(self, sentence: str, *, can_retry: bool) -> None:
        self._text.setText(sentence)
        self.retry.setVisible(can_retry)
        self.setVisible(bool(sentence))

    def text(self) -> str:
        return self._text.text()


def _shortened(description: str, most: int) -> str:
    """Return a description, or as many of its sentences and words as are not too long."""
    if len(description) <= most:
        return description
    end = description.rfind(". ", 0, most)
    if end > 0:
        return description[: end + 1]
    return description[:most].rpartition(" ")[0].rstrip(",;:(") + " …"
