"""How a control stands: pointed at, pressed, focused by keyboard, off."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

_BY_HAND = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the user is doing to a control, for whoever paints it."""

    is_pointed_at: bool = False
    is_pressed: bool = False
    has_focus: bool = False
    is_off: bool = False


NORMAL = Standing()
_POSED = {
    "pointed at": Standing(is_pointed_at=True),
    "pressed": Standing(is_pointed_at=True, is_pressed=True),
    "focus": Standing(has_focus=True),
    "off": Standing(is_off=True),
}


def standing_of(widget: QWidget) -> Standing:
    """Return how `widget` stands, or how it was posed for a picture."""
    if posed := _POSED.get(widget.property("posed")):
        return posed
    return Standing(
        is_pointed_at=widget.underMouse() and widget.isEnabled(),
        is_pressed=isinstance(widget, QAbstractButton) and widget.isDown(),
        has_focus=widget.hasFocus() and bool(widget.property("ringed")),
        is_off=not widget.isEnabled(),
    )


def pose(widget: QWidget, standing: str) -> None:
    """Paint `widget` as if it stood so, for a picture: "pointed at", "pressed", "focus", "off"."""
    widget.setProperty("posed", standing)
    widget.update()


def ring_on_focus(widget: QWidget, event: QFocusEvent) -> None:
    """Ring `widget` where the keyboard brought the focus; a click needs no ring to be found."""
    if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
        widget.setProperty("ringed", event.reason() not in _BY_HAND)
    widget.update()
