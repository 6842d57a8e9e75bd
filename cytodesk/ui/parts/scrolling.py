"""A page or card that is longer than its room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolled(view: QWidget, *, sideways: bool = False, by_keys: bool = False) -> QScrollArea:
    """Return an area without a frame that scrolls `view`; `by_keys`, Tab reaches it too."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    if not sideways:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if not by_keys:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setObjectName("scrolled")
    area.setWidget(view)
    return area
