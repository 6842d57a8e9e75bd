from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cytodesk.errors import BadInput
from cytodesk.workspace.pixels import adjusted, crop, full_scale_of, window_mask
from tests.workspace.pixels.conftest import Opened

HEIGHT = 1003


def centres_inside(
    geometry: shapely.Geometry, x: int, y: int, w: int, h: int, size: tuple[int, int]
) -> NDArray[np.bool_]:
    """Ask shapely about each pixel centre, in Cytomine's coordinates."""
    columns, rows = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    across = x + columns * w / size[0]
    up = HEIGHT - (y + rows * h / size[1])
    return np.asarray(shapely.contains_xy(geometry, across, up))


def star(seed: int, points: int = 40) -> shapely.Polygon:
    random = np.random.default_rng(seed)
    angles = np.linspace(0, 2 * np.pi, points, endpoint=False)
    radii = random.uniform(20, 90, points)
    middle = random.uniform(150, 250, 2)
    outline = middle + np.column_stack([np.cos(angles), np.sin(angles)]) * radii[:, None]
    hole = middle + np.column_stack([np.cos(angles), np.sin(angles)]) * 11.3
    return shapely.Polygon(outline, [hole])


@pytest.mark.parametrize("size", [(400, 400), (173, 211), (800, 500)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_mask_holds_the_pixels_whose_centres_shapely_contains(
    seed: int, size: tuple[int, int]
) -> None:
    shape = star(seed)
    frame = (3, HEIGHT - 400, 400, 400)
    mask = window_mask([shape], HEIGHT, *frame, size)
    assert mask.dtype == np.uint8
    assert set(np.unique(mask)) == {0, 255}
    assert np.array_equal(mask > 0, centres_inside(shape, *frame, size))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-20, 60, width=32), st.floats(-20, 60, width=32)),
        min_size=3,
        max_size=8,
    )
)
def test_masks_of_any_valid_polygon_agree_with_shapely(corners: list[tuple[float, float]]) -> None:
    # A third of a pixel more keeps centres off the edges, where half open rules differ.
    shape = shapely.Polygon([(round(x) + 0.237, round(y) + 0.119) for x, y in corners])
    if not shape.is_valid or shape.area == 0:
        return
    centres = shapely.points(*np.meshgrid(np.arange(40) + 0.5, HEIGHT - np.arange(40) - 0.5))
    moved = shapely.transform(shape, lambda points: points + np.array([0, HEIGHT - 40]))
    mask = window_mask([moved], HEIGHT, 0, 0, 40, 40, (40, 40)) > 0
    with np.errstate(invalid="ignore"):  # edges of no length make GEOS raise a flag, not an error
        unsure = shapely.distance(centres, moved.boundary) < 1e-9
    expected = centres_inside(moved, 0, 0, 40, 40, (40, 40))
    assert np.array_equal(mask[~unsure], expected[~unsure])


def test_neighbours_share_no_pixel_and_leave_none_out() -> None:
    left, right = shapely.box(0, 0, 10.5, 20), shapely.box(10.5, 0, 20, 20)
    masks = [window_mask([one], 20, 0, 0, 20, 20, (20, 20)) > 0 for one in (left, right)]
    assert not (masks[0] & masks[1]).any()
    assert (masks[0] | masks[1]).all()


def test_overlapping_shapes_do_not_cancel_out() -> None:
    shapes = [shapely.box(0, 0, 12, 20), shapely.box(8, 0, 20, 20)]
    assert (window_mask(shapes, 20, 0, 0, 20, 20, (20, 20)) == 255).all()


def test_a_point_is_one_pixel_and_a_line_is_one_wide() -> None:
    point = window_mask([shapely.Point(3.2, 16.9)], 20, 0, 0, 20, 20, (20, 20))
    assert np.argwhere(point).tolist() == [[3, 3]]
    on_a_corner = window_mask([shapely.Point(3, 16)], 20, 0, 0, 20, 20, (20, 20))
    assert np.argwhere(on_a_corner).tolist() == [[4, 3]]
    line = shapely.LineString([(2.5, 9.6), (15.5, 9.6)])
    assert (window_mask([line], 20, 0, 0, 20, 20, (20, 20)) > 0).sum(axis=0).max() == 1


def test_a_shape_outside_the_window_leaves_it_empty() -> None:
    far = shapely.box(500, 500, 600, 600)
    assert not window_mask([far], 1000, 0, 0, 50, 50, (50, 50)).any()


def test_a_crop_is_the_bounding_box_seen_from_the_top(
    opened: Opened, odd_pyramid: Path, odd_pixels: NDArray[np.uint8]
) -> None:
    shape = shapely.box(100, 200, 180, 260)
    shown = crop(opened(odd_pyramid), shape)
    assert np.array_equal(shown, odd_pixels[HEIGHT - 260 : HEIGHT - 200, 100:180])


def test_a_crop_is_clipped_to_the_image(opened: Opened, odd_pyramid: Path) -> None:
    assert crop(opened(odd_pyramid), shapely.box(-50, -20, 30, 40)).shape == (40, 30, 3)


def test_a_crop_grows_around_its_middle(
    opened: Opened, odd_pyramid: Path, odd_pixels: NDArray[np.uint8]
) -> None:
    slide, shape = opened(odd_pyramid), shapely.box(300, 400, 340, 420)
    grown = crop(slide, shape, increase_area=2)
    assert np.array_equal(grown, odd_pixels[HEIGHT - 430 : HEIGHT - 390, 280:360])
    assert crop(slide, shape, square=True).shape == (40, 40, 3)


def test_mask_and_alpha_fit_the_crop(opened: Opened, odd_pyramid: Path) -> None:
    slide, shape = opened(odd_pyramid), star(5)
    shown = crop(slide, shape, max_size=77)
    mask = crop(slide, shape, max_size=77, kind="mask")
    alpha = crop(slide, shape, max_size=77, kind="alphamask")
    assert mask.shape == shown.shape[:2]
    assert np.array_equal(alpha[..., :3], shown)
    assert np.array_equal(alpha[..., 3], mask)
    assert 0 < (mask > 0).mean() < 1


def test_a_drawn_outline_changes_its_own_pixels_only(opened: Opened, odd_pyramid: Path) -> None:
    slide, shape = opened(odd_pyramid), shapely.box(300, 400, 380, 460)
    plain = crop(slide, shape, increase_area=1.5)
    drawn = crop(slide, shape, increase_area=1.5, kind="draw", colour="#ff0000", thickness=1)
    changed = (plain != drawn).any(axis=2)
    assert (drawn[changed] == (255, 0, 0)).all()
    assert 0 < changed.sum() < 2 * (82 + 62)


def test_a_point_has_a_picture_and_an_empty_shape_has_none(
    opened: Opened, odd_pyramid: Path
) -> None:
    slide = opened(odd_pyramid)
    assert crop(slide, shapely.Point(10, 10)).shape == (1, 1, 3)
    with pytest.raises(BadInput, match="without a shape"):
        crop(slide, shapely.Polygon())
    with pytest.raises(BadInput, match="outside the image"):
        crop(slide, shapely.box(5000, 5000, 5010, 5010))


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        ("POINT (0 0)", (1, 1)),
        ("POINT ({right} {top})", (1, 1)),
        ("POINT ({right} 0)", (1, 1)),
        ("LINESTRING (0 0, 40 0)", (1, 40)),
        ("LINESTRING ({right} 0, {right} {top})", (HEIGHT, 1)),
        ("MULTIPOINT ((0 0), ({right} {top}))", None),
    ],
)
def test_what_lies_on_the_edge_of_the_image_is_seen(
    opened: Opened, odd_pyramid: Path, shape: str, size: tuple[int, int] | None
) -> None:
    slide = opened(odd_pyramid)
    facts = slide.facts
    geometry = shapely.from_wkt(shape.format(right=facts.width, top=facts.height))
    mask = crop(slide, geometry, kind="mask")
    assert mask.any()
    assert mask.shape == (size or (facts.height, facts.width))
    assert crop(slide, geometry).shape[:2] == mask.shape


def test_an_outline_is_drawn_on_16_bits_as_they_are_seen(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "deep.tif"
    tifffile.imwrite(path, np.full((60, 80), 3000, np.uint16))
    slide, shape = opened(path), shapely.box(10, 10, 50, 50)
    drawn = crop(slide, shape, kind="draw", colour="#ff0000")
    assert drawn.dtype == np.uint8
    assert (
        drawn[20, 20].tolist()
        == adjusted(crop(slide, shape), full_scale=full_scale_of(slide))[20, 20].tolist()
    )


def test_the_area_of_a_full_mask_is_the_area_of_the_shape(
    opened: Opened, shared_slides: Path
) -> None:
    truth = json.loads((shared_slides / "derived-HE-slide-10k.truth.json").read_text())
    slide = opened(shared_slides / "derived-HE-slide-10k.tif")
    for fragment in truth["fragments"]:
        shape = shapely.from_wkt(fragment["wkt"])
        mask = crop(slide, shape, kind="mask", zoom=1)
        assert (mask > 0).sum() * 4 == pytest.approx(fragment["area_px"], rel=1e-3)


def test_tissue_is_darker_inside_the_true_outline_than_outside(
    opened: Opened, shared_slides: Path
) -> None:
    truth = json.loads((shared_slides / "derived-HE-slide-10k.truth.json").read_text())
    slide = opened(shared_slides / "derived-HE-slide-10k.tif")
    shape = shapely.from_wkt(truth["fragments"][1]["wkt"])
    picture = crop(slide, shape, kind="alphamask", max_size=512, increase_area=1.1)
    inside = picture[..., 3] > 0
    assert picture[inside, 1].mean() + 40 < picture[~inside, 1].mean()
