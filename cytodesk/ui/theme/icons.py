"""One outline family (Phosphor, MIT), sharp at every size and pixel ratio.

QtAwesome draws at 7/8 of the size asked for: hence the factor.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap

_FACTOR = 1.14


class Icons:
    """Pictures by name, colour and size, each drawn once; `forget` when the colours change."""

    def __init__(self, color: Callable[[str], QColor]) -> None:
        self._color = color
        self._icons: dict[tuple[str, str, int], QIcon] = {}

    def icon(self, name: str, token: str, size: int) -> QIcon:
        found = self._icons.get((name, token, size))
        if found is None:
            found = self._icons[name, token, size] = self._made(name, token, size)
        return found

    def pixmap(self, name: str, token: str, size: int, ratio: float) -> QPixmap:
        """Return the icon in device pixels: `size` * `ratio` wide."""
        return self.icon(name, token, size).pixmap(QSize(size, size), ratio)

    def forget(self) -> None:
        self._icons.clear()

    def _made(self, name: str, token: str, size: int) -> QIcon:
        import qtawesome  # 0.3 s: after the first window is painted

        drawn = qtawesome.icon(
            f"ph.{name}",
            color=self._color(token).name(),
            color_disabled=self._color("ink-faint").name(),
            scale_factor=_FACTOR,
        )
        icon = QIcon()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
            for ratio in (1.0, 2.0, 3.0):
                icon.addPixmap(drawn.pixmap(QSize(size, size), ratio, mode), mode)
        return icon
