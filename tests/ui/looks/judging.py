"""What is wrong with something that is shown: words cut off or pale, colours of nobody.

CYTODESK_PICTURES names a folder that keeps the pictures.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.states import Skeleton
from cytodesk.ui.theme.tokens import Tokens
from tests.ui.looks.sight import cut_off, flat_colors, picture_of, too_pale
from tests.ui.places import until

_PICTURES = "CYTODESK_PICTURES"


async def rested(shown: QWidget) -> None:
    """Return when nothing is still on its way."""
    await asyncio.sleep(0.3)
    await until(lambda: not any(each.isVisible() for each in shown.findChildren(Skeleton)))
    await asyncio.sleep(0.3)


def judged(name: str, appearance: str, shown: QWidget, look: Look, *, is_flat: bool) -> list[str]:
    """Return what is wrong with what is shown; what is flat has the theme's colours only."""
    picture = picture_of(shown)
    if folder := os.environ.get(_PICTURES):
        picture.save(str(Path(folder) / f"{name}-{appearance}.png"))
    found = [f"cut off: {each}" for each in cut_off(shown)]
    found += [f"too pale in {appearance}: {each}" for each in too_pale(shown, picture)]
    if is_flat:
        stray = sorted(flat_colors(picture).keys() - known(look))
        found += [f"no token in {appearance}: {color}" for color in stray]
    return found


def known(look: Look) -> set[str]:
    """Return the colours that may fill places: tokens, and those of runs with their pale fills."""
    tokens = Tokens.read()
    named = tokens.of(is_dark=look.theme.is_dark)
    surface = QColor(named["surface"])
    runs = [QColor(each) for each in tokens.runs]
    terms = [QColor(each) for each in _TERMS]
    pale = {_mixed(run, surface, share) for run in runs for share in _SHARES}
    plain = {each.name().upper() for each in (*runs, *terms, *map(look.theme.stroke, runs))}
    return {value.upper() for value in named.values()} | plain | pale


_TERMS = ("#0072B2", "#009E73")
"""The terms of the project: a server's own choice."""
_SHARES = (0.24, 0.42)
"""How much of a run's colour the fill of a box has, in light and in dark."""


def _mixed(color: QColor, ground: QColor, share: float) -> str:
    parts = zip(
        (color.red(), color.green(), color.blue()),
        (ground.red(), ground.green(), ground.blue()),
        strict=True,
    )
    return QColor(*(round(a * share + b * (1 - share)) for a, b in parts)).name().upper()
