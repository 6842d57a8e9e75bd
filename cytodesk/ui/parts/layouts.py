"""Layouts that say their spacing; Qt's own defaults appear nowhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Item = QWidget | QLayout | int | None
"""A widget, a layout, a gap in pixels, or None for a stretch."""


def row(
    *items: Item,
    spacing: int = 8,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    align: Qt.AlignmentFlag | None = Qt.AlignmentFlag.AlignVCenter,
) -> QHBoxLayout:
    """Lay `items` side by side; margins are left, top, right, bottom."""
    layout = QHBoxLayout()
    _fill(layout, items, spacing, margins, align)
    return layout


def column(
    *items: Item, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Lay `items` below each other; margins are left, top, right, bottom."""
    layout = QVBoxLayout()
    _fill(layout, items, spacing, margins, None)
    return layout


def be_shown(widget: QWidget, is_shown: bool) -> None:
    """Show or hide a part of a window; one that has no parent yet must not become a window."""
    if is_shown and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        widget.setVisible(is_shown)


def _fill(
    layout: QBoxLayout,
    items: tuple[Item, ...],
    spacing: int,
    margins: tuple[int, int, int, int],
    align: Qt.AlignmentFlag | None,
) -> None:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        elif align is not None and not _grows(item):
            layout.addWidget(item, 0, align)
        else:
            layout.addWidget(item)


def _grows(widget: QWidget) -> bool:
    """Say whether `widget` takes what room there is; an alignment would shrink it."""
    return bool(widget.sizePolicy().expandingDirections())
