"""A chart as a picture; the figures behind it are written by charts/drawings/data.py."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look

PICTURE_RATIO = 3.0
"""Pixels of a saved PNG for each of the screen: sharp on paper."""


def png_of(widget: QWidget, look: Look) -> bytes:
    """Return `widget` as it looks now, at three times its size."""
    pixmap = QPixmap(widget.size() * PICTURE_RATIO)
    pixmap.setDevicePixelRatio(PICTURE_RATIO)
    pixmap.fill(look.theme.color("surface"))
    widget.render(pixmap)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(data.data())


def svg_of(widget: QWidget, look: Look) -> bytes:
    """Return `widget` as it looks now, in lines and letters."""
    from PySide6.QtSvg import QSvgGenerator  # only whoever saves one waits for it

    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    generator.setTitle(widget.accessibleName())
    painter = QPainter(generator)
    painter.fillRect(widget.rect(), look.theme.color("surface"))
    widget.render(painter, QPoint())
    painter.end()
    return bytes(data.data())
