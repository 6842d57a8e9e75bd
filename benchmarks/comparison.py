"""Seconds to open a comparison, and to read a large run back from the cache.

    python benchmarks/comparison.py [ANNOTATIONS]

Opens 100 runs of 30 parameters with 200 objects each on 10 images, from columns as the cache holds
them: parameters, metrics, changes, sentence, the table of differences; `mlflow_peer.py` searches
the same number of runs with MLflow. The processor's time stands beside that of the clock, which a
busy machine makes longer. Then keeps a run of
ANNOTATIONS (1,000,000) and reads area, term, image, bounds and rate back, and 1,000 outlines.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import shapely

from cytodesk.charts.cache import ColumnCache
from cytodesk.charts.columns import Columns
from cytodesk.charts.comparison import compare
from cytodesk.charts.results import RunResults
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Term
from cytodesk.wire.runs import Run, RunParameter

_IMAGES = {
    id: ImageInstance(
        id=id, name=f"{id}.svs", width=50_000, height=40_000, pixel_size_x=0.25, pixel_size_y=0.25
    )
    for id in range(1, 11)
}
_TURNS = 5
_TERMS = {id: Term(id=id, name=f"term {id}") for id in (31, 32, 33)}


def columns(count: int, seed: int) -> Columns:
    """Return `count` nuclei of 20 corners."""
    chance = np.random.default_rng(seed)
    middle = chance.uniform(100, 40_000, (count, 2))
    angles = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    radius = chance.uniform(8, 16, (count, 1))
    rings = np.stack(
        [middle[:, :1] + radius * np.cos(angles), middle[:, 1:] + radius * np.sin(angles)], axis=2
    )
    shapes = shapely.polygons(np.concatenate([rings, rings[:, :1]], axis=1))
    texts = shapely.to_wkb(shapes).tolist()
    none = np.zeros(count, dtype=np.bool_)
    return Columns(
        ids=np.arange(1, count + 1),
        image=chance.integers(1, 11, count),
        rate=chance.random(count),
        pixels=shapely.area(shapes),
        lengths=shapely.length(shapes),
        mended=none,
        unreadable=none,
        bounds=shapely.bounds(shapes),
        member=np.arange(count),
        member_term=chance.integers(31, 34, count),
        wkb_at=np.concatenate([[0], np.cumsum([len(text) for text in texts])]).astype(np.int64),
        wkb=np.frombuffer(b"".join(texts), dtype=np.uint8),
        rated=np.empty((0, 3), dtype=np.int64),
        rated_rate=np.empty(0),
    )


def runs() -> list[RunResults]:
    return [
        RunResults(
            run=Run(
                id=500 + number,
                number=number + 1,
                status=3,
                algorithm_name="Detect nuclei",
                parameters=tuple(
                    RunParameter(
                        id=place,
                        name=f"parameter {place}",
                        human_name=f"Parameter {place}",
                        type="Number",
                        index=place,
                        value=str(place * 10 + number % (place + 1)),
                    )
                    for place in range(30)
                ),
            ),
            annotations=(),
            images=_IMAGES,
            terms=_TERMS,
            columns=columns(200, number),
        )
        for number in range(100)
    ]


def opened(results: list[RunResults]) -> float:
    start = time.perf_counter()
    comparison = compare(results)
    comparison.plain_sentence()
    differing = comparison.only_differences.parameters
    changes = [row.changes for row in comparison.metrics if row.metric.image is None]
    if len(differing) != 29 or len(changes) < 20:
        raise SystemExit("The comparison is not what was made.")
    return time.perf_counter() - start


def read_back(count: int) -> tuple[float, float]:
    """Return the seconds for the columns, and for 1,000 outlines beside them."""
    run = Run(id=1, status=3)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        cache = ColumnCache(Path(folder))
        cache.keep("server", run, "state", columns(count, 1))
        start = time.perf_counter()
        kept = ColumnCache(Path(folder)).read("server", run, "state")
        assert kept is not None
        for column in (kept.pixels, kept.member_term, kept.image, kept.bounds, kept.rate):
            np.array(column)
        between = time.perf_counter()
        kept.shapes(np.arange(0, count, max(1, count // 1000)))
        return between - start, time.perf_counter() - between


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    results = runs()
    opened(results)
    began = time.process_time()
    turns = [opened(results) for _ in range(_TURNS)]
    own = (time.process_time() - began) / _TURNS
    clock = statistics.median(turns)
    print(f"100 runs x 30 parameters: {1000 * clock:.0f} ms (goal 300), own {1000 * own:.0f} ms")
    read, shown = read_back(count)
    print(
        f"{count} annotations from the cache: {read:.2f} s (goal 2), 1,000 outlines {shown:.3f} s"
    )


if __name__ == "__main__":
    main()
