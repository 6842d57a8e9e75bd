"""A list of rows to choose from: ticks, thumbnails, two lines, what was searched for in weight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import (
    clipped,
    dot,
    hairline,
    outline_of,
    rounded,
    sized,
    tick_box,
    write,
)
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.row_lists import Index, ListRow, RowModel

LOW, TALL = 32, 44
_PADDING = 10
_THUMBNAIL = 36
_STEERING = (
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)


class RowDelegate(QStyledItemDelegate):
    """Paints a ListRow: tick, picture or swatch, words, detail, warning."""

    def __init__(self, look: Look, model: RowModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._model = look, model
        self.height = LOW

    def width_of(self, row: ListRow, font: QFont) -> int:
        words = QFontMetrics(sized(font, weight=600)).horizontalAdvance(row.text)
        detail = QFontMetrics(sized(font, 12)).horizontalAdvance(row.detail)
        words = words + detail + 8 if self.height == LOW else max(words, detail)
        before = 26 * (self._model.ticked is not None) + 24 * bool(row.icon or row.color)
        return words + before + 2 * _PADDING + 16

    # Qt calls these

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ListRow = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect.adjusted(4, 0, -4, 0)
        state = option.state
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            rounded(
                painter,
                rect.adjusted(0, 2 * row.is_apart, 0, 0),
                self._look.theme.color("accent-ground"),
                radius=4,
            )
        if row.is_apart:
            hairline(
                painter, self._look.theme.color("line"), rect.left(), rect.right() + 1, rect.top()
            )
        x = rect.left() + _PADDING
        x = self._paint_tick(painter, row, x, rect)
        x = self._paint_picture(painter, row, x, rect)
        right = self._paint_warning(painter, row, rect.right() - _PADDING, rect, option.font)
        self._write(painter, row, QRect(x, rect.top(), right - x, rect.height()), option.font)

    def _paint_tick(self, painter: QPainter, row: ListRow, x: int, rect: QRect) -> int:
        ticked = self._model.ticked
        if ticked is None:
            return x
        box = QRectF(x, rect.center().y() - 7, 16, 16)
        tick_box(painter, self._look.theme, box, row.key in ticked)
        return x + 26

    def _paint_picture(self, painter: QPainter, row: ListRow, x: int, rect: QRect) -> int:
        theme, middle = self._look.theme, rect.center().y() + 1
        if row.thumbnail:
            place = QRectF(x, rect.top() + (rect.height() - _THUMBNAIL) / 2, _THUMBNAIL, _THUMBNAIL)
            if picture := self._model.pictures.get(row.thumbnail):
                clipped(painter, place, 4, picture)
            else:
                rounded(painter, place, theme.color("off-ground"), radius=4)
            return x + _THUMBNAIL + 12
        if row.color:
            fill = QColor(row.color)
            dot(painter, QPointF(x + 8, middle), 10, fill, outline_of(theme, fill))
            return x + 24
        if row.icon:
            paint_icon(painter, theme, row.icon, "ink-soft", x, middle)
            return x + 24
        return x

    def _paint_warning(
        self, painter: QPainter, row: ListRow, right: int, rect: QRect, font: QFont
    ) -> int:
        if not row.warning:
            return right
        small = sized(font, 12)
        width = QFontMetrics(small).horizontalAdvance(row.warning)
        place = QRect(right - width, rect.top(), width + 1, rect.height())
        theme = self._look.theme
        write(painter, place, row.warning, theme.color("warn"), small)
        paint_icon(painter, theme, "warning", "warn", right - width - 22, rect.center().y() + 1)
        return right - width - 30

    def _write(self, painter: QPainter, row: ListRow, rect: QRect, font: QFont) -> None:
        theme = self._look.theme
        ink = theme.color("ink-faint" if row.is_off else "ink")
        soft = theme.color("ink-faint" if row.is_off else "ink-soft")
        if not row.detail:
            self._write_found(painter, rect, row.text, ink, font)
        elif self.height == LOW:
            used = self._write_found(painter, rect, row.text, ink, font) + 8
            write(painter, rect.adjusted(used, 0, 0, 0), row.detail, soft, sized(font, 12))
        else:
            upper = QRect(rect.left(), rect.center().y() - 16, rect.width(), 18)
            self._write_found(painter, upper, row.text, ink, font)
            lower = QRect(rect.left(), rect.center().y() + 1, rect.width(), 16)
            write(painter, lower, row.detail, soft, sized(font, 12))

    def _write_found(
        self, painter: QPainter, rect: QRect, text: str, ink: QColor, font: QFont
    ) -> int:
        """Write `text`, what was searched for in 600; return its width."""
        plain, heavy = sized(font), sized(font, weight=600)
        query = self._model.query.casefold().strip()
        start = text.casefold().find(query) if query else -1
        if start < 0 or QFontMetrics(heavy).horizontalAdvance(text) > rect.width():
            middle = Qt.TextElideMode.ElideMiddle
            return write(painter, rect, text, ink, plain, elide=middle)
        parts = (text[:start], text[start : start + len(query)], text[start + len(query) :])
        x = rect.left()
        for part, letters in zip(parts, (plain, heavy, plain), strict=True):
            place = QRect(x, rect.top(), rect.right() - x + 1, rect.height())
            x += write(painter, place, part, ink, letters) if part else 0
        return x - rect.left()


class RowList(QListView):
    """Rows by keyboard and mouse: Enter or a click takes one, Space ticks one."""

    taken = Signal(object)

    def __init__(self, look: Look, model: RowModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._delegate = RowDelegate(look, model, self)
        self.setModel(model)
        self._rows = model
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setProperty("ground", "none")
        look.theme.changed.connect(self.viewport().update)

    def set_row_height(self, height: int) -> None:
        self._delegate.height = height
        self.doItemsLayout()

    def row_height(self) -> int:
        return self._delegate.height

    def widest(self, sample: int = 200) -> int:
        """Return the width that the first rows want."""
        rows = self._rows.rows[:sample]
        widths = [self._delegate.width_of(row, self.font()) for row in rows]
        return max(widths, default=120) + 8

    def go_to(self, place: int) -> None:
        self.setCurrentIndex(self._rows.index(place))

    def take_current(self) -> None:
        self._take(self.currentIndex())

    def be_steered_from(self, field: QWidget) -> None:
        """Let the arrows and Enter reach the list while one types in `field`."""
        field.installEventFilter(self)

    def _take(self, index: Index) -> None:
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.taken.emit(index.data(Qt.ItemDataRole.UserRole))

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        is_ours = event.key() in _STEERING
        if is_ours:
            self.keyPressEvent(event)
        return is_ours

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys:
            self.take_current()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not event.buttons():
            self.selectionModel().setCurrentIndex(
                index, self.selectionModel().SelectionFlag.ClearAndSelect
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._take(self.indexAt(event.position().toPoint()))
