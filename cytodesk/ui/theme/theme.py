"""The look of now: light or dark, asked for by name whenever something is painted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from cytodesk.ui.theme.icons import Icons
from cytodesk.ui.theme.palette import palette_of
from cytodesk.ui.theme.sheet import sheet_of
from cytodesk.ui.theme.tokens import Tokens

TEXT_SIZE = 13
"""Pixels of ordinary text."""
_STROKE_LIGHT = 0.62
_STROKE_DARK = 0.22
_PREFERRED = "Inter"
_STYLE = "Fusion"
"""As it is: it etches no text, `outline: none` in the sheet takes its focus rectangles, and a
proxy of ours would be asked in Python for each of the thousand hints of a page (10 ms each)."""


class Theme(QObject):
    """What widgets paint with; `appearance` is light, dark or None for the system's."""

    changed = Signal()

    def __init__(self, application: QApplication, appearance: str | None = None) -> None:
        super().__init__(application)
        self._application = application
        self._tokens = Tokens.read()
        self._appearance = appearance
        self._icons = Icons(self.color)
        self.is_dark = self._wanted()
        application.setStyle(_STYLE)
        application.setFont(_font())
        application.styleHints().colorSchemeChanged.connect(lambda _: self._follow())
        self._dress()

    def color(self, token: str) -> QColor:
        return QColor(self._tokens.of(is_dark=self.is_dark)[token])

    def icon(self, name: str, token: str = "ink-soft", size: int = 16) -> QIcon:
        return self._icons.icon(name, token, size)

    def pixmap(
        self, name: str, token: str = "ink-soft", size: int = 16, ratio: float = 1.0
    ) -> QPixmap:
        return self._icons.pixmap(name, token, size, ratio)

    def run_color(self, index: int) -> QColor:
        """Return the colour of the run at `index`: Okabe and Ito's seven, then ink."""
        runs = self._tokens.runs
        return QColor(runs[index]) if index < len(runs) else self.color("ink")

    def stroke(self, color: QColor) -> QColor:
        """Return `color` for lines on the surface: darker in light, lighter in dark."""
        fill = (color.red(), color.green(), color.blue())
        if self.is_dark:
            return QColor(*(round(part + (255 - part) * _STROKE_DARK) for part in fill))
        return QColor(*(round(part * _STROKE_LIGHT) for part in fill))

    def set_appearance(self, appearance: str | None) -> None:
        self._appearance = appearance
        self._follow()

    def _wanted(self) -> bool:
        if self._appearance is not None:
            return self._appearance == "dark"
        return self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def _follow(self) -> None:
        if self.is_dark != self._wanted():
            self.is_dark = self._wanted()
            self._dress()

    def _dress(self) -> None:
        tokens = self._tokens.of(is_dark=self.is_dark)
        self._icons.forget()
        self._application.setStyleSheet("")  # 0.07 s in all with 1,000 widgets; to replace it, 0.4
        self._application.setPalette(palette_of(tokens))
        self._application.setStyleSheet(sheet_of(tokens))
        self.changed.emit()


def repolish(widget: QWidget) -> None:
    """Let the style sheet look at `widget` again, after a property of its changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def mono_font(size: int = 12) -> QFont:
    """Return the system's fixed font, for arguments, logs and times."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(size)
    return font


def _font() -> QFont:
    """Return the system's font with figures that stand below each other."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if _PREFERRED in QFontDatabase.families():
        font = QFont(_PREFERRED)
    font.setPixelSize(TEXT_SIZE)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
