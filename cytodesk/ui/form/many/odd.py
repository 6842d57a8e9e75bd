"""What looks odd, before a batch is started: read, perhaps skipped, and off or not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLayout, QWidget

from cytodesk.client.oddities import Oddity, skippable
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog, result_of
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.switches import Tick
from cytodesk.ui.parts.texts import Text

_WIDTH = 560


class OddDialog(Dialog):
    """Enter launches; what was done before is skipped unless one unticks it."""

    def __init__(
        self, look: Look, found: Sequence[Oddity], total: int, parent: QWidget | None = None
    ) -> None:
        words = look.words
        title = words.plural(
            "Before {number} analysis is launched",
            "Before {number} analyses are launched",
            total,
        )
        super().__init__(look, title, parent)
        self.setMinimumWidth(_WIDTH)
        self._total = total
        self._gone = skippable(found)
        for oddity in found:
            self.body.addLayout(self._line(oddity))
        count = len(self._gone)
        skip = words.plural(
            "Skip {number} that would tell nothing new",
            "Skip {number} that would tell nothing new",
            count,
        )
        self.skip = Tick(look, skip)
        self.skip.set_value(True)
        self.skip.changed.connect(self._tell)
        self.skip.setVisible(bool(self._gone))
        self.body.addWidget(self.skip)
        self.add_button(Button(look, words("Back to the form"))).clicked.connect(self.reject)
        self.launch = self.add_button(Button(look, "", kind="primary"))
        self.launch.clicked.connect(self.accept)
        self.launch.setFocus()
        self._tell()

    def skipped(self) -> set[int]:
        """Return the places of the rows that shall not be launched."""
        return self._gone if self.skip.value() else set()

    def _tell(self) -> None:
        left = self._total - len(self.skipped())
        text = self._look.words.plural("Launch {number} analysis", "Launch {number} analyses", left)
        self.launch.setText(text)
        self.launch.setEnabled(left > 0)
        self.launch.updateGeometry()

    def _line(self, oddity: Oddity) -> QLayout:
        look = self._look
        icon = "arrows-clockwise" if oddity.can_be_skipped else "warning"
        token = "ink-soft" if oddity.can_be_skipped else "warn"
        sign = QLabel()
        sign.setPixmap(look.theme.pixmap(icon, token, 16, self.devicePixelRatioF()))
        text = Text(look, oddity.problem.said(look.words), "", wraps=True)
        line = row(sign, text, spacing=8, align=Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        return line


async def skipped_after_asking(
    look: Look, parent: QWidget, found: Sequence[Oddity], total: int
) -> set[int] | None:
    """Ask if anything looks odd; return the rows to leave out, or None where one goes back."""
    if not found:
        return set()
    dialog = OddDialog(look, found, total, parent)
    is_accepted = await result_of(dialog) == QDialog.DialogCode.Accepted
    return dialog.skipped() if is_accepted else None
