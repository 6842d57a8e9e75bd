"""Runs made by hand, with outlines of known area, and what is drawn of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cytodesk.charts.comparison import Comparison
from cytodesk.charts.drawing import Drawing
from cytodesk.charts.drawings.confusion import expected
from cytodesk.charts.drawings.distributions import Form, distribution
from cytodesk.charts.drawings.results import bars_by_term
from cytodesk.charts.drawings.samples import measures_of, sample_of
from cytodesk.charts.figures import Metric, Quantity
from cytodesk.charts.results import RunResults
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Term
from cytodesk.wire.runs import Run, RunParameter, RunState, status_of


@dataclass(frozen=True)
class Declared:
    name: str
    default: str | None = None
    type: str = "String"
    set_by_server: bool = False
    human_name: str = ""


IMAGES = {
    1: ImageInstance(id=1, project=9, name="a.svs", pixel_size_x=0.5, pixel_size_y=0.25),
    2: ImageInstance(id=2, project=9, name="b.svs", pixel_size_x=2.0, pixel_size_y=2.0),
    3: ImageInstance(id=3, project=9, name="no size.png"),
}
TERMS = {
    11: Term(id=11, ontology=8, name="Nucleus"),
    12: Term(id=12, ontology=8, name="Stroma"),
}
BOW_TIE = "POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0))"
"""Crosses itself at (2, 2): two triangles of 4 px² each; its plain shoelace sum is 0."""


def drawings_of(comparison: Comparison) -> list[Drawing]:
    """Return counts by term, then per unit total areas by term, boxes and ECDFs of the areas.

    Last comes, of each run that knew what was right, the confusion of its terms.
    """
    drawings = [bars_by_term(comparison, Metric(Quantity.COUNT))]
    for measure in measures_of(comparison):
        if measure.key == "area":
            sample = sample_of(comparison, measure)
            drawings.append(bars_by_term(comparison, Metric(Quantity.AREA, measure.unit)))
            drawings += [distribution(sample, Form.BOXES), distribution(sample, Form.ECDF)]
    return [*drawings, *expected(comparison)]


def box(width: float, height: float, x: float = 0.0, y: float = 0.0) -> str:
    """Return a rectangle of width x height pixels."""
    right, top = x + width, y + height
    return f"POLYGON (({x} {y}, {right} {y}, {right} {top}, {x} {top}, {x} {y}))"


def outline(
    id: int, location: str, image: int | None = 1, terms: tuple[int, ...] = (11,)
) -> Annotation:
    return Annotation(id=id, location=location, image=image, terms=terms)


def run(
    id: int = 500,
    annotations: Sequence[Annotation] = (),
    *,
    state: RunState = RunState.SUCCEEDED,
    parameters: Sequence[RunParameter] = (),
    algorithm: str = "Detect nuclei",
    number: int | None = None,
    data_deleted: bool = False,
    images: dict[int, ImageInstance] = IMAGES,
    terms: dict[int, Term] = TERMS,
    declared: Sequence[Declared] = (),
) -> RunResults:
    return RunResults(
        run=Run(
            id=id,
            created=1_790_000_000_000 + id,
            status=status_of(state),
            number=id - 499 if number is None else number,
            algorithm_name=algorithm,
            parameters=tuple(parameters),
            data_deleted=data_deleted,
        ),
        annotations=tuple(annotations),
        images=images,
        terms=terms,
        duration=12.5,
        declared=tuple(declared),
    )


def given(name: str, value: str | None, type: str = "String", index: int = 0) -> RunParameter:
    return RunParameter(
        id=1, name=name, human_name=name.capitalize(), type=type, index=index, value=value
    )
