"""Colours have names: none is written down in the style sheet or in what paints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from cytodesk.assets import resource
from cytodesk.ui.parts.painting import contrast
from cytodesk.ui.theme.tokens import Tokens

_UI = Path(__file__).parents[3] / "cytodesk" / "ui"
_VALUE = re.compile(
    r"""["']\#[0-9A-Fa-f]{3,8}["']        # "#1B1F24"
    |QColor\(\s*\d                       # QColor(27, 31, 36)
    |QColor\.from(Rgb|Hsv|Hsl|RgbF)\(
    |Qt\.GlobalColor\.(?!transparent)\w+
    """,
    re.VERBOSE,
)
_MEANT = {
    "parts/popup.py": "shadows are black",
    "compare/crops.py": "the halo on a slide is white in any theme",
    "runs/overlay.py": "the halo on a slide is white in any theme",
    "form/overlay.py": "the halo on a slide is white in any theme",
    "charts/cividis.py": "a map of colours is its values",
    "charts/matrix.py": "black or white, whichever stands out from the map",
    "tour/album.py": "a page for a browser",
}
_GROUNDS = ("ground", "surface", "raised", "hover", "accent-ground")
_INKS = ("ink", "ink-soft", "accent", "good", "warn", "bad")


def _written(path: Path) -> Iterator[str]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if _VALUE.search(line.partition("  # ")[0]):
            yield f"{path.relative_to(_UI).as_posix()}:{number}: {line.strip()}"


def test_painters_know_names_of_colours_only() -> None:
    found = [
        each
        for path in sorted(_UI.rglob("*.py"))
        if path.relative_to(_UI).as_posix() not in _MEANT
        for each in _written(path)
    ]
    assert found == []


def test_the_style_sheet_knows_names_of_colours_only() -> None:
    sheet = resource("themes", "cytodesk.qss").read_text(encoding="utf-8")
    plain = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    values = re.findall(r":\s*([^;{}]+);", plain)
    words = {word for value in values for word in re.findall(r"[$#\w-]+", value)}
    colors = {name for name in words if name in QColor.colorNames() or name.startswith("#")}
    assert len(words) > 20
    assert colors <= {"transparent"}
    assert not {"rgb", "rgba", "hsl", "hsv"} & words


@pytest.mark.parametrize("is_dark", [False, True])
def test_every_ink_can_be_read_on_every_ground(is_dark: bool) -> None:
    tokens = Tokens.read().of(is_dark=is_dark)
    least = 5.2 if is_dark else 4.9
    pairs = [(ink, ground) for ink in _INKS for ground in _GROUNDS]
    pairs += [("on-fill", "accent-fill"), ("on-accent", "accent"), ("on-fill", "accent-hover")]
    poor = {
        f"{ink} on {ground}": round(contrast(QColor(tokens[ink]), QColor(tokens[ground])), 2)
        for ink, ground in pairs
        if contrast(QColor(tokens[ink]), QColor(tokens[ground])) < (least if ink in _INKS else 4.5)
    }
    assert poor == {}
