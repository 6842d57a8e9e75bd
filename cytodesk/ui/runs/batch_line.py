"""One batch in one line: how far it is, what failed, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.assets import Words
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.progress import ProgressLine
from cytodesk.ui.parts.texts import Elided, IconText, Text
from cytodesk.wire.batches import Batch

_BAR = 160
_HEIGHT = 44


class BatchLine(QWidget):
    """`acted` tells what is wanted (alone, retry, cancel, dismiss) and the batch's id."""

    acted = Signal(str, object)  # ids of journals are milliseconds: more than 32 bits

    def __init__(self, look: Look, batch: Batch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.batch = batch
        self._words = look.words
        words = look.words
        self.setFixedHeight(_HEIGHT)
        self._sign = IconText(look, "stack", "ink-soft", "")
        self._sign.setFixedWidth(18)
        self._name = Elided(look, "", "title")
        self._bar = ProgressLine(look)
        self._bar.setFixedWidth(_BAR)
        self.said = Text(look, "", "soft")
        self.alone = Button(look, "", kind="link")
        self.retry = Button(look, "", "arrow-clockwise")
        self.cancel = Button(look, words("Cancel"), "x", kind="quiet")
        self.dismiss = IconButton(look, "x", words("Do not show this batch any more"))
        for button, key in (
            (self.alone, "alone"),
            (self.retry, "retry"),
            (self.cancel, "cancel"),
            (self.dismiss, "dismiss"),
        ):
            button.clicked.connect(lambda _=False, key=key: self.acted.emit(key, self.batch.id))
        parts = (
            self._sign, self._name, self._bar, self.said, None, self.alone, self.retry,
            self.cancel, self.dismiss,
        )  # fmt: skip
        self.setLayout(row(*parts, spacing=12, margins=(16, 0, 8, 0)))
        self.put(batch, is_alone=False)

    def put(self, batch: Batch, *, is_alone: bool) -> None:
        """Show how the batch stands; `is_alone`: only its runs are shown now."""
        words = self._words
        self.batch = batch
        self._name.set_text(batch.name)
        self._sign.set_icon(*_sign_of(batch))
        self._bar.setVisible(not batch.has_ended)
        self._bar.set_share(batch.ended / batch.total if batch.total else None)
        self.said.setText(said(words, batch))
        self.alone.setText(words("Show all analyses") if is_alone else words("Show only these"))
        text = words.plural(
            "Retry {number} that failed", "Retry {number} that failed", batch.failed
        )
        self.retry.setText(text)
        if self.retry.hasFocus() and not batch.failed:
            self.alone.setFocus()  # else the keys would go to the top of the window
        self.retry.setVisible(bool(batch.failed))
        self.cancel.setVisible(not batch.has_ended)
        self.dismiss.setVisible(batch.has_ended)
        for button in (self.alone, self.retry):
            button.updateGeometry()


def said(words: Words, batch: Batch) -> str:
    """Return '43 of 50 ended, 5 failed', or '45 done, 5 failed'."""
    failed = words.plural("{number} failed", "{number} failed", batch.failed)
    cancelled = words.plural("{number} cancelled", "{number} cancelled", batch.cancelled)
    first = words("{ended} of {total} ended", ended=batch.ended, total=batch.total)
    if batch.has_ended:
        first = words("{number} of {total} done", number=batch.done, total=batch.total)
    parts = (first, failed if batch.failed else "", cancelled if batch.cancelled else "")
    return ", ".join(part for part in parts if part)


def _sign_of(batch: Batch) -> tuple[str, str]:
    if not batch.has_ended:
        return "circle-half", "accent"
    return ("warning-circle", "warn") if batch.failed else ("check-circle", "good")
