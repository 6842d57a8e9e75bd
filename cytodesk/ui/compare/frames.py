"""What is around the tabs: scrolling, and the weight of a sentence."""

from __future__ import annotations

import html

from PySide6.QtWidgets import QScrollArea, QWidget

from cytodesk.ui.parts.scrolling import scrolled

EDGE = 12
"""Pixels at the right that a scroll bar may take; with the page's own 12 its margin is 24."""


def scrolled_cards(view: QWidget) -> QScrollArea:
    area = scrolled(view)
    _keep_edge(view, False)
    bar = area.verticalScrollBar()
    bar.rangeChanged.connect(lambda low, high: _keep_edge(view, high > low))
    return area


def _keep_edge(view: QWidget, has_bar: bool) -> None:
    """Keep the right edge of the cards where it is when the scroll bar comes and goes."""
    layout = view.layout()
    assert layout is not None
    margins = layout.contentsMargins()
    layout.setContentsMargins(margins.left(), margins.top(), 0 if has_bar else EDGE, 12)


def weighed(sentence: str) -> str:
    """Return the sentence as rich text, its first clause heavier."""
    first, stop, rest = sentence.partition(". ")
    weighed = f'<span style="font-weight:600">{html.escape(first + stop.strip())}</span>'
    return f"{weighed} {html.escape(rest)}" if rest else weighed
