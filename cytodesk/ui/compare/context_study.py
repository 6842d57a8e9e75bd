"""What the worker does for a closer look: a window of the slide, and every outline in it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from cytodesk.charts.drawing import Target
from cytodesk.charts.figures import MICRON, PIXEL, Note
from cytodesk.charts.labels import labels_of
from cytodesk.charts.results import RunResults
from cytodesk.errors import N_, NotFound
from cytodesk.ui.compare.crop_study import Ring, outline_of, rings_of, window_around
from cytodesk.ui.compare.study import Asked, runs_of
from cytodesk.wire.images import ImageInstance

MOST_RUNS = 8
"""Outlines of more runs over each other would be a tangle."""
MOST_OUTLINES = 3000
_AROUND = 2.5
"""How much of its size is shown around an object, at each side."""


@dataclass(frozen=True, slots=True)
class Context:
    """A window of an image (left, top, width, height from its top left) with outlines by run.

    `outlines` has the place of a run and its rings, in shares of the window; `across` is its width
    in `length_unit`: µm where the size of a pixel is known, else px.
    """

    image: int
    name: str
    window: tuple[int, int, int, int]
    across: float
    length_unit: str
    outlines: tuple[tuple[int, str, tuple[Ring, ...]], ...]
    chosen: tuple[Ring, ...]
    """The object that was clicked; none where an image was."""
    said: Note


def context_of(asked: Asked, target: Target) -> Context:
    """Return what lies around an annotation of a run, or a whole image. Raises NotFound."""
    found = runs_of(asked)
    run = asked.runs[0] if target.run is None else target.run
    results = found[asked.runs.index(run)]
    image = results.images.get(target.image or 0)
    if image is None:
        raise NotFound(N_("The image of this object is not in the project any more."))
    shape = None if target.annotation is None else outline_of(results, target.annotation)
    window = (0, 0, image.width, image.height)
    if shape is not None:
        window = window_around([shape], image, _AROUND)
    labels = labels_of(found)
    told = [
        (place, labels.of_run(each), tuple(_rings_in(each, image, window)))
        for place, each in enumerate(found[:MOST_RUNS])
    ]
    fields = {"run": labels.of_run(results), "image": image.name}
    return Context(
        image=image.id,
        name=image.name,
        window=window,
        across=window[2] * (image.pixel_size_x or 1.0),
        length_unit=MICRON if image.pixel_size_x else PIXEL,
        outlines=tuple(told),
        chosen=() if shape is None else tuple(rings_of(shape, window, image.height)),
        said=Note(N_("{run} on {image}, with what the other analyses drew there."), fields),
    )


def _rings_in(
    results: RunResults, image: ImageInstance, window: tuple[int, int, int, int]
) -> list[Ring]:
    """Return the outlines of a run in the window; of too many none, they would be a blot."""
    columns = results.columns
    if columns is None:
        return []
    left, top, width, height = window
    low, high = image.height - top - height, image.height - top
    bounds = np.asarray(columns.bounds)
    inside = (np.asarray(columns.image) == image.id) & (bounds[:, 0] <= left + width)
    inside &= (bounds[:, 2] >= left) & (bounds[:, 1] <= high) & (bounds[:, 3] >= low)
    places = np.flatnonzero(inside)
    if len(places) > MOST_OUTLINES:
        return []
    shapes: list[shapely.Geometry] = [each for each in columns.shapes(places) if each is not None]
    return [ring for shape in shapes for ring in rings_of(shape, window, image.height)]
