"""Which spot is meant, and which run a mark is."""

from __future__ import annotations

import numpy as np
import pytest

from cytodesk.charts.drawing import Target
from cytodesk.charts.looks import Shape
from cytodesk.ui.charts.cividis import color_at, colors_at, ink_on
from cytodesk.ui.charts.markers import DASHES, luminance, shape_path
from cytodesk.ui.charts.spots import Spot, Spots

SPOTS = Spots(
    [
        Spot(1.0, 5.0, "bar", Target(1), half_width=0.4, bottom=0.0),
        Spot(1.0, 3.0, "dot in front of the bar", Target(2)),
        Spot(2.0, float("nan"), "nowhere"),
    ]
)


def test_a_dot_is_preferred_to_the_bar_behind_it() -> None:
    assert SPOTS.at(1.0, 3.05, 100, 100) == 1
    assert SPOTS.at(1.0, 1.0, 100, 100) == 0


def test_far_from_everything_nothing_is_meant() -> None:
    assert SPOTS.at(2.0, 3.0, 100, 100) is None
    assert Spots([]).at(0, 0, 1, 1) is None


def test_what_is_nowhere_cannot_be_pointed_at() -> None:
    assert [spot.said for spot in SPOTS.all] == ["bar", "dot in front of the bar"]


def test_the_keyboard_goes_round() -> None:
    assert SPOTS.after(None, 1) == 0
    assert SPOTS.after(1, 1) == 0
    assert SPOTS.after(None, -1) == 1
    assert Spots([]).after(None, 1) is None


def test_the_shapes_of_runs_cover_about_the_same_surface() -> None:
    sizes = [shape_path(shape, 100).toFillPolygon().boundingRect().width() for shape in Shape]
    assert max(sizes) / min(sizes) < 1.35
    assert len(set(DASHES.values())) == len(DASHES)


@pytest.mark.parametrize("share", np.linspace(0, 1, 21))
def test_figures_on_the_map_can_be_read(share: float) -> None:
    ground = color_at(float(share))
    ink = ink_on(ground)
    light, dark = sorted((luminance(ground), luminance(ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_shares_beyond_the_map_have_its_nearest_end() -> None:
    ends = colors_at(np.array([-1.0, 0.0, 1.0, 2.0]))
    assert (ends[0] == ends[1]).all()
    assert (ends[2] == ends[3]).all()
