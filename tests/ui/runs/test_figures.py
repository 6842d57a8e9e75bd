"""The figures of one run, from annotations as a place tells them."""

from __future__ import annotations

import pickle

import pytest

from cytodesk.charts.figures import MICRON2, PIXEL2
from cytodesk.charts.results import RunResults
from cytodesk.ui.runs.figures import ALL, measured
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Term
from cytodesk.wire.runs import Run
from tests.client.runs_place import square

SIZED = ImageInstance(
    id=1, name="a.svs", width=1000, height=1000, pixel_size_x=0.5, pixel_size_y=0.5
)
UNSIZED = ImageInstance(id=2, name="b.svs", width=800, height=600)
TERMS = {5: Term(id=5, name="Nucleus", color="#0072B2"), 6: Term(id=6, name="Stroma")}


def drawn(image: int, *terms: int, at: int = 10) -> Annotation:
    return Annotation(id=image * 100 + at, image=image, terms=terms, location=square(at, at))


def results(*annotations: Annotation, images: tuple[ImageInstance, ...] = (SIZED,)) -> RunResults:
    run = Run(id=9, number=3, status=3)
    return RunResults(run, annotations, {each.id: each for each in images}, TERMS)


def test_shares_are_of_all_annotations_of_the_run() -> None:
    figures = measured(results(drawn(1, 5), drawn(1, 5, at=50), drawn(1, 6, at=90), drawn(1)))
    told = {row.term: (row.count, row.share) for row in figures.by_image[ALL]}
    assert told["Nucleus"] == (2, 0.5)
    assert told["no term"] == (1, 0.25)
    assert told[ALL] == (4, 1.0)


def test_densities_are_per_square_millimetre_of_image() -> None:
    (*_, pooled) = measured(results(drawn(1, 5), drawn(1, 5, at=50))).by_image[ALL]
    assert pooled.density == pytest.approx(2 / 0.25)
    assert pooled.median_area == pytest.approx(100)


def test_one_image_has_no_figures_of_its_own_and_two_have() -> None:
    one = measured(results(drawn(1, 5)))
    assert list(one.by_image) == [ALL]
    two = measured(results(drawn(1, 5), drawn(2, 6), images=(SIZED, UNSIZED)))
    assert list(two.by_image) == [ALL, "a.svs", "b.svs"]
    assert [row.term for row in two.by_image["b.svs"]] == ["Stroma", ALL]


def test_what_has_no_pixel_size_is_in_pixels_and_has_no_density() -> None:
    figures = measured(results(drawn(1, 5), drawn(2, 6), images=(SIZED, UNSIZED)))
    assert figures.units == {ALL: MICRON2, "a.svs": MICRON2, "b.svs": PIXEL2}
    (stroma, _) = figures.by_image["b.svs"]
    assert (stroma.median_area, stroma.density) == (400, None)
    assert figures.by_image[ALL][-1].density is None
    assert figures.notes


def test_a_run_without_annotations_has_no_rows_and_no_view() -> None:
    figures = measured(results())
    assert figures.by_image[ALL] == ()
    assert figures.view is None


def test_a_view_lies_in_the_image_and_shows_outlines_with_their_colours() -> None:
    many = [drawn(1, 5, at=at) for at in range(0, 200, 25)]
    view = measured(results(*many)).view
    assert view is not None
    assert 0 <= view.x <= 1000 - view.width
    assert 0 <= view.y <= 1000 - view.height
    assert {color for color, _ in view.outlines} == {"#0072B2"}
    # the lowest square of the image, y upwards, is the lowest of the view too
    assert view.y + view.height == 1000


def test_outlines_that_cannot_be_read_leave_the_others_to_be_seen() -> None:
    broken = Annotation(id=7, image=1, terms=(5,), location="POLYGON((")
    figures = measured(results(broken, drawn(1, 5)))
    assert figures.by_image[ALL][0].count == 2
    assert figures.view is not None
    assert len(figures.view.outlines) == 1


def test_figures_travel_between_processes() -> None:
    figures = measured(results(drawn(1, 5)))
    assert pickle.loads(pickle.dumps(figures)) == figures
