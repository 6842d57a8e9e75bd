"""The foot of the form: where, how many, what stops it, and off."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from cytodesk.ui.form.many.how_many import HowMany
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card, Hairline
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.painting import sized
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.standing import Standing
from cytodesk.ui.parts.texts import IconText, Text

_WIDEST = 380
_BESIDE = 40
"""Pixels that the sign of a problem takes beside its sentence."""
_ELIDE = Qt.TextElideMode.ElideRight


class LaunchBar(Card):
    launch_wanted = Signal()
    problem_wanted = Signal()
    preview_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, padding=0)
        words = look.words
        self._words = words
        self.place = Pick(look, words("Run on"))
        self._readiness = IconText(look, "check-circle", "good", "", ink="ink-soft", pixels=12)
        self.how_many = HowMany(look)
        self.preview = Button(look, words("Preview command"), "terminal", kind="quiet")
        self.preview.clicked.connect(self.preview_wanted)
        self._problem = ProblemLink(look)
        self._problem.clicked.connect(self.problem_wanted)
        self._said = Text(look, "", "soft")
        self.launch = Button(look, words("Launch"), kind="primary")
        self.launch.clicked.connect(self.launch_wanted)
        line = Hairline(look, stands=True)
        line.setFixedHeight(32)
        foot = row(
            self.place, self._readiness, 4, line, 4, self.how_many, self.preview, None,
            self._problem, self._said, self.launch, spacing=12, margins=(16, 10, 12, 10),
        )  # fmt: skip
        self.body.setContentsMargins(0, 0, 0, 0)
        self.add(foot)
        self.setFixedHeight(52)
        self.show_launch(0, "", problem="", is_busy=False)

    def show_readiness(self, sentence: str, *, is_ready: bool) -> None:
        self._readiness.set_icon(*_READY[is_ready], "ink-soft" if is_ready else "warn")
        self._readiness.set_text(sentence)
        self._readiness.setMinimumWidth(self._readiness.sizeHint().width())

    def show_launch(self, count: int, said: str, *, problem: str, is_busy: bool) -> None:
        """Say how many analyses will start, or which problem stops them."""
        self._problem.say(problem)
        self._said.setText(said)
        self._said.setVisible(bool(said) and not problem)
        text = self._words.plural("Launch {number} analysis", "Launch {number} analyses", count)
        self.launch.setText(self._words("Launching…") if is_busy else text)
        self.launch.setEnabled(count > 0 and not problem and not is_busy)
        self.launch.updateGeometry()


_READY = {True: ("check-circle", "good"), False: ("warning", "warn")}


class ProblemLink(Button):
    """'! Smallest area: must be 0 or more', which leads to the field; it gives way at its end."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", "warning-circle", kind="link")
        self._sentence = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, sentence: str) -> None:
        self._sentence = sentence
        self._fit(_WIDEST)
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)
        self.setVisible(bool(sentence))
        self.updateGeometry()

    def _fit(self, width: int) -> None:
        metrics = QFontMetrics(sized(self.font()))
        self.setText(metrics.elidedText(self._sentence, _ELIDE, width))

    def _ink(self, standing: Standing) -> tuple[str, str]:
        return "bad", "bad"

    def _is_underlined(self, standing: Standing) -> bool:
        return True

    # Qt calls these

    def sizeHint(self) -> QSize:
        width = QFontMetrics(sized(self.font())).horizontalAdvance(self._sentence)
        return QSize(min(width, _WIDEST) + _BESIDE, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(min(_WIDEST, event.size().width() - _BESIDE))
