"""One way to begin, as a card: what it is, what it gives, and its button."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.marks import Mark
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.progressing import Progressing


class WayCard(Card):
    """`wanted` when its button is pressed; `begin` and `end` show work in the button's place."""

    wanted = Signal()

    def __init__(
        self,
        look: Look,
        icon: str,
        title: str,
        about: str,
        act: str,
        *,
        kind: str = "plain",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, padding=17, spacing=0, parent=parent)
        self.button = Button(look, act, kind=kind)
        self.button.clicked.connect(self.wanted)
        self.progress = Progressing(look)
        text = Text(look, about, "soft", wraps=True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        text.setMinimumHeight(34)
        self.add(row(Mark(look, icon, 20), Text(look, title, "title"), None, spacing=10))
        self.body.addSpacing(8)
        self.add(text)
        self.body.addStretch(1)
        self.body.addSpacing(16)
        self.add(row(self.button, None), self.progress)
        self.setMinimumHeight(150)

    def begin(self, doing: str) -> None:
        self.progress.begin(doing)
        _hand_on_focus(self.button, self.progress.stop_button)
        self.button.hide()

    def end(self) -> None:
        self.button.show()
        _hand_on_focus(self.progress.stop_button, self.button)
        self.progress.end()

    # Qt calls these

    def sizeHint(self) -> QSize:
        return QSize(269, super().sizeHint().height())


def _hand_on_focus(giver: QWidget, taker: QWidget) -> None:
    """Let the focus stay where one acts, ringed if it was; Qt would give it to the next card."""
    if giver.hasFocus():
        reason = Qt.FocusReason
        is_ringed = bool(giver.property("ringed"))
        taker.setFocus(reason.TabFocusReason if is_ringed else reason.MouseFocusReason)
