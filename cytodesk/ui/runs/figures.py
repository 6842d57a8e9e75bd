"""The figures of one run, by term and by image, and a piece of its slide to look at. No Qt here.

Runs with many annotations are measured in a worker process: all of this can be pickled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from cytodesk.charts.figures import MICRON2, PIXEL2, Metric, Note, Quantity
from cytodesk.charts.labels import NO_IMAGE, NO_TERM, Labels, labels_of
from cytodesk.charts.metrics import MetricTable, read_metrics
from cytodesk.charts.results import RunResults
from cytodesk.client.annotations import annotations_of
from cytodesk.client.connection import Connection
from cytodesk.client.passport import Passport
from cytodesk.client.run_details import images_with
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Project, Term
from cytodesk.wire.runs import Run

ALL = ""
"""The name under which all images, and all terms, are pooled."""
_SEEN = 40
"""Objects that a view should show, where there are so many."""
_DRAWN = 400
_SMALLEST = 256
_FINEST = 160
"""A view's outlines are as fine as this many points a side need."""
Outline = tuple[str, tuple[tuple[float, float], ...]]


@dataclass(frozen=True, slots=True)
class TermFigures:
    """`median_area` in the unit of its image, `density` in objects per mm² of image."""

    term: str
    color: str
    count: int
    share: float
    median_area: float | None
    density: float | None


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle of an image, pixels from its top left corner, and the outlines in it."""

    image: ImageInstance
    x: int
    y: int
    width: int
    height: int
    outlines: tuple[Outline, ...]


@dataclass(frozen=True, slots=True)
class RunFigures:
    by_image: Mapping[str, tuple[TermFigures, ...]]
    """The terms that were found, then all of them; images by name, ALL first."""
    units: Mapping[str, str]
    """In what areas are measured, by image."""
    notes: tuple[Note, ...]
    view: View | None


def figures_of(connection: Connection, run: Run, project: Project) -> RunFigures:
    """Fetch what `run` left and measure it."""
    annotations = tuple(annotations_of(connection, run, project=project.id))
    images = images_with(connection, {each.image for each in annotations if each.image}, project)
    terms = connection.things(Term, f"project/{project.id}/term.json")
    results = RunResults(
        run=run,
        annotations=annotations,
        images={image.id: image for image in images},
        terms={term.id: term for term in terms},
    )
    return measured(results)


def figures_apart(passport: Passport, run: Run, project: Project) -> RunFigures:
    """Do the same in a process that has no connection yet."""
    with passport.open() as connection:
        return figures_of(connection, run, project)


def measured(results: RunResults) -> RunFigures:
    labels = labels_of([results])
    table = read_metrics(results, labels)
    colors = {labels.of_term(results, id_): term.color for id_, term in results.terms.items()}
    areas = _areas(results, labels)
    names = [ALL, *table.objects.images] if len(table.objects.images) > 1 else [ALL]
    units = {name: _unit(table, name) for name in names}
    return RunFigures(
        by_image={name: _rows(table, name, units[name], colors, areas) for name in names},
        units=units,
        notes=table.notes,
        view=_view(results),
    )


def _rows(
    table: MetricTable,
    image: str,
    unit: str,
    colors: Mapping[str, str],
    areas: Mapping[str, float | None],
) -> tuple[TermFigures, ...]:
    where = None if image == ALL else image
    total = table.values.get(Metric(Quantity.COUNT, "", None, where), 0.0)
    square = areas.get(image)

    def figures(term: str | None) -> TermFigures:
        count = table.values.get(Metric(Quantity.COUNT, "", term, where), 0.0)
        return TermFigures(
            term=term or ALL,
            color=colors.get(term or "", ""),
            count=int(count),
            share=count / total if total else 0.0,
            median_area=table.values.get(Metric(Quantity.MEDIAN_AREA, unit, term, where)),
            density=count / square if square else None,
        )

    found = [figures(term) for term in table.objects.terms]
    found = [row for row in found if row.count]
    return (*found, figures(None)) if total else ()


def _unit(table: MetricTable, image: str) -> str:
    objects = table.objects
    if image == ALL:
        return MICRON2 if not len(objects) or objects.has_micron.any() else PIXEL2
    return MICRON2 if objects.image_has_micron[objects.images.index(image)] else PIXEL2


def _areas(results: RunResults, labels: Labels) -> dict[str, float | None]:
    """Return the mm² of each image that has objects, by name, and of all of them together."""
    used = {each.image for each in results.annotations if each.image is not None}
    square = {
        labels.of_image(results, id_): _square(results.images.get(id_)) for id_ in sorted(used)
    }
    known = [area for area in square.values() if area is not None]
    whole = sum(known) if known and len(known) == len(square) else None
    return {**square, ALL: whole}


def _square(image: ImageInstance | None) -> float | None:
    if image is None or not image.pixel_size_x or not image.pixel_size_y:
        return None
    return image.width * image.pixel_size_x * image.height * image.pixel_size_y / 1e6 or None


def _view(results: RunResults) -> View | None:
    """Return where the most is to be seen, on the image that has the most of it."""
    by_image: dict[int, list[Annotation]] = {}
    for each in results.annotations:
        if each.image in results.images:
            by_image.setdefault(each.image or 0, []).append(each)
    if not by_image:
        return None
    id_ = max(by_image, key=lambda each: len(by_image[each]))
    image, found = results.images[id_], by_image[id_]
    shapes = shapely.from_wkt(np.array([a.location for a in found], object), on_invalid="ignore")
    whole = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not whole.any() or not image.width or not image.height:
        return None
    box = _busiest(shapely.bounds(shapes[whole]), image)
    kept = [each for each, is_whole in zip(found, whole, strict=True) if is_whole]
    outlines = _outlines(shapes[whole], kept, results.terms, image, box)
    return View(image, *box, outlines)


def _busiest(bounds: np.ndarray, image: ImageInstance) -> tuple[int, int, int, int]:
    """Return the smallest square of a grid in which enough lies, or the whole image."""
    x = (bounds[:, 0] + bounds[:, 2]) / 2
    y = image.height - (bounds[:, 1] + bounds[:, 3]) / 2
    largest = float(np.median(np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])))
    side = max(_SMALLEST, int(2.0 * largest))
    while side < min(image.width, image.height):
        column, line = (x // side).astype(int), (y // side).astype(int)
        cells, counts = np.unique(np.stack([column, line]), axis=1, return_counts=True)
        best = int(np.argmax(counts))
        if counts[best] >= min(_SEEN, len(x)):
            left = min(int(cells[0, best]) * side, image.width - side)
            top = min(int(cells[1, best]) * side, image.height - side)
            return max(0, left), max(0, top), side, side
        side = int(side * 1.5)
    return 0, 0, image.width, image.height


def _outlines(
    shapes: np.ndarray,
    annotations: Sequence[Annotation],
    terms: Mapping[int, Term],
    image: ImageInstance,
    box: tuple[int, int, int, int],
) -> tuple[Outline, ...]:
    left, top, width, height = box
    lower = image.height - top - height
    seen = shapely.intersects(shapes, shapely.box(left, lower, left + width, lower + height))
    drawn: list[Outline] = []
    for place in np.flatnonzero(seen)[:_DRAWN]:
        color = next((terms[id_].color for id_ in annotations[place].terms if id_ in terms), "")
        simple = shapely.simplify(shapes[place], width / _FINEST / 4)
        for part in shapely.get_parts(simple):
            ring = shapely.get_coordinates(shapely.get_exterior_ring(part))
            if len(ring) > 2:
                points = tuple((float(x - left), float(lower + height - y)) for x, y in ring)
                drawn.append((color, points))
    return tuple(drawn)


def is_no_name(label: str) -> bool:
    """Whether `label` stands for what has no term or no image, and is to be translated."""
    return label in (NO_TERM, NO_IMAGE)
