"""A day, typed as 2026-11-01 or picked from a calendar."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from PySide6.QtCore import QLocale, QRect, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegularExpressionValidator,
)
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.fields import LineField
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.painting import rounded, sized
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.texts import Text

_CELL = 32


class DateField(LineField):
    """A day as ISO writes it; `value()` is None while none can be read."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, placeholder=look.words("YYYY-MM-DD"), parent=parent)
        pattern = QRegularExpression(r"\d{0,4}(-\d{0,2}(-\d{0,2})?)?")
        self.edit.setValidator(QRegularExpressionValidator(pattern, self.edit))
        self._button = IconButton(look, "calendar-blank", look.words("Pick a day"), size=26)
        self._button.clicked.connect(self.open)
        self.add_trailing(self._button)
        self._popup: Popup | None = None

    def value(self) -> date | None:
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            return None

    def set_value(self, day: date | None) -> None:
        self.set_text(day.isoformat() if day else "")

    def open(self) -> None:
        """Open the calendar below."""
        popup = Popup(self._look, self)
        inner = SHADOW + 9
        popup.body.setContentsMargins(inner, inner, inner, inner)
        month = Calendar(self._look, self.value() or date.today())
        popup.body.addWidget(month)
        month.picked.connect(self._take)
        month.picked.connect(popup.close)
        popup.closed.connect(popup.deleteLater)
        popup.open_below(self)
        month.grid.setFocus(Qt.FocusReason.PopupFocusReason)
        self._popup = popup

    def _take(self, day: date) -> None:
        self.set_value(day)
        self._edited()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)


class Calendar(QWidget):
    """One month; arrows go by days and weeks, Page Up and Down by months, Enter picks."""

    picked = Signal(object)

    def __init__(self, look: Look, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._locale = QLocale(look.words.language)
        self._title = Text(look, "", "title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.grid = _Days(look, day, self._locale)
        self.grid.moved.connect(self._tell)
        self.grid.picked.connect(self.picked)
        before = IconButton(look, "caret-left", look.words("Month before"), size=28)
        after = IconButton(look, "caret-right", look.words("Month after"), size=28)
        before.clicked.connect(lambda: self.grid.go_by_months(-1))
        after.clicked.connect(lambda: self.grid.go_by_months(1))
        self.setLayout(column(row(before, None, self._title, None, after), self.grid, spacing=4))
        self._tell(day)

    def _tell(self, day: date) -> None:
        month = self._locale.standaloneMonthName(day.month)
        self._title.setText(f"{month[:1].upper()}{month[1:]} {day.year}")


class _Days(QWidget):
    moved = Signal(object)
    picked = Signal(object)

    def __init__(self, look: Look, day: date, locale: QLocale) -> None:
        super().__init__()
        self._look, self._locale = look, locale
        self._day = day
        self._pointed: date | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(7 * _CELL, 7 * _CELL)
        self._go(day)

    def go_by_months(self, months: int) -> None:
        count = self._day.year * 12 + self._day.month - 1 + months
        year, month = divmod(count, 12)
        if 1 <= year <= 9999:
            last = calendar.monthrange(year, month + 1)[1]
            self._go(date(year, month + 1, min(self._day.day, last)))

    def _go(self, day: date) -> None:
        self._day = day
        self.setAccessibleName(day.isoformat())
        self.moved.emit(day)
        self.update()

    def _first_shown(self) -> date:
        first = self._day.replace(day=1)
        starts = QLocale.system().firstDayOfWeek().value
        return first - timedelta(days=(first.isoweekday() - starts) % 7)

    def _at(self, x: float, y: float) -> date | None:
        line = int(y // _CELL) - 1
        if not (0 <= line < 6 and 0 <= x < 7 * _CELL):
            return None
        return self._first_shown() + timedelta(days=line * 7 + int(x // _CELL))

    # Qt calls these

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _DAYS:
            self._go(self._day + timedelta(days=_DAYS[key]))
        elif key in _MONTHS:
            self.go_by_months(_MONTHS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointed = self._at(event.position().x(), event.position().y())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if day := self._at(event.position().x(), event.position().y()):
            self._go(day)
            self.picked.emit(day)

    def sizeHint(self) -> QSize:
        return QSize(7 * _CELL, 7 * _CELL)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        painter.setFont(sized(self.font(), 12))
        painter.setPen(theme.color("ink-soft"))
        starts = QLocale.system().firstDayOfWeek().value
        for place in range(7):
            name = self._locale.dayName(
                (starts - 1 + place) % 7 + 1, QLocale.FormatType.NarrowFormat
            )
            rect = QRect(place * _CELL, 0, _CELL, _CELL)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, name)
        first = self._first_shown()
        for place in range(42):
            self._paint_day(painter, first + timedelta(days=place), place)

    def _paint_day(self, painter: QPainter, day: date, place: int) -> None:
        theme = self._look.theme
        rect = QRect(place % 7 * _CELL, (place // 7 + 1) * _CELL, _CELL, _CELL)
        inner = rect.adjusted(1, 1, -1, -1)
        ink = "ink" if day.month == self._day.month else "ink-soft"
        if day == self._day:
            rounded(painter, inner, theme.color("accent"))
            ink = "on-accent"
        elif day == self._pointed:
            rounded(painter, inner, theme.color("accent-ground"))
        elif day == date.today():
            rounded(painter, inner, None, theme.color("field-line"))
        painter.setFont(sized(self.font(), 13, 600 if day == self._day else 400))
        painter.setPen(theme.color(ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(day.day))


_DAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
