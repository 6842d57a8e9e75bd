"""What the worker does for the tab Agreement: match, count, and find who disagrees. No Qt here."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from cytodesk.charts.agreement.agreeing import NO_PARTNER, Agreement, Disagreement, agree
from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.agreement.paired import paired_figures
from cytodesk.charts.agreement.preparing import Layer, Prepared, prepare
from cytodesk.charts.drawing import Drawing, Target
from cytodesk.charts.drawings.agreement import bland_altman_plot, scores_by_iou
from cytodesk.charts.figures import Note
from cytodesk.charts.labels import labels_of
from cytodesk.charts.results import RunResults
from cytodesk.charts.statistics.reliability import Kappa
from cytodesk.ui.compare.confusion import confusion_drawing
from cytodesk.ui.compare.study import Asked, Runs, compared, comparison_of, runs_of
from cytodesk.ui.worker import report
from cytodesk.wire.images import ImageInstance

MOST_COLUMNS = 6
"""Runs that the table sets beside each other; of more only the chosen one is matched."""
_FEWEST_IMAGES = 3
_CONTEXT = 0.6
"""How much of its size is shown around an object, at each side."""
_LEAST_WINDOW = 48
"""Pixels; smaller objects are shown with more around them."""


@dataclass(frozen=True, slots=True)
class Matching:
    """One column of the table: a run against the baseline; what is not known is None."""

    run: int
    name: str
    counts: dict[Fate, int]
    f1: float | None
    mean_iou: float | None
    dice: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the tab shows for one IoU; `other` is the run of the matrix and of the crops."""

    baseline: str
    other: int
    iou: float
    columns: tuple[Matching, ...]
    matrix: Drawing
    evidence: Drawing
    """How counts agree image by image; of few images, how the F1 falls with the IoU."""
    sentence: Note
    notes: tuple[Note, ...]

    @property
    def chosen(self) -> Matching:
        return next(column for column in self.columns if column.run == self.other)


@dataclass(frozen=True, slots=True)
class Crop:
    """A disagreement as it is looked at: a window of the slide with both outlines.

    `window` is left, top, width, height in pixels from the top left of the image; the rings are
    lists of corners (n x 2) in shares of the window, from its top left.
    """

    image: int
    window: tuple[int, int, int, int]
    baseline: tuple[NDArray[np.float64], ...]
    other: tuple[NDArray[np.float64], ...]
    terms: tuple[str, str]
    fate: Fate
    size: float
    unit: str
    target: Target


def agreement_of(asked: Asked, other: int, iou: float) -> Agreed:
    """Return how every run agrees with the first one; the matrix is that of `other`."""
    found, runs = runs_of(asked), asked.runs
    places = range(1, len(runs)) if len(runs) <= MOST_COLUMNS else [runs.index(other)]
    agreed = []
    for done, place in enumerate(places, start=1):
        agreed.append(agree(_prepared(found, place), iou))
        report(done / len(places))
    chosen = next(each for each in agreed if each.prepared.other.run == other)
    return Agreed(
        baseline=chosen.prepared.baseline.name,
        other=other,
        iou=iou,
        columns=tuple(_matching(each) for each in agreed),
        matrix=confusion_drawing(chosen),
        evidence=_evidence(asked, chosen, tuple(places)),
        sentence=chosen.sentence(),
        notes=chosen.prepared.notes,
    )


def crops_of(
    asked: Asked,
    other: int,
    iou: float,
    wanted: Fate | tuple[str, str],
    most: int,
) -> tuple[Crop, ...]:
    """Return the largest disagreements of a fate, or of a cell (row, column) of the matrix."""
    found, place = runs_of(asked), asked.runs.index(other)
    prepared = _prepared(found, place)
    agreement = agree(prepared, iou)
    these = _disagreeing(agreement, wanted)
    sides = (found[0], found[place])
    return tuple(_crop(prepared, sides, each) for each in itertools.islice(these, most))


def _disagreeing(agreement: Agreement, wanted: Fate | tuple[str, str]) -> Iterator[Disagreement]:
    if not isinstance(wanted, Fate):
        return agreement.cell(*wanted)
    return (each for each in agreement.disagreements() if each.fate is wanted)


def _evidence(asked: Asked, chosen: Agreement, places: tuple[int, ...]) -> Drawing:
    comparison, place = comparison_of(asked), asked.runs.index(chosen.prepared.other.run)
    if len(chosen.prepared.images) < _FEWEST_IMAGES:
        return _by_iou(runs_of(asked), places)
    tables = (comparison.tables[0], comparison.tables[place])
    counts = paired_figures(chosen.prepared, tables)[0]
    return bland_altman_plot(counts, chosen, place)


@functools.lru_cache(4)
def _by_iou(runs: Runs, others: tuple[int, ...]) -> Drawing:
    """Return the same for every IoU of the slider: it need not be drawn again."""
    agreed = [agree(_prepared(runs, place)) for place in others]
    return scores_by_iou(compared(runs), agreed)


@functools.lru_cache(16)
def _prepared(runs: Runs, place: int) -> Prepared:
    return prepare(runs[0], runs[place], labels_of(runs))


def _matching(agreement: Agreement) -> Matching:
    pooled, covered, kappa = agreement.pooled, agreement.covered, agreement.kappa
    of_other = (Fate.EXTRA, Fate.MERGED)
    counts = {fate: agreement.count(fate, of_other=fate in of_other) for fate in Fate}
    return Matching(
        run=agreement.prepared.other.run,
        name=agreement.prepared.other.name,
        counts={**counts, Fate.MATCHED: pooled.matches},
        f1=pooled.f1,
        mean_iou=pooled.mean_iou,
        dice=covered.dice if covered else None,
        kappa=kappa.kappa if isinstance(kappa, Kappa) else None,
    )


def _crop(prepared: Prepared, sides: tuple[RunResults, RunResults], shown: Disagreement) -> Crop:
    layers = (prepared.baseline, prepared.other)
    ids = (shown.baseline, shown.other)
    shapes = [
        None if id_ is None else _outline(results, id_)
        for results, id_ in zip(sides, ids, strict=True)
    ]
    place = prepared.images.index(shown.image)
    image = next(_images(layers, sides, place))
    window = _window([shape for shape in shapes if shape is not None], image)
    size = prepared.pixel_sizes[place]
    run, annotation = next(
        (layer.run, id_) for layer, id_ in zip(layers, ids, strict=True) if id_ is not None
    )
    rings = [tuple(_rings(shape, window, image.height)) for shape in shapes]
    return Crop(
        image=image.id,
        window=window,
        baseline=rings[0],
        other=rings[1],
        terms=(_term(prepared, layers[0], ids[0]), _term(prepared, layers[1], ids[1])),
        fate=shown.fate,
        size=shown.area * (size[0] * size[1] if size else 1.0),
        unit="µm²" if size else "px²",
        target=Target(run, image.id, annotation),
    )


def _outline(results: RunResults, id_: int) -> shapely.Geometry:
    if results.columns is not None:
        place = np.flatnonzero(results.columns.ids == id_)[:1]
        return results.columns.shapes(place)[0]
    text = next(each.location for each in results.annotations if each.id == id_)
    return shapely.from_wkt(text)


def _term(prepared: Prepared, layer: Layer, id_: int | None) -> str:
    if id_ is None:
        return NO_PARTNER
    place = int(np.flatnonzero(layer.ids == id_)[0])
    return prepared.terms[int(layer.label[place])]


def _images(
    layers: Sequence[Layer], sides: Sequence[RunResults], place: int
) -> Iterator[ImageInstance]:
    for layer, results in zip(layers, sides, strict=True):
        if (found := results.images.get(layer.image_ids[place] or 0)) is not None:
            yield found


def _window(shapes: Sequence[shapely.Geometry], image: ImageInstance) -> tuple[int, int, int, int]:
    """Return a square around `shapes`, with some of what lies around them."""
    left, low, right, high = shapely.total_bounds(np.array(shapes, dtype=object))
    side = max(right - left, high - low) * (1 + 2 * _CONTEXT)
    side = int(max(side, _LEAST_WINDOW))
    middle_x, middle_y = (left + right) / 2, image.height - (low + high) / 2
    x = int(min(max(middle_x - side / 2, 0), max(image.width - side, 0)))
    y = int(min(max(middle_y - side / 2, 0), max(image.height - side, 0)))
    return x, y, side, side


def _rings(
    shape: shapely.Geometry | None, window: tuple[int, int, int, int], height: int
) -> Iterator[NDArray[np.float64]]:
    x, y, width, tall = window
    if shape is None:
        return
    for part in shapely.get_parts(shape):
        for ring in shapely.get_rings(part):
            corners = shapely.get_coordinates(ring)
            yield (np.column_stack([corners[:, 0], height - corners[:, 1]]) - (x, y)) / (
                width,
                tall,
            )
