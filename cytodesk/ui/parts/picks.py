"""A button that shows its caption and what is picked, and opens a list of choices."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.choices import Choices
from cytodesk.ui.parts.painting import dot, outline_of, rounded, sized, write
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.popup import Popup
from cytodesk.ui.parts.row_lists import ListRow, rows_of
from cytodesk.ui.parts.standing import Standing, standing_of

_PADDING = 10
_CARET = 28


class Pick(Button):
    """One of some choices, or several of them; `changed` by the user's hand.

    Without a value only the caption stands there. As a field it is as wide as the form and
    its border is a field's. `None` as a key means no value.
    """

    changed = Signal()

    def __init__(
        self,
        look: Look,
        caption: str = "",
        choices: Sequence[ListRow | tuple[Hashable, str]] = (),
        *,
        icon: str = "",
        several: bool = False,
        as_field: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "", icon, "plain", parent)
        self._caption = caption
        self._several = several
        self._as_field = as_field
        self._problem = ""
        self._rows = rows_of(choices)
        self._keys: tuple[Hashable, ...] = ()
        self._popup: Popup | None = None
        if as_field:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)
        self._tell()

    def value(self) -> Hashable:
        """Return the key that is picked or None; of several, the tuple of keys."""
        if self._several:
            return self._keys
        return self._keys[0] if self._keys else None

    def set_value(self, value: Hashable) -> None:
        """Pick silently: a key or None; for several, an iterable of keys."""
        if self._several:
            assert isinstance(value, Iterable)
            self._keys = tuple(value)
        else:
            self._keys = () if value is None else (value,)
        self._tell()

    def set_choices(self, choices: Sequence[ListRow | tuple[Hashable, str]]) -> None:
        self._rows = rows_of(choices)
        self._tell()

    def set_caption(self, caption: str) -> None:
        self._caption = caption
        self._tell()

    def set_problem(self, sentence: str | None) -> None:
        self._problem = sentence or ""
        self.setAccessibleDescription(self._problem)
        self.update()

    def open(self) -> None:
        """Open the choices below."""
        popup = Choices(self._look, self._rows, self._keys, self._several, self)
        popup.taken.connect(self._take)
        popup.closed.connect(popup.deleteLater)
        self._popup = popup
        popup.open_for(self)

    def popup(self) -> Popup | None:
        """Return the popup that was opened last."""
        return self._popup

    def _take(self, keys: tuple[Hashable, ...]) -> None:
        if keys != self._keys:
            self._keys = keys
            self._tell()
            self.changed.emit()

    def _picked(self) -> list[ListRow]:
        return [row for row in self._rows if row.key in self._keys]

    def _shown(self) -> tuple[str, str]:
        """Return what is picked in words, and its detail."""
        picked = self._picked()
        if len(picked) > 2:
            count = len(picked)
            return self._look.words.plural("{number} chosen", "{number} chosen", count), ""
        detail = picked[0].detail if len(picked) == 1 else ""
        words = [row.text if place == 0 else _lowered(row.text) for place, row in enumerate(picked)]
        return ", ".join(words), detail

    def _tell(self) -> None:
        value, _ = self._shown()
        self.setAccessibleName(" ".join(each for each in (self._caption, value) if each))
        self.updateGeometry()
        self.update()

    # Qt calls these

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized(self.font()))
        value, detail = self._shown()
        words = [each for each in (self._caption, value, detail if self._as_field else "") if each]
        width = sum(metrics.horizontalAdvance(each) for each in words) + 8 * max(0, len(words) - 1)
        width += _PADDING + _CARET + 4 + (24 if self._icon else 0)
        width += 18 if self._swatch() else 0
        return QSize(width, 30)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 30) if self._as_field else self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.open()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, standing = QPainter(self), self._look.theme, standing_of(self)
        self._paint_frame(painter, standing)
        ink, soft = (("ink", "ink-soft"), ("ink-faint", "ink-faint"))[standing.is_off]
        x, middle = _PADDING, self.height() // 2
        if self._icon:
            paint_icon(painter, theme, self._icon, soft, x, middle)
            x += 24
        x += self._paint_swatch(painter, x)
        value, detail = self._shown()
        words = [(self._caption, soft if value else ink), (value, ink)]
        if self._as_field:
            words = [(self._caption, soft), (value, ink), (detail, soft)]
        font, right = sized(self.font()), self.width() - _CARET
        for text, token in words:
            if text and x < right:
                place = QRect(x, 0, right - x, self.height())
                x += write(painter, place, text, theme.color(token), font) + 8
        paint_icon(painter, theme, "caret-down", soft, self.width() - 23, middle, 12)

    def _swatch(self) -> str:
        """Return the colour of what is picked, where it has one."""
        picked = self._picked()
        return picked[0].color if len(picked) == 1 else ""

    def _paint_swatch(self, painter: QPainter, x: int) -> int:
        if not self._swatch():
            return 0
        place = QPointF(x + 5, self.height() / 2)
        fill = QColor(self._swatch())
        dot(painter, place, 10, fill, outline_of(self._look.theme, fill))
        return 18

    def _paint_frame(self, painter: QPainter, standing: Standing) -> None:
        if not (self._as_field or self._problem):
            self._paint_ground(painter, standing)
            return
        theme = self._look.theme
        edge, width = ("field-line", 1)
        ground = "hover" if standing.is_pointed_at else "surface"
        if standing.is_off:
            ground, edge = "off-ground", "line"
        elif self._problem:
            edge, width = "bad", 2
        elif standing.has_focus:
            edge, width = "accent", 2
        rounded(painter, self.rect(), theme.color(ground), theme.color(edge), width=width)


class ColumnsPick(Pick):
    """Which columns a table has; the button says only what it is for."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.words("Columns"), icon="columns", several=True)

    def _shown(self) -> tuple[str, str]:
        return "", ""


def _lowered(text: str) -> str:
    """Return `text` as it stands after a comma: 'Failed' becomes 'failed', 'SVS' stays."""
    return text[:1].lower() + text[1:] if text[1:].islower() else text
