from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import openslide
import pytest
import shapely

from cytodesk.errors import BadInput
from cytodesk.sample.shapes import draw_sections
from cytodesk.sample.slide import make_slide
from cytodesk.sample.truth import LYMPHOCYTE, TERMS, TISSUE, TUMOUR_NUCLEUS, SampleTruth

Sample = tuple[Path, SampleTruth]


def _polygons(outlines):
    return [shapely.from_wkt(one.wkt) for one in outlines]


def test_the_same_seed_gives_the_same_slide_and_truth(tmp_path):
    one = make_slide(tmp_path / "one.tif", seed=4, width=1024, height=768)
    other = make_slide(tmp_path / "other.tif", seed=4, width=1024, height=768)
    assert one == other
    assert (
        sha256((tmp_path / "one.tif").read_bytes()).digest()
        == sha256((tmp_path / "other.tif").read_bytes()).digest()
    )


def test_another_seed_gives_another_truth(tmp_path):
    one = make_slide(tmp_path / "one.tif", seed=4, width=1024, height=768)
    assert make_slide(tmp_path / "other.tif", seed=5, width=1024, height=768).nuclei != one.nuclei


def test_openslide_reads_a_pyramid_with_its_pixel_size(sample: Sample):
    path, truth = sample
    with openslide.OpenSlide(path) as slide:
        assert slide.dimensions == (truth.width, truth.height)
        assert slide.level_count >= 4
        assert float(slide.properties["openslide.mpp-x"]) == pytest.approx(truth.pixel_size_um)
        assert float(slide.properties["openslide.mpp-y"]) == pytest.approx(truth.pixel_size_um)


def test_all_true_outlines_are_valid_polygons(sample: Sample):
    polygons = _polygons(sample[1].outlines)
    assert {polygon.geom_type for polygon in polygons} == {"Polygon"}
    assert all(shapely.is_valid(polygons))


def test_nuclei_lie_inside_tissue_and_tissue_inside_the_slide(sample: Sample):
    truth = sample[1]
    tissue = shapely.union_all(_polygons(truth.tissue))
    assert shapely.box(0, 0, truth.width, truth.height).contains(tissue)
    shapely.prepare(tissue)
    assert all(shapely.contains(tissue, _polygons(truth.nuclei)))


def test_there_are_several_hundred_nuclei_of_either_kind(sample: Sample):
    kinds = [one.term for one in sample[1].nuclei]
    assert 500 <= len(kinds) <= 1500
    assert min(kinds.count(TUMOUR_NUCLEUS.name), kinds.count(LYMPHOCYTE.name)) >= 250
    assert {one.term for one in sample[1].outlines} == {term.name for term in TERMS}
    assert {one.term for one in sample[1].tissue} == {TISSUE.name}


def test_some_nuclei_touch_and_none_overlap_by_more_than_rounding(sample: Sample):
    polygons = np.array(_polygons(sample[1].nuclei))
    one, other = shapely.STRtree(polygons).query(polygons, predicate="dwithin", distance=1.0)
    pairs = one < other
    assert pairs.sum() >= 50
    shared = shapely.area(shapely.intersection(polygons[one[pairs]], polygons[other[pairs]]))
    assert shared.max() < 1.0


def test_the_truth_counts_y_from_the_bottom(sample: Sample, pixels):
    """A pixel at a nucleus' centre, its row counted from the bottom, is darker than its tissue."""
    truth = sample[1]
    dark = _polygons(one for one in truth.nuclei if one.term == LYMPHOCYTE.name)
    centres = [(polygon.centroid.x, truth.height - polygon.centroid.y) for polygon in dark]
    red = [pixels[int(y), int(x), 0] for x, y in centres]
    assert max(red) < 140


def test_progress_rises_to_the_whole(tmp_path):
    told: list[float] = []
    make_slide(tmp_path / "one.tif", width=512, height=512, report=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize("seed", range(12))
def test_any_seed_gives_nuclei_inside_separate_sections(seed):
    sections = [one.polygon() for one in draw_sections(np.random.default_rng(seed), 4096, 3072)]
    assert all(shapely.is_valid(sections))
    assert shapely.box(0, 0, 4096, 3072).contains(shapely.union_all(sections))
    assert sum(one.area for one in sections) == pytest.approx(shapely.union_all(sections).area)


def test_a_slide_too_small_for_tissue_is_refused_in_words(tmp_path):
    with pytest.raises(BadInput, match="at least 512"):
        make_slide(tmp_path / "tiny.tif", width=100, height=100)


def test_a_folder_that_is_missing_is_said_in_words(tmp_path):
    with pytest.raises(BadInput, match="cannot be written"):
        make_slide(tmp_path / "nowhere" / "sample.tif", width=512, height=512)


def test_no_unfinished_file_is_left_behind(tmp_path):
    make_slide(tmp_path / "one.tif", width=512, height=512)
    assert [found.name for found in tmp_path.iterdir()] == ["one.tif"]
