from __future__ import annotations

import numpy as np
import openslide
import pytest
import shapely


@pytest.fixture(scope="module")
def thumbnail(sample):
    with openslide.OpenSlide(sample[0]) as slide:
        return np.asarray(slide.get_thumbnail((512, 512)).convert("RGB"))


@pytest.fixture(scope="module")
def wanted(tissue, sample, thumbnail):
    truth = sample[1]
    return tissue.Settings(pixel_size=truth.pixel_size_um * truth.width / thumbnail.shape[1])


def test_defaults_measure_the_true_area(tissue, sample, thumbnail, wanted):
    density = tissue.smoothed(thumbnail, wanted)
    pieces = tissue.find_tissue(density, tissue.otsu_threshold(density), wanted)
    measured = sum(piece.area for piece in pieces) * wanted.pixel_size**2
    truth = sample[1]
    true = sum(shapely.from_wkt(one.wkt).area for one in truth.tissue) * truth.pixel_size_um**2
    assert measured == pytest.approx(true, rel=0.05)
    assert len(pieces) == len(truth.tissue)
    assert all(shapely.is_valid(pieces))


def test_a_higher_threshold_measures_less_tissue(tissue, thumbnail, wanted):
    density = tissue.smoothed(thumbnail, wanted)
    areas = [
        sum(piece.area for piece in tissue.find_tissue(density, threshold, wanted))
        for threshold in (0.05, 0.12, 0.25)
    ]
    assert areas[0] > areas[1] > areas[2]


def test_a_large_gap_stays_open_and_a_small_one_is_closed(tissue):
    density = np.zeros((60, 60), np.float32)
    density[5:55, 5:55] = 1
    density[10:30, 10:30] = 0
    density[40:42, 40:42] = 0
    (piece,) = tissue.find_tissue(
        density, 0.5, tissue.Settings(pixel_size=1, minimum_area=10, largest_gap=100)
    )
    assert [shapely.Polygon(ring).area for ring in piece.interiors] == [400]
    assert piece.area == 50 * 50 - 400


def test_a_piece_below_the_smallest_is_left_out(tissue):
    density = np.zeros((40, 40), np.float32)
    density[2:5, 2:5] = 1
    density[10:30, 10:30] = 1
    wanted = tissue.Settings(pixel_size=2, minimum_area=100, largest_gap=0)
    assert [piece.area for piece in tissue.find_tissue(density, 0.5, wanted)] == [400]


def test_an_even_picture_has_no_tissue(tissue):
    wanted = tissue.Settings(pixel_size=4)
    density = tissue.smoothed(np.full((50, 50, 3), 240, np.uint8), wanted)
    assert tissue.find_tissue(density, tissue.otsu_threshold(density), wanted) == []
