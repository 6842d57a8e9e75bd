from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cytodesk.charts.comparison import compare
from cytodesk.charts.figures import (
    MICRON,
    MICRON2,
    PER_MM2,
    PIXEL,
    PIXEL2,
    Level,
    Metric,
    Quantity,
)
from cytodesk.charts.labels import NO_IMAGE, NO_TERM
from cytodesk.charts.metrics import MetricTable, read_metrics
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Term
from cytodesk.wire.runs import RunState

from .made import BOW_TIE, IMAGES, box, outline, run

COUNT = Quantity.COUNT


def said(table: MetricTable) -> str:
    return "\n".join(note.said() for note in table.notes)


def test_areas_are_in_um2_by_both_sides_of_a_pixel():
    table = read_metrics(run(annotations=[outline(1, box(10, 20)), outline(2, box(4, 1))]))
    assert table.values[Metric(Quantity.AREA, MICRON2)] == 204 * 0.5 * 0.25
    assert table.values[Metric(Quantity.MEAN_AREA, MICRON2)] == 102 * 0.125
    assert table.values[Metric(Quantity.MEDIAN_AREA, MICRON2)] == 102 * 0.125
    assert not table.notes


def test_what_the_server_says_of_an_area_is_not_asked():
    wrong = replace(outline(1, box(10, 20)), area=1.0, area_unit="micron²")
    assert read_metrics(run(annotations=[wrong])).values[Metric(Quantity.AREA, MICRON2)] == 25.0


def test_a_hole_is_no_area():
    ring = "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 2 4, 4 4, 4 2, 2 2))"
    table = read_metrics(run(annotations=[outline(1, ring, image=3)]))
    assert table.values[Metric(Quantity.AREA, PIXEL2)] == 96


def test_a_ring_that_crosses_itself_is_mended_and_counted():
    table = read_metrics(run(annotations=[outline(1, BOW_TIE, image=3)]))
    assert table.values[Metric(Quantity.AREA, PIXEL2)] == 8
    assert "#1: outlines mended before measuring: 1." in said(table)


def test_pixels_and_microns_are_never_added_up():
    table = read_metrics(
        run(
            annotations=[
                outline(1, box(10, 10), image=2),
                outline(2, box(7, 7), image=3),
                outline(3, box(7, 7), image=3),
            ]
        )
    )
    assert table.values[Metric(COUNT)] == 3
    assert table.values[Metric(Quantity.AREA, MICRON2)] == 400
    assert Metric(Quantity.AREA, PIXEL2) not in table.values
    assert table.values[Metric(Quantity.AREA, PIXEL2, None, "no size.png")] == 98
    assert "(objects: 2, images: 1)" in said(table)


def test_areas_are_in_pixels_where_no_image_has_a_size():
    table = read_metrics(run(annotations=[outline(1, box(3, 3), image=3)]))
    assert table.values[Metric(Quantity.AREA, PIXEL2)] == 9
    assert "px²" in said(table)


@pytest.mark.parametrize("size", [0.0, -1.0, float("nan"), float("inf"), None])
def test_a_pixel_size_that_is_no_size_is_unknown(size: float | None):
    images = {1: ImageInstance(id=1, name="a", pixel_size_x=0.5, pixel_size_y=size)}
    table = read_metrics(run(annotations=[outline(1, box(3, 3))], images=images))
    assert table.values[Metric(Quantity.AREA, PIXEL2)] == 9


def test_an_object_with_two_terms_counts_under_both_and_once_in_the_total():
    table = read_metrics(run(annotations=[outline(1, box(4, 2), terms=(11, 12, 11))]))
    assert table.values[Metric(COUNT)] == 1
    assert table.values[Metric(COUNT, "", "Nucleus")] == 1
    assert table.values[Metric(COUNT, "", "Stroma")] == 1
    assert table.values[Metric(Quantity.AREA, MICRON2)] == 1
    assert table.values[Metric(Quantity.AREA, MICRON2, "Stroma")] == 1


def test_an_object_without_a_term_counts_under_no_term():
    table = read_metrics(run(annotations=[outline(1, box(4, 2), terms=()), outline(2, box(1, 1))]))
    assert table.values[Metric(COUNT, "", NO_TERM)] == 1
    assert table.values[Metric(COUNT, "", "Nucleus")] == 1


def test_a_term_that_is_called_no_term_is_not_taken_for_none():
    terms = {11: Term(id=11, name=NO_TERM)}
    table = read_metrics(run(annotations=[outline(1, box(1, 1))], terms=terms))
    assert table.values[Metric(COUNT, "", f"{NO_TERM} (#11)")] == 1
    assert Metric(COUNT, "", NO_TERM) not in table.values


def test_a_run_that_found_nothing_has_a_count_of_0():
    table = read_metrics(run())
    assert table.value(Metric(COUNT)) == 0
    assert table.value(Metric(COUNT, "", "Nucleus")) == 0
    assert table.value(Metric(Quantity.AREA, MICRON2, "Nucleus")) == 0
    assert table.value(Metric(Quantity.MEAN_AREA, MICRON2)) is None
    assert table.value(Metric(COUNT, "", "a term of elsewhere")) is None
    assert table.value(Metric(COUNT, "", None, "a.svs")) is None
    assert not table.notes


@pytest.mark.parametrize("state", [s for s in RunState if s is not RunState.SUCCEEDED])
def test_a_run_that_did_not_succeed_misses_figures_and_says_so(state: RunState):
    table = read_metrics(run(state=state))
    assert table.value(Metric(COUNT)) is None
    assert len(table.notes) == 1
    partly = read_metrics(run(state=state, annotations=[outline(1, box(1, 1))]))
    assert partly.value(Metric(COUNT)) == 1
    assert partly.value(Metric(COUNT, "", "Stroma")) is None
    assert partly.notes[0].runs == (500,)


def test_deleted_results_are_missing_and_not_0():
    table = read_metrics(run(data_deleted=True))
    assert table.value(Metric(COUNT)) is None
    assert "deleted" in said(table)


def test_points_and_lines_count_and_have_no_area():
    table = read_metrics(
        run(
            annotations=[
                outline(1, "POINT (3 3)"),
                outline(2, "LINESTRING (0 0, 5 5)"),
                outline(3, box(4, 2)),
            ]
        )
    )
    assert table.values[Metric(COUNT)] == 3
    assert table.values[Metric(Quantity.MEAN_AREA, MICRON2)] == 1
    assert "points and lines, counted but without an area: 2." in said(table)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "POLYGON",
        "POLYGON EMPTY",
        "not a polygon",
        "POLYGON ((0 0, nan 1, 1 1, 0 0))",
        "POLYGON ((0 0, inf 0, 1 1, 0 0))",
        "POLYGON ((0 0, 1e200 0, 1e200 1e200, 0 0))",
        "POLYGON ((0 0, 1 1))",
    ],
)
def test_an_outline_that_cannot_be_read_counts_and_is_said(text: str):
    table = read_metrics(run(annotations=[outline(1, text), outline(2, box(4, 2))]))
    assert table.values[Metric(COUNT)] == 2
    assert table.values[Metric(Quantity.AREA, MICRON2)] == 1
    assert "cannot be read, counted but not measured: 1." in said(table)


def test_an_outline_that_collapses_in_mending_has_no_area():
    spike = "POLYGON ((0 0, 5 5, 0 0, 0 0))"
    table = read_metrics(run(annotations=[outline(1, spike)]))
    assert Metric(Quantity.AREA, MICRON2) not in table.values
    assert "without an area: 1." in said(table)


def test_images_of_the_same_name_are_told_apart():
    twins = {i: ImageInstance(id=i, project=9, name="a.svs") for i in (1, 2)}
    table = read_metrics(
        run(annotations=[outline(1, box(1, 1), 1), outline(2, box(1, 1), 2)], images=twins)
    )
    assert table.values[Metric(COUNT, "", None, "a.svs (#1)")] == 1
    assert table.values[Metric(COUNT, "", None, "a.svs (#2)")] == 1


def test_an_object_that_names_no_image_or_an_unknown_one_is_kept():
    table = read_metrics(run(annotations=[outline(1, box(1, 1), None), outline(2, box(1, 1), 77)]))
    assert table.values[Metric(COUNT, "", None, NO_IMAGE)] == 1
    assert table.values[Metric(COUNT, "", None, "#77")] == 1


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([1, 2, 3, 4, None]),
            st.lists(st.sampled_from([11, 12, 13]), max_size=3),
            st.integers(1, 9),
        ),
        max_size=25,
    )
)
def test_a_pooled_count_is_the_sum_over_images(objects: list[tuple[int | None, list[int], int]]):
    table = read_metrics(
        run(
            annotations=[
                outline(number, box(side, side), image, tuple(terms))
                for number, (image, terms, side) in enumerate(objects, start=1)
            ]
        )
    )
    for term in (None, NO_TERM, *table.terms, "#13"):
        of_images = sum(
            value
            for metric, value in table.values.items()
            if metric.level is Level.IMAGE and metric.term == term and metric.name is COUNT
        )
        assert (table.value(Metric(COUNT, "", term)) or 0) == of_images
    known = sum(
        side * side * IMAGES[image].pixel_size_x * IMAGES[image].pixel_size_y  # type: ignore
        for image, _, side in objects
        if image in (1, 2)
    )
    assert (table.value(Metric(Quantity.AREA, MICRON2)) or 0) == known


def test_densities_in_regions_count_what_lies_inside_per_mm2():
    nuclei = [outline(n, box(10, 10, x)) for n, x in enumerate((0, 50, 95, 200))]
    regions = run(900, [outline(9, box(100, 100), terms=(12,)), outline(8, box(60, 100), 1, (12,))])
    rows = {
        row.metric: row.values
        for row in compare([run(500, nuclei), run(501, nuclei[:1])], regions=regions).metrics
    }
    square = 100 * 0.5 * 100 * 0.25 / 1e6
    pooled = Metric(Quantity.DENSITY, PER_MM2, region="Stroma")
    # The third sticks out by half: its inner point at 100 lies on the edge, which is not inside.
    assert rows[pooled] == pytest.approx((2 / square, 1 / square))
    of_image = Metric(Quantity.DENSITY, PER_MM2, "Nucleus", "a.svs", region="Stroma")
    assert rows[of_image] == pytest.approx((2 / square, 1 / square))
    assert pooled.said() == "Density (1/mm²) · in Stroma"


def test_the_density_of_an_image_needs_all_its_sizes():
    images = {
        1: ImageInstance(
            id=1, name="a.svs", width=1000, height=2000, pixel_size_x=0.5, pixel_size_y=0.5
        ),
        2: ImageInstance(id=2, name="b.svs", width=1000, height=2000),
    }
    both = read_metrics(run(500, [outline(1, box(1, 1)), outline(2, box(1, 1), 2)], images=images))
    assert both.value(Metric(Quantity.DENSITY, PER_MM2, None, "a.svs")) == 2.0
    assert both.value(Metric(Quantity.DENSITY, PER_MM2, None, "b.svs")) is None
    assert both.value(Metric(Quantity.DENSITY, PER_MM2)) is None


def test_perimeter_and_circularity_know_that_pixels_are_not_square():
    # 100 x 200 pixels of 0.5 x 0.25 µm are a square of 50 µm.
    table = read_metrics(run(500, [outline(1, box(100, 200))]))
    assert table.value(Metric(Quantity.MEAN_PERIMETER, MICRON)) == pytest.approx(200)
    assert table.value(Metric(Quantity.MEAN_CIRCULARITY)) == pytest.approx(math.pi / 4)
    flat = read_metrics(run(501, [outline(1, box(100, 200), 3)]))
    assert flat.value(Metric(Quantity.MEAN_PERIMETER, PIXEL)) == 600


def test_rates_that_nobody_gave_are_missing():
    def rated(*rates: float) -> MetricTable:
        found = [replace(outline(n, box(1, 1)), rate=rate) for n, rate in enumerate(rates)]
        return read_metrics(run(500, found))

    assert rated(0.0, 0.0).value(Metric(Quantity.MEAN_RATE)) is None
    assert rated(0.0, 0.5).value(Metric(Quantity.MEAN_RATE)) == 0.25
