"""What ended runs left, kept on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from cytodesk.charts.cache import ColumnCache, fingerprint_of
from cytodesk.charts.columns import NAMES, Columns, columns_of
from cytodesk.charts.rated import Rated
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.runs import Run

from .made import BOW_TIE, IMAGES, box, outline

RUN = Run(id=7, status=3, updated=5, user=9)
ANNOTATIONS = [
    outline(3, box(4, 2)),
    outline(1, BOW_TIE, 2, (12, 11, 12)),
    outline(2, "nonsense", None, ()),
    outline(4, "POINT (1 1)", 3, ()),
]


@pytest.fixture
def columns() -> Columns:
    return columns_of(ANNOTATIONS, IMAGES, [Rated(3, 11, 12, 0.5), Rated(1, 11, 11)])


def test_columns_say_what_the_annotations_said(columns: Columns):
    assert columns.ids.tolist() == [3, 1, 2, 4]
    assert columns.image.tolist() == [1, 2, 0, 3]
    assert columns.member.tolist() == [0, 1, 1]
    assert columns.member_term.tolist() == [11, 11, 12]
    assert columns.pixels[:2].tolist() == [8, 8]
    # Image 1 has pixels half as high as wide: 2 x (4 + 2 / 2) widths.
    assert columns.lengths[0] == 10
    assert columns.mended.tolist() == [False, True, False, False]
    assert columns.unreadable.tolist() == [False, False, True, False]
    assert columns.bounds[0].tolist() == [0, 0, 4, 2]
    assert columns.ratings == (Rated(3, 11, 12, 0.5), Rated(1, 11, 11))


def test_only_the_outlines_that_are_asked_for_are_decoded(columns: Columns):
    found = columns.shapes(np.array([2, 0]))
    assert found[0] is None
    assert found[1].equals(shapely.box(0, 0, 4, 2))


def test_what_was_kept_is_read_back_the_same(columns: Columns, tmp_path: Path):
    cache = ColumnCache(tmp_path)
    assert cache.read("s", RUN, "f") is None
    cache.keep("s", RUN, "f", columns)
    kept = ColumnCache(tmp_path).read("s", RUN, "f")
    assert kept is not None
    for name in NAMES:
        assert np.array_equal(getattr(kept, name), getattr(columns, name), equal_nan=True)
    assert cache.read("other", RUN, "f") is None


def test_a_changed_run_is_another_and_the_old_one_goes(columns: Columns, tmp_path: Path):
    cache = ColumnCache(tmp_path)
    cache.keep("s", RUN, "old", columns)
    cache.keep("s", RUN, "new", columns)
    assert cache.read("s", RUN, "old") is None
    assert cache.read("s", RUN, "new") is not None
    cache.forget("s", RUN.id)
    assert cache.read("s", RUN, "new") is None


@pytest.mark.parametrize("broken", ["ids.npy", "wkb.npy", "whole.json"])
@pytest.mark.parametrize("content", [None, b"", b"nonsense"])
def test_what_is_broken_is_asked_for_again(columns, tmp_path, broken, content):
    cache = ColumnCache(tmp_path)
    cache.keep("s", RUN, "f", columns)
    (path,) = tmp_path.glob(f"*/*/{broken}")
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert cache.read("s", RUN, "f") is None
    cache.keep("s", RUN, "f", columns)
    assert cache.read("s", RUN, "f") is not None


def test_a_folder_that_cannot_be_written_only_costs_time(columns: Columns, tmp_path: Path):
    place = tmp_path / "file"
    place.write_text("in the way")
    cache = ColumnCache(place)
    cache.keep("s", RUN, "f", columns)
    assert cache.read("s", RUN, "f") is None


def test_the_fingerprint_changes_with_what_a_run_left():
    counts = {"annotations": 4}
    same = fingerprint_of(RUN, counts, IMAGES)
    assert same == fingerprint_of(RUN, dict(counts), dict(IMAGES))
    taller = ImageInstance(id=1, pixel_size_x=0.5, pixel_size_y=0.5)
    others = {
        fingerprint_of(RUN, {"annotations": 3}, IMAGES),
        fingerprint_of(Run(id=7, status=4, updated=5, user=9), counts, IMAGES),
        fingerprint_of(Run(id=7, status=3, updated=6, user=9), counts, IMAGES),
        fingerprint_of(Run(id=7, status=3, updated=5, user=9, data_deleted=True), counts, IMAGES),
        fingerprint_of(RUN, counts, {**IMAGES, 1: taller}),
    }
    assert len(others | {same}) == 6
