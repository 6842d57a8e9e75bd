"""What a parameter is for, whole; and, for authors, what its descriptor says word for word."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cytodesk.algorithms.descriptors.excerpts import lines_about
from cytodesk.algorithms.parameters import Parameter
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.long_texts import fit_lines, read_only
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.texts import Text

_WIDTH = 400
_MOST_LINES = 16


class Help(Popup):
    """Opens below a field; its link shows the lines of the descriptor."""

    def __init__(self, look: Look, parameter: Parameter, text: str, parent: QWidget) -> None:
        """`text` is the descriptor, "" where a server keeps none."""
        super().__init__(look, parent)
        words = look.words
        said = parameter.description or words("Its author wrote nothing about it.")
        description = Text(look, said, wraps=True).be_selectable()
        about = words("{id}, {type}", id=parameter.id, type=parameter.type.value)
        self._first, self._lines = lines_about(text, parameter.id)
        self.more = Button(look, words("From the descriptor"), kind="link")
        self.more.setVisible(bool(self._lines))
        self.more.clicked.connect(self._show_lines)
        self.source = read_only(self._lines, words("From the descriptor"))
        fit_lines(self.source, _MOST_LINES)
        self.source.hide()
        self._where = Text(look, "", "caption")
        self._where.hide()
        foot = row(Text(look, about, "caption"), None, self.more)
        edge = SHADOW + 12
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.addLayout(column(description, foot, self._where, self.source, spacing=6))
        self.closed.connect(self.deleteLater)

    def open_for(self, field: QWidget) -> None:
        self.open_below(field, width=_WIDTH)
        (self.more if self.more.isVisible() else self).setFocus(Qt.FocusReason.PopupFocusReason)

    def _show_lines(self) -> None:
        self.more.hide()
        self._where.setText(self._look.words("From line {line} on", line=self._first))
        self._where.show()
        self.source.show()
        self.source.setFocus(Qt.FocusReason.PopupFocusReason)
