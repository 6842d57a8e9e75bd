"""Colours carry what they say: enough contrast, never colour alone."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from cytodesk.ui.look import Look
from cytodesk.ui.parts.marks import Marks
from cytodesk.ui.parts.painting import contrast, outline_of
from cytodesk.ui.theme.tokens import Tokens

_TEXT = ("ink", "ink-soft", "accent", "good", "warn", "bad")
_GROUNDS = ("ground", "surface", "raised", "hover", "accent-ground")


@pytest.mark.parametrize("is_dark", [False, True])
def test_every_text_is_legible_on_every_ground(is_dark: bool) -> None:
    tokens = Tokens.read().of(is_dark=is_dark)
    for text, ground in itertools.product(_TEXT, _GROUNDS):
        found = contrast(QColor(tokens[text]), QColor(tokens[ground]))
        assert found >= 4.5, (text, ground, found)


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize(
    ("mark", "ground", "least"),
    [
        ("field-line", "surface", 3.0),
        ("on-accent", "accent", 4.5),
        ("on-fill", "accent-fill", 4.5),
        ("on-fill", "accent-hover", 4.5),
        ("accent", "surface", 3.0),
    ],
)
def test_borders_and_filled_controls_stand_out(
    is_dark: bool, mark: str, ground: str, least: float
) -> None:
    tokens = Tokens.read().of(is_dark=is_dark)
    assert contrast(QColor(tokens[mark]), QColor(tokens[ground])) >= least


def test_the_first_four_runs_differ_by_shape(look: Look) -> None:
    marks, rect = Marks(look.theme), QRectF(0, 0, 12, 12)
    shapes = [marks.path(index, rect) for index in range(4)]
    assert all(one != other for one, other in itertools.combinations(shapes, 2))


def test_pale_fills_carry_an_outline_and_strong_ones_do_not(look: Look) -> None:
    yellow, blue = QColor("#F0E442"), QColor("#0072B2")
    assert outline_of(look.theme, yellow) != yellow
    assert outline_of(look.theme, blue) == blue
