"""Text of several lines in a frame."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import FieldFrame
from cytodesk.ui.parts.layouts import row


class LongText(FieldFrame):
    """Several lines; Tab goes on to the next field, the wheel stays here only with the focus."""

    changed = Signal()

    def __init__(
        self,
        look: Look,
        placeholder: str = "",
        *,
        lines: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self.edit = QPlainTextEdit()
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setTabChangesFocus(True)
        self.edit.viewport().setAutoFillBackground(False)
        self.edit.document().setDocumentMargin(2)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._height = lines * self.edit.fontMetrics().lineSpacing() + 16
        self.setLayout(row(self.edit, spacing=0, margins=(8, 6, 3, 6), align=None))
        self.setFixedHeight(self._height)
        self._watch(self.edit)
        self._is_silent = False
        self.edit.textChanged.connect(self._tell)

    def value(self) -> str:
        return self.edit.toPlainText()

    def set_value(self, value: str) -> None:
        self._is_silent = True
        self.edit.setPlainText(value)
        self._is_silent = False

    def _tell(self) -> None:
        if not self._is_silent:
            self.changed.emit()

    # Qt calls these

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return QSize(240, self._height)
