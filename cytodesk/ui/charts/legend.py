"""Names with marks beside a chart's title; each hides and shows what belongs to it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cytodesk.charts.looks import Look as RunLook
from cytodesk.ui.charts.markers import SIZE, paint_marker
from cytodesk.ui.look import Look
from cytodesk.ui.parts.keyed import Keyed
from cytodesk.ui.parts.painting import rounded, sized, write
from cytodesk.ui.parts.standing import standing_of

_HEIGHT = 28
_TEXT = 12
_MARK_ROOM = 20
_PADDING = 6
_HIDDEN = 0.35


class LegendEntry(Keyed, QAbstractButton):
    """One name with its mark; unchecked is hidden."""

    def __init__(
        self, look: Look, text: str, run_look: RunLook, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._run_look = look, run_look
        self.setText(text)
        self.setCheckable(True)
        self.setChecked(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(look.words("Hide or show {name}", name=text))
        look.theme.changed.connect(self.update)

    # Qt calls these

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized(self.font(), _TEXT))
        words = metrics.horizontalAdvance(self.text())
        return QSize(2 * _PADDING + _MARK_ROOM + words, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, standing = QPainter(self), self._look.theme, standing_of(self)
        if standing.has_focus:
            rounded(painter, self.rect(), None, theme.color("accent"), width=2)
        elif standing.is_pointed_at:
            rounded(painter, self.rect(), theme.color("hover"))
        painter.setOpacity(1.0 if self.isChecked() else _HIDDEN)
        middle = QPointF(_PADDING + SIZE / 2, self.height() / 2)
        paint_marker(painter, theme, self._run_look, middle)
        painter.setOpacity(1.0)
        left = _PADDING + _MARK_ROOM
        font = sized(self.font(), _TEXT)
        font.setStrikeOut(not self.isChecked())
        rect = QRect(left, 0, self.width() - left, self.height())
        write(painter, rect, self.text(), theme.color("ink-soft"), font)


class Legend(QWidget):
    """Entries in lines that break where the width ends; `changed` tells which are hidden."""

    changed = Signal(frozenset)

    def __init__(
        self, look: Look, entries: list[tuple[str, RunLook]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(look.words("Legend"))
        self.entries = [LegendEntry(look, text, run_look, self) for text, run_look in entries]
        for entry in self.entries:
            entry.toggled.connect(self._tell)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hidden_names(self) -> frozenset[str]:
        return frozenset(entry.text() for entry in self.entries if not entry.isChecked())

    def set_hidden_names(self, names: frozenset[str]) -> None:
        for entry in self.entries:
            entry.blockSignals(True)
            entry.setChecked(entry.text() not in names)
            entry.blockSignals(False)

    def stand_in_one_line(self) -> None:
        """Take the width of all entries, whatever stands beside."""
        self.setFixedWidth(self.sizeHint().width())

    def _tell(self) -> None:
        self.changed.emit(self.hidden_names())

    def _place(self, width: int, *, move: bool) -> int:
        """Return the height that the entries take in `width`; put them there if `move`."""
        x, y = 0, 0
        for entry in self.entries:
            size = entry.sizeHint()
            if x and x + size.width() > width:
                x, y = 0, y + _HEIGHT
            if move:
                entry.setGeometry(x, y, size.width(), _HEIGHT)
            x += size.width()
        return y + _HEIGHT if self.entries else 0

    # Qt calls these

    def sizeHint(self) -> QSize:
        return QSize(sum(entry.sizeHint().width() for entry in self.entries), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(max((e.sizeHint().width() for e in self.entries), default=0), _HEIGHT)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def resizeEvent(self, event: object) -> None:
        self._place(self.width(), move=True)
