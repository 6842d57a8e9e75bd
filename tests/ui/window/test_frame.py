"""The first window is no larger than the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize

from cytodesk.ui.window.frame import size_on


@pytest.mark.parametrize(
    ("screen", "window"),
    [
        ((1920, 1080), (1440, 900)),
        ((1400, 900), (1400, 868)),
        ((1280, 800), (1280, 768)),
        ((800, 600), (1440, 900)),  # too small for any: it is moved about
    ],
)
def test_a_first_window_lies_on_its_screen(
    screen: tuple[int, int], window: tuple[int, int]
) -> None:
    assert size_on(QSize(*screen)) == QSize(*window)
