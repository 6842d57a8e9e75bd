from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from cytodesk.sample.truth import LYMPHOCYTE


def _placed(found, height):
    """Outlines of the picture (y downwards) as polygons in Cytomine coordinates."""
    return [shapely.Polygon(one.outline * (1, -1) + (0, height)) for one in found]


def _matched(found, true):
    """Return (index of found, index of true) of all pairs with an IoU of at least one half.

    At one half and above a polygon has one partner at most, as long as true ones do not overlap.
    """
    one, other = shapely.STRtree(true).query(found, predicate="intersects")
    here, there = np.array(found)[one], np.array(true)[other]
    shared = shapely.area(shapely.intersection(here, there))
    close = shared / (shapely.area(here) + shapely.area(there) - shared) >= 0.5
    return list(zip(one[close].tolist(), other[close].tolist(), strict=True))


@pytest.fixture(scope="module")
def density(nuclei, pixels):
    return nuclei.smoothed(pixels, nuclei.Settings())


@pytest.fixture(scope="module")
def true(sample):
    return [shapely.from_wkt(one.wkt) for one in sample[1].nuclei]


@pytest.mark.parametrize("method", ["otsu", "fixed"])
def test_defaults_find_the_true_nuclei_and_name_their_kind(nuclei, density, sample, true, method):
    otsu = method == "otsu"
    threshold = nuclei.otsu_threshold([density]) if otsu else nuclei.FIXED_THRESHOLD
    found = nuclei.find_nuclei(density, threshold, nuclei.Settings())
    pairs = _matched(_placed(found, sample[1].height), true)
    assert 2 * len(pairs) / (len(found) + len(true)) >= 0.9
    is_lymphocyte = [one.term == LYMPHOCYTE.name for one in sample[1].nuclei]
    right = sum(found[one].is_lymphocyte == is_lymphocyte[other] for one, other in pairs)
    assert right / len(pairs) >= 0.95


def test_outlines_are_valid_polygons_of_the_measured_area(nuclei, density):
    found = nuclei.find_nuclei(density, 0.25, nuclei.Settings())
    polygons = _placed(found, density.shape[0])
    assert all(shapely.is_valid(polygons))
    areas = np.array([one.area for one in found]) / 0.5**2
    assert shapely.area(polygons) == pytest.approx(areas, rel=0.05)


def test_a_higher_threshold_loses_the_pale_nuclei(nuclei, density):
    counts = [
        len(nuclei.find_nuclei(density, threshold, nuclei.Settings()))
        for threshold in (0.25, 0.60, 1.2)
    ]
    assert counts[0] > 1.3 * counts[1] > counts[2]


def test_without_parting_touching_nuclei_are_one(nuclei, density):
    apart = nuclei.find_nuclei(density, 0.25, nuclei.Settings())
    together = nuclei.find_nuclei(density, 0.25, nuclei.Settings(split_touching=False))
    assert len(together) < len(apart)


def test_windows_give_what_the_whole_picture_gives(nuclei, windows, pixels):
    part = pixels[300:1900, 300:2100]
    wanted = nuclei.Settings()
    whole = nuclei.find_nuclei(nuclei.smoothed(part, wanted), 0.25, wanted)
    pieces = []
    for window in windows.windows_over(part.shape[1], part.shape[0], 512, 80):
        seen = part[window.top : window.bottom, window.left : window.right]
        for one in nuclei.find_nuclei(nuclei.smoothed(seen, wanted), 0.25, wanted):
            x, y = one.x + window.left, one.y + window.top
            if window.answers_for(x, y):
                pieces.append((round(x, 3), round(y, 3), one.area))
    assert len(whole) > 100
    assert sorted(pieces) == sorted((round(one.x, 3), round(one.y, 3), one.area) for one in whole)


@settings(derandomize=True)
@given(
    width=st.integers(1, 700),
    height=st.integers(1, 700),
    core=st.integers(64, 300),
    margin=st.integers(0, 64),
    x=st.floats(0, 1, exclude_max=True),
    y=st.floats(0, 1, exclude_max=True),
)
def test_exactly_one_window_answers_for_a_place(windows, width, height, core, margin, x, y):
    every = list(windows.windows_over(width, height, core, margin))
    answering = [window for window in every if window.answers_for(x * width, y * height)]
    assert len(answering) == 1
    window = answering[0]
    assert 0 <= window.left <= x * width < window.right <= width
    assert 0 <= window.top <= y * height < window.bottom <= height


@settings(derandomize=True, max_examples=60)
@given(rows=st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=7, max_size=7))
def test_an_outline_holds_its_pixels_and_no_others(nuclei, rows):
    labels, count = ndimage.label(ndimage.binary_fill_holes(np.array(rows)))
    for label in range(1, count + 1):
        outline = shapely.Polygon(nuclei.outline_of(labels == label))
        inside = np.argwhere(labels == label)
        outside = np.argwhere(labels != label)
        assert all(shapely.covers(outline, shapely.points(inside[:, 1] + 0.5, inside[:, 0] + 0.5)))
        assert not any(
            shapely.contains(outline, shapely.points(outside[:, 1] + 0.5, outside[:, 0] + 0.5))
        )


def test_a_picture_without_tissue_has_no_nuclei(nuclei):
    empty = np.full((200, 200, 3), 243, np.uint8)
    density = nuclei.smoothed(empty, nuclei.Settings())
    assert nuclei.find_nuclei(density, nuclei.otsu_threshold([density]), nuclei.Settings()) == []
    assert nuclei.tissue_share(empty) == 0


def test_areas_are_in_square_micrometres_whatever_the_pixel_size(nuclei, pixels):
    settings_ = nuclei.Settings()
    part = pixels[600:1400, 600:1400]
    half = part.reshape(400, 2, 400, 2, 3).mean(axis=(1, 3)).astype(np.uint8)
    fine = nuclei.find_nuclei(nuclei.smoothed(part, settings_), 0.25, settings_)
    coarse_settings = replace(settings_, pixel_size=1.0)
    coarse = nuclei.find_nuclei(nuclei.smoothed(half, coarse_settings), 0.25, coarse_settings)
    assert len(coarse) == pytest.approx(len(fine), rel=0.1)
    assert sum(one.area for one in coarse) == pytest.approx(sum(one.area for one in fine), rel=0.1)
