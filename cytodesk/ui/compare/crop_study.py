"""What the worker does for the crops: who disagrees, where, and both outlines. No Qt here."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from cytodesk.charts.agreement.agreeing import NO_PARTNER, Agreement, Disagreement, agree
from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.agreement.preparing import Layer, Prepared
from cytodesk.charts.drawing import Target
from cytodesk.charts.figures import MICRON, MICRON2, PIXEL, PIXEL2
from cytodesk.charts.results import RunResults
from cytodesk.ui.compare.agreement_study import prepared_of
from cytodesk.ui.compare.study import Asked, runs_of
from cytodesk.wire.images import ImageInstance

_CONTEXT = 0.6
"""How much of its size is shown around an object, at each side."""
_LEAST_WINDOW = 48
"""Pixels; smaller objects are shown with more around them."""


Ring: TypeAlias = NDArray[np.float64]
"""Corners (n x 2) in shares of a window, from its top left."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A disagreement as it is looked at: a window of the slide with both outlines.

    `window` is left, top, width, height in pixels from the top left of the image; the rings are
    lists of corners (n x 2) in shares of the window, from its top left. `across` is the window's
    width in `length_unit`: µm where the size of a pixel is known, else px.
    """

    image: int
    window: tuple[int, int, int, int]
    across: float
    length_unit: str
    baseline: tuple[Ring, ...]
    other: tuple[Ring, ...]
    terms: tuple[str, str]
    fate: Fate
    size: float
    unit: str
    target: Target


def crops_of(
    asked: Asked,
    other: int,
    iou: float,
    wanted: Fate | tuple[str, str],
    most: int,
) -> tuple[Crop, ...]:
    """Return the largest disagreements of a fate, or of a cell (row, column) of the matrix."""
    found, place = runs_of(asked), asked.runs.index(other)
    prepared = prepared_of(found, place)
    agreement = agree(prepared, iou)
    these = _disagreeing(agreement, wanted)
    sides = (found[0], found[place])
    return tuple(_crop(prepared, sides, each) for each in itertools.islice(these, most))


def _disagreeing(agreement: Agreement, wanted: Fate | tuple[str, str]) -> Iterator[Disagreement]:
    if not isinstance(wanted, Fate):
        return agreement.cell(*wanted)
    return (each for each in agreement.disagreements() if each.fate is wanted)


def _crop(prepared: Prepared, sides: tuple[RunResults, RunResults], shown: Disagreement) -> Crop:
    layers = (prepared.baseline, prepared.other)
    ids = (shown.baseline, shown.other)
    shapes = [
        None if id_ is None else outline_of(results, id_)
        for results, id_ in zip(sides, ids, strict=True)
    ]
    place = prepared.images.index(shown.image)
    image = next(_images(layers, sides, place))
    window = window_around([shape for shape in shapes if shape is not None], image)
    size = prepared.pixel_sizes[place]
    run, annotation = next(
        (layer.run, id_) for layer, id_ in zip(layers, ids, strict=True) if id_ is not None
    )
    rings = [tuple(rings_of(shape, window, image.height)) for shape in shapes]
    return Crop(
        image=image.id,
        window=window,
        across=window[2] * (size[0] if size else 1.0),
        length_unit=MICRON if size else PIXEL,
        baseline=rings[0],
        other=rings[1],
        terms=(_term(prepared, layers[0], ids[0]), _term(prepared, layers[1], ids[1])),
        fate=shown.fate,
        size=shown.area * (size[0] * size[1] if size else 1.0),
        unit=MICRON2 if size else PIXEL2,
        target=Target(run, image.id, annotation),
    )


def outline_of(results: RunResults, id_: int) -> shapely.Geometry:
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


def window_around(
    shapes: Sequence[shapely.Geometry], image: ImageInstance, context: float = _CONTEXT
) -> tuple[int, int, int, int]:
    """Return a square around `shapes`, with some of what lies around them."""
    left, low, right, high = shapely.total_bounds(np.array(shapes, dtype=object))
    side = max(right - left, high - low) * (1 + 2 * context)
    side = int(max(side, _LEAST_WINDOW))
    middle_x, middle_y = (left + right) / 2, image.height - (low + high) / 2
    x = int(min(max(middle_x - side / 2, 0), max(image.width - side, 0)))
    y = int(min(max(middle_y - side / 2, 0), max(image.height - side, 0)))
    return x, y, side, side


def rings_of(
    shape: shapely.Geometry | None, window: tuple[int, int, int, int], height: int
) -> Iterator[Ring]:
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
