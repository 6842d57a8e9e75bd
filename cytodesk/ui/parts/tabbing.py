"""Where Tab leads: Qt goes in the order in which widgets were made, we in that of the page."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stops_in(widget: QWidget) -> list[QWidget]:
    """Return what Tab stops at in `widget`, `widget` itself too, in the order of its children."""
    found = [widget, *widget.findChildren(QWidget)]
    return [each for each in found if _is_stop(each)]


def chain(first: QWidget, others: Iterable[QWidget]) -> QWidget:
    """Let Tab lead from `first` to `others` one by one, then to what followed; return the last."""
    for other in others:
        QWidget.setTabOrder(first, other)
        first = other
    return first


def _is_stop(widget: QWidget) -> bool:
    takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes_tab) and widget.focusProxy() is None
