"""Seconds to find where two layers of outlines agree, beside the plain shapely way.

    python benchmarks/agreement.py [COUNT]

Two layers of COUNT (100,000) nuclei of 20 corners, the second a shaken copy of the first. The plain
way asks an STRtree what intersects, intersects it and keeps what has an IoU of one half. Prints
both, their ratio, and how long it takes to move the IoU afterwards. Fails where the matches differ.
"""

from __future__ import annotations

import math
import statistics
import sys
import time

import numpy as np
import shapely

from cytodesk.charts.agreement.agreeing import agree
from cytodesk.charts.agreement.matching import match
from cytodesk.charts.agreement.overlaps import overlaps_of
from cytodesk.charts.agreement.preparing import prepare
from cytodesk.charts.results import RunResults
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.runs import Run

_CORNERS = 20
_STEP = 30.0


def layers(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return nuclei on a loose grid, and the same shaken: moved, another size, some missing."""
    chance = np.random.default_rng(1)
    side = math.ceil(math.sqrt(count))
    place = np.arange(count)
    middle = np.column_stack([place % side, place // side]) * _STEP
    middle += chance.uniform(-6, 6, (count, 2))
    shaken = middle + chance.normal(0, 2.5, (count, 2))
    return _nuclei(chance, middle), _nuclei(chance, shaken)


def _nuclei(chance: np.random.Generator, middle: np.ndarray) -> np.ndarray:
    angles = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    radius = chance.uniform(8, 16, (len(middle), 1)) * chance.uniform(0.9, 1.1, (1, _CORNERS))
    x = middle[:, :1] + radius * np.cos(angles)
    y = middle[:, 1:] + radius * np.sin(angles)
    rings = np.stack([x, y], axis=2)
    return shapely.polygons(np.concatenate([rings, rings[:, :1]], axis=1))


def plain(a: np.ndarray, b: np.ndarray) -> set[tuple[int, int]]:
    first, second = shapely.STRtree(b).query(a, predicate="intersects")
    shared = shapely.area(shapely.intersection(a[first], b[second]))
    iou = shared / (shapely.area(a)[first] + shapely.area(b)[second] - shared)
    kept = iou >= 0.5
    return set(zip(first[kept].tolist(), second[kept].tolist(), strict=True))


def ours(a: np.ndarray, b: np.ndarray) -> set[tuple[int, int]]:
    found = overlaps_of(a, b, shapely.area(a), shapely.area(b))
    pairs = match(found, 0.5, np.arange(len(a)), np.arange(len(b)))
    return set(zip(found.a[pairs].tolist(), found.b[pairs].tolist(), strict=True))


def slider(a: np.ndarray, b: np.ndarray) -> list[float]:
    """Return how long each step of the IoU takes once everything is prepared."""
    image = ImageInstance(id=1, name="a.svs")
    one, other = (
        RunResults(
            Run(id=number, status=3, number=number),
            tuple(
                Annotation(id=place + 1, image=1, terms=(5 + place % 2,), location=text)
                for place, text in enumerate(shapely.to_wkt(layer).tolist())
            ),
            {1: image},
            {},
        )
        for number, layer in ((1, a), (2, b))
    )
    prepared = prepare(one, other)
    agree(prepared, 0.5)
    steps = []
    for iou in np.arange(0.1, 1.0, 0.05):
        start = time.perf_counter()
        agree(prepared, float(iou))
        steps.append(time.perf_counter() - start)
    return steps


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    a, b = layers(count)
    match(overlaps_of(a[:9], b[:9], np.ones(9), np.ones(9)), 0.5, np.arange(9), np.arange(9))
    turns = []
    for _ in range(3):
        start = time.perf_counter()
        theirs = plain(a, b)
        between = time.perf_counter()
        found = ours(a, b)
        turns.append((between - start, time.perf_counter() - between))
        if theirs != found:
            raise SystemExit(f"The matches differ: {len(theirs)} and {len(found)}.")
    way, here = (statistics.median(column) for column in zip(*turns, strict=True))
    print(f"{count} x {count} outlines, {len(found)} matches at IoU 0.5")
    print(f"plain {way:.2f} s, ours {here:.2f} s, {here / way:.2f} (goal 0.33)")
    steps = slider(a, b)
    print(f"one step of the IoU: median {1000 * statistics.median(steps):.0f} ms, "
          f"longest {1000 * max(steps):.0f} ms (goal 50)")  # fmt: skip


if __name__ == "__main__":
    main()
