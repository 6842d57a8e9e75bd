"""Seconds to read the figures of a large run, beside a plain loop over shapely objects.

    python benchmarks/metrics.py [COUNT]

The loop does the same for each object: parse, mend where invalid, area by the pixel size, add up by
term and image. Prints the medians of five turns of each and their ratio.
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable

import shapely

from cytodesk.charts.figures import MICRON2, Metric, Quantity
from cytodesk.charts.metrics import read_metrics
from cytodesk.charts.results import RunResults
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Term
from cytodesk.wire.runs import Run

_CORNERS = 24
_IMAGES = {
    id: ImageInstance(id=id, name=f"{id}.svs", pixel_size_x=0.25, pixel_size_y=0.26)
    for id in range(1, 21)
}
_TERMS = {id: Term(id=id, name=f"term {id}") for id in range(31, 36)}


def large_run(count: int) -> RunResults:
    """Return a run with `count` nuclei of 24 corners, one in a hundred of them crossing itself."""
    chance = random.Random(1)
    annotations = tuple(
        Annotation(
            id=number,
            location=_nucleus(chance, number % 100 == 0),
            image=chance.choice(list(_IMAGES)),
            terms=(chance.choice(list(_TERMS)),),
        )
        for number in range(1, count + 1)
    )
    return RunResults(Run(id=1, status=3, number=1), annotations, _IMAGES, _TERMS)


def _nucleus(chance: random.Random, crosses_itself: bool) -> str:
    x, y = chance.uniform(100, 50_000), chance.uniform(100, 50_000)
    corners = []
    for corner in range(_CORNERS):
        angle, radius = 2 * math.pi * corner / _CORNERS, chance.uniform(18, 22)
        corners.append(f"{x + radius * math.cos(angle):.2f} {y + radius * math.sin(angle):.2f}")
    if crosses_itself:
        corners[3], corners[9] = corners[9], corners[3]
    return f"POLYGON (({', '.join([*corners, corners[0]])}))"


def plain_loop(results: RunResults) -> float:
    """Return the total area in µm², read object by object."""
    areas: dict[tuple[int | None, int], list[float]] = defaultdict(list)
    for annotation in results.annotations:
        shape = shapely.from_wkt(annotation.location)
        if not shape.is_valid:
            shape = shapely.make_valid(shape)
        image = results.images[annotation.image or 0]
        area = shape.area * (image.pixel_size_x or 1) * (image.pixel_size_y or 1)
        for term in annotation.terms:
            areas[annotation.image, term].append(area)
    return math.fsum(area for group in areas.values() for area in group)


def ours(results: RunResults) -> float:
    return read_metrics(results).values[Metric(Quantity.AREA, MICRON2)]


def seconds(call: Callable[[RunResults], float], results: RunResults) -> float:
    start = time.perf_counter()
    call(results)
    return time.perf_counter() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    results = large_run(count)
    if not math.isclose(ours(results), plain_loop(results), rel_tol=1e-12):
        raise SystemExit("The two ways do not agree.")
    # In turn, so that a busy machine slows down both.
    turns = [(seconds(ours, results), seconds(plain_loop, results)) for _ in range(5)]
    here, loop = (statistics.median(column) for column in zip(*turns, strict=True))
    print(f"{count} objects: read_metrics {here:.2f} s, plain loop {loop:.2f} s, {here / loop:.2f}")


if __name__ == "__main__":
    main()
