"""The palette: what Qt itself reads where no style sheet reaches."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QColor, QPalette

_Role = QPalette.ColorRole
_ROLES = {
    _Role.Window: "ground",
    _Role.WindowText: "ink",
    _Role.Base: "surface",
    _Role.AlternateBase: "surface",
    _Role.Text: "ink",
    _Role.PlaceholderText: "ink-soft",
    _Role.Button: "surface",
    _Role.ButtonText: "ink",
    _Role.BrightText: "bad",
    _Role.Highlight: "accent-ground",
    _Role.HighlightedText: "ink",
    _Role.Accent: "accent",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.ToolTipBase: "raised",
    _Role.ToolTipText: "ink",
    _Role.Light: "surface",
    _Role.Midlight: "hover",
    _Role.Mid: "line",
    _Role.Dark: "edge",
    _Role.Shadow: "field-line",
}
_OFF = {
    _Role.WindowText: "ink-faint",
    _Role.Text: "ink-faint",
    _Role.ButtonText: "ink-faint",
    _Role.HighlightedText: "ink-faint",
    _Role.PlaceholderText: "ink-faint",
    _Role.Base: "off-ground",
    _Role.Button: "off-ground",
    _Role.Highlight: "off-ground",
}


def palette_of(tokens: Mapping[str, str]) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(tokens[name]))
    for role, name in _OFF.items():
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens[name]))
    return palette
