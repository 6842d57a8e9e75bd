"""A text: one line, or an area as soon as there are several."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.ui.form.editors.editor import Editor
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.fields import LineField
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.long_texts import LongText
from cytodesk.ui.parts.tabbing import chain, stops_in

_SECRET = re.compile(r"private_?key|password|passwd|secret|token|api_?key", re.IGNORECASE)
_LINES = 4
_MARK = "\ufffc"
"""Stands where one was typing, while a line becomes an area."""


def is_secret(parameter: Parameter) -> bool:
    """Whether what is entered should not be read over a shoulder, nor in a preview."""
    return parameter.type is ParameterType.STRING and bool(_SECRET.search(parameter.id))


class TextEditor(Editor):
    """Line ends that are pasted or come with a value turn the line into an area; so does a key."""

    def __init__(self, look: Look, parameter: Parameter) -> None:
        super().__init__(look, parameter)
        hint = ""
        if parameter.type is ParameterType.LIST:
            hint = look.words("values with commas between")
        self._line = LineField(look, placeholder=hint)
        self._line.setAccessibleName(parameter.name)
        self._area: LongText | None = None
        self._line.changed.connect(lambda: self.answered.emit(self._line.text()))
        if is_secret(parameter):
            self._line.edit.setEchoMode(QLineEdit.EchoMode.Password)
        elif parameter.type is ParameterType.STRING:
            larger = IconButton(look, "arrows-out-line-vertical", look.words("Several lines"))
            larger.setFixedSize(24, 24)
            larger.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            larger.clicked.connect(lambda: self._insert(""))
            self._line.add_trailing(larger)
        self._column = column(self._line, spacing=0)
        self.setLayout(self._column)
        self._watch(self._line.edit)

    def text(self) -> str:
        return self._line.text() if self._area is None else self._area.value()

    def show_answer(self, answer: object) -> None:
        shown = self.shown(answer)
        text = "" if shown is None else str(shown)
        if text == self.text():
            return
        if self._area is None and "\n" not in text:
            self._line.set_text(text)
        else:
            self._grow(text).set_value(text)

    def set_problem(self, sentence: str) -> None:
        (self._area or self._line).set_problem(sentence or None)

    def _grow(self, text: str) -> LongText:
        if self._area is None:
            self._area = LongText(self._look, lines=_LINES)
            self._area.setAccessibleName(self._parameter.name)
            self._area.set_value(text)
            self._area.changed.connect(self._tell)
            self._column.addWidget(self._area)
            chain(stops_in(self._line)[-1], stops_in(self._area))
            self._line.hide()
            self._area.show()  # a hidden one is given no keys
            self._watch(self._area.edit)
        return self._area

    def _tell(self) -> None:
        if self._area is not None:
            self.answered.emit(self._area.value())

    def _paste(self) -> bool:
        """Paste several lines as they are, where a line would make blanks of their ends."""
        pasted = QGuiApplication.clipboard().text()
        if (
            "\n" not in pasted.strip("\n")
            or self._line.edit.echoMode() != QLineEdit.EchoMode.Normal
        ):
            return False
        self._insert(pasted)
        return True

    def _insert(self, text: str) -> None:
        """Make the line an area, with `text` where one was typing; one goes on behind it."""
        self._line.edit.insert(_MARK)
        before, _, behind = self._line.text().partition(_MARK)
        area = self._grow(before + text + behind)
        cursor = area.edit.textCursor()
        cursor.setPosition(len((before + text).encode("utf-16-le")) // 2)
        area.edit.setTextCursor(cursor)
        area.setFocus()
        self.answered.emit(area.value())

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line.edit and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            if is_press and event.matches(QKeySequence.StandardKey.Paste) and self._paste():
                return True
            is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_press and is_return and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._insert("\n")
                return True
        return super().eventFilter(watched, event)
