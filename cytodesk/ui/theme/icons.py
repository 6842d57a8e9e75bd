"""One outline family (Phosphor, MIT), sharp at every size and pixel ratio.

QtAwesome keeps the font. Its file is read without importing the library: that takes 0.15 s, and
the window is painted before.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

_FONT = "phosphor-*.ttf"
_NAMES = "phosphor-charmap-*.json"
_RATIOS = (1.0, 2.0, 3.0)


class Icons:
    """Pictures by name, colour and size, each drawn once; `forget` when the colours change."""

    def __init__(self, color: Callable[[str], QColor]) -> None:
        self._color = color
        self._font, self._letters = _phosphor()
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def icon(self, name: str, token: str, size: int) -> QIcon:
        found = self._icons.get((name, token, size))
        if found is None:
            found = self._icons[name, token, size] = self._made(name, token, size)
        return found

    def pixmap(self, name: str, token: str, size: int, ratio: float) -> QPixmap:
        """Return the icon in device pixels: `size` * `ratio` wide. Unknown names raise KeyError."""
        found = self._pixmaps.get((name, token, size, ratio))
        if found is None:
            found = self._pixmaps[name, token, size, ratio] = self._drawn(name, token, size, ratio)
        return found

    def forget(self) -> None:
        self._icons.clear()
        self._pixmaps.clear()

    def _made(self, name: str, token: str, size: int) -> QIcon:
        icon = QIcon()
        for ratio in _RATIOS:
            icon.addPixmap(self.pixmap(name, token, size, ratio), QIcon.Mode.Normal)
            icon.addPixmap(self.pixmap(name, "ink-faint", size, ratio), QIcon.Mode.Disabled)
        return icon

    def _drawn(self, name: str, token: str, size: int, ratio: float) -> QPixmap:
        letter = chr(int(self._letters[name], 16))
        pixels = round(size * ratio)
        picture = QPixmap(QSize(pixels, pixels))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setPen(self._color(token))
        self._font.setPixelSize(pixels)
        painter.setFont(self._font)
        painter.drawText(QRect(0, 0, pixels, pixels), Qt.AlignmentFlag.AlignCenter, letter)
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture


def _phosphor() -> tuple[QFont, Mapping[str, str]]:
    """Return the font and the code point of each of its names, as hexadecimal text."""
    spec = importlib.util.find_spec("qtawesome")
    places = spec.submodule_search_locations if spec else None
    folder = Path((places or [""])[0]) / "fonts"
    file, names = next(folder.glob(_FONT)), next(folder.glob(_NAMES))
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    letters: Mapping[str, str] = json.loads(names.read_bytes())
    return QFont(families[0]), letters
