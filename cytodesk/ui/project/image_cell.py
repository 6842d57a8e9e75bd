"""One image of the grid: its picture, its name, and three lines of facts."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.painting import rounded, sized, write
from cytodesk.ui.project.facts import annotations_of, has_pixel_size, scale_of, size_of
from cytodesk.ui.project.image_model import IMAGE
from cytodesk.ui.project.thumbnails import Thumbnails
from cytodesk.wire.images import ImageInstance

HEIGHT = 236
GAP = 16
_PICTURE = 140
_PADDING = 12


class ImageCell(QStyledItemDelegate):
    """Paints a card; its width is set by the grid so that cards fill the row."""

    def __init__(self, look: Look, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._thumbnails = thumbnails
        self.width = 220

    def _paint_picture(self, painter: QPainter, card: QRect, image: ImageInstance) -> None:
        theme = self._look.theme
        place = QRect(card.left() + 1, card.top() + 1, card.width() - 2, _PICTURE)
        path = QPainterPath()
        path.addRoundedRect(QRectF(place).adjusted(0, 0, 0, 8), 5, 5)  # round above, square below
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(place)
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.fillRect(place, theme.color("stage"))
        picture = self._thumbnails.picture(image)
        if picture is None:
            x = place.center().x() - 12
            paint_icon(painter, theme, "image", "ink-faint", x, place.center().y(), 24)
        else:
            painter.drawPixmap(_filling(picture.size(), place), picture)
        painter.restore()

    def _write(self, painter: QPainter, card: QRect, image: ImageInstance, base: QWidget) -> None:
        theme, words = self._look.theme, self._look.words
        ink, soft = theme.color("ink"), theme.color("ink-soft")
        caption = sized(base.font(), 12)
        line = QRect(
            card.left() + _PADDING, card.top() + _PICTURE + 10, card.width() - 2 * _PADDING, 20
        )
        middle = Qt.TextElideMode.ElideMiddle
        write(painter, line, image.name, ink, sized(base.font(), weight=500), elide=middle)
        line.translate(0, 21)
        write(painter, line, size_of(self._look.words, image), soft, caption)
        line.translate(0, 18)
        used = write(painter, line, scale_of(words, image), soft, caption)
        if not has_pixel_size(image):
            left = line.left() + (used + 12 if used else 0)
            paint_icon(painter, theme, "warning", "warn", left, line.center().y() + 1, 14)
            rest = QRect(left + 20, line.top(), line.right() - left - 20, line.height())
            write(painter, rest, words("no pixel size"), theme.color("warn"), caption)
        line.translate(0, 18)
        write(painter, line, annotations_of(words, image), soft, caption)

    # Qt calls these

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(self.width, HEIGHT + GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, state = self._look.theme, option.state
        card = option.rect.adjusted(0, 0, -GAP, -GAP)
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        is_pointed_at = bool(state & QStyle.StateFlag.State_MouseOver)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        ground = "accent-ground" if is_selected else "hover" if is_pointed_at else "surface"
        rounded(painter, card, theme.color(ground), theme.color("line"))
        image = index.data(IMAGE)
        self._paint_picture(painter, card, image)
        self._write(painter, card, image, option.widget)
        if is_selected or has_focus:
            rounded(painter, card, None, theme.color("accent"), width=2)


def _filling(size: QSize, place: QRect) -> QRect:
    """Return where a picture goes that nearly has the shape of `place`: over all of it; else in."""
    ratio = size.width() * place.height() / max(1, size.height() * place.width())
    is_near = 0.5 < ratio < 2.0
    mode = Qt.AspectRatioMode
    grown = size.scaled(
        place.size(), mode.KeepAspectRatioByExpanding if is_near else mode.KeepAspectRatio
    )
    target = QRect(0, 0, grown.width(), grown.height())
    target.moveCenter(place.center())
    return target
