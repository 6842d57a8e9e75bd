"""Where Tab leads: Qt goes in the order in which widgets were made, we in that of the page."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stops_in(widget: QWidget) -> list[QWidget]:
    """Return what Tab stops at in `widget`, `widget` itself too, in the order of its children.

    What hands its focus on to one of them comes before it: left behind in Qt's ring, it would
    lead back there, and Tab would never come to what follows.
    """
    found = [widget, *widget.findChildren(QWidget)]
    return [each for each in found if _is_stop(each) or each.focusProxy() is not None]


def chain(first: QWidget, others: Iterable[QWidget]) -> QWidget:
    """Let Tab lead from `first` to `others` one by one, then to what followed; return the last."""
    others = list(others)
    with _plain(others):
        for other in others:
            QWidget.setTabOrder(first, other)
            first = other
    return first


@contextlib.contextmanager
def _plain(widgets: Iterable[QWidget]) -> Iterator[None]:
    """Let those that hand their focus on take it themselves, so that Qt moves each alone."""
    handing_on = [(each, to, each.focusPolicy()) for each in widgets if (to := each.focusProxy())]
    for each, _, _ in handing_on:
        each.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none; its stub does not
        each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    yield
    for each, to, policy in handing_on:
        each.setFocusPolicy(policy)
        each.setFocusProxy(to)


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
