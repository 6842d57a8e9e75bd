"""Questions that are awaited: no nested loop, closed where the asking task ends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.painting import hairline
from cytodesk.ui.parts.texts import Text


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question; the primary one is given by Enter."""

    key: str
    text: str
    kind: str = "plain"


class Dialog(QDialog):
    """A title, a `body`, and buttons at the right of its foot; Esc closes it.

    It is as high as what it says; where a part of the body stretches, at least so high.
    """

    def __init__(self, look: Look, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setWindowTitle(title)
        self.setModal(True)
        self.body: QVBoxLayout = column(
            Text(look, title, "dialog-title", wraps=True), spacing=12, margins=(24, 20, 24, 20)
        )
        self.foot = row(None, spacing=8, margins=(24, 12, 24, 12))
        self._whole = column(self.body, self.foot, spacing=0)
        self._whole.setStretch(0, 1)
        self._whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(self._whole)
        self.setMinimumWidth(420)

    def add_button(self, button: Button) -> Button:
        """Put `button` at the right of the foot; a primary one is also pressed by Enter."""
        self.foot.addWidget(button)
        button.setDefault(button.property("kind") == "primary")
        return button

    def _fit(self) -> None:
        """Have room for every line, also for those that came after it was shown."""
        whole = self._whole
        whole.activate()
        width = max(self.width(), whole.totalMinimumSize().width())
        height = max(whole.totalHeightForWidth(width), whole.minimumHeightForWidth(width))
        if any(self.body.stretch(place) for place in range(self.body.count())):
            height = max(height, self.height())
        self.resize(width, height)
        below = self.frameGeometry().bottom() - self.screen().availableGeometry().bottom()
        if below > 0:
            self.move(self.x(), max(0, self.y() - below))

    # Qt calls these

    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
        return is_done

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()  # before Qt looks for the middle of the window
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("raised"))
        hairline(painter, theme.color("line"), 0, self.width(), self.foot.geometry().top())


async def result_of(dialog: QDialog) -> int:
    """Show `dialog` without blocking; it closes if the asking task is cancelled."""
    closed = asyncio.Event()
    dialog.finished.connect(lambda _: closed.set())
    dialog.open()
    try:
        await closed.wait()
        return dialog.result()
    finally:
        if isValid(dialog):  # it goes with the page that asked
            dialog.close()
            dialog.deleteLater()


async def ask(
    look: Look, parent: QWidget, title: str, text: str, answers: Sequence[Answer]
) -> str | None:
    """Ask a question; return the key of the answer, or None where it was only closed."""
    dialog = question(look, parent, title, text, answers)
    place = await result_of(dialog)
    return answers[place - 1].key if place else None


def question(
    look: Look, parent: QWidget, title: str, text: str, answers: Sequence[Answer]
) -> Dialog:
    """Return the dialog of `ask`; its result is 1 for the first answer, 0 where it was closed."""
    dialog = Dialog(look, title, parent)
    dialog.body.addWidget(Text(look, text, "", wraps=True).be_selectable())
    for place, answer in enumerate(answers, start=1):
        button = dialog.add_button(Button(look, answer.text, kind=answer.kind))
        button.clicked.connect(lambda _=False, result=place: dialog.done(result))
        if answer.kind == "primary":
            button.setFocus()
    return dialog
