"""How fast pixels come out, beside plain OpenSlide: `python -m benchmarks.pixels SLIDE`.

Prints tiles per second in random order (cold caches), in the order of a scan, from several
threads, and the time of a thumbnail of 2048 px, each as ours, OpenSlide's and the ratio.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import openslide

from cytodesk.workspace.pixels import TileGrid, open_slide, thumbnail, tile

TILES = 400
SIDE = 256


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("slide", type=Path)
    path = arguments.parse_args().slide
    columns, rows = whole_tiles(path)
    order = np.random.default_rng(1).permutation(columns * rows)[:TILES]
    scan = np.arange(columns * rows)[:TILES]
    print(f"{path.name}: {columns * rows} whole tiles, {len(order)} read")
    for name, places, threads in (("random", order, 1), ("scan", scan, 1), ("2 threads", order, 2)):
        at = [(int(place) % columns, int(place) // columns) for place in places]
        ours, plain = best_seconds(
            partial(read_ours, path, at, threads), partial(read_plain, path, at, threads)
        )
        say(f"tiles/s, {name}", len(at) / ours, len(at) / plain, plain / ours)
    ours, plain = best_seconds(partial(our_thumbnail, path), partial(plain_thumbnail, path))
    say("thumbnail of 2048 px, ms", ours * 1e3, plain * 1e3, plain / ours)


def say(what: str, ours: float, plain: float, times_as_fast: float) -> None:
    print(f"{what:28} ours {ours:9.1f}   OpenSlide {plain:9.1f}   {times_as_fast:5.2f} x as fast")


def best_seconds(*actions: Callable[[], object]) -> list[float]:
    """Return the best of five turns of each; every turn opens the slide anew, with cold caches."""
    best = [float("inf")] * len(actions)
    for _ in range(5):
        for index, action in enumerate(actions):
            start = time.perf_counter()
            action()
            best[index] = min(best[index], time.perf_counter() - start)
    return best


def whole_tiles(path: Path) -> tuple[int, int]:
    width, height = openslide.OpenSlide(path).dimensions
    return width // SIDE, height // SIDE


def read_ours(path: Path, at: list[tuple[int, int]], threads: int) -> None:
    slide = open_slide(path)
    zoom = TileGrid(slide.facts.width, slide.facts.height).zoom
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda place: tile(slide, zoom, *place), at))
    slide.close()


def read_plain(path: Path, at: list[tuple[int, int]], threads: int) -> None:
    slide = openslide.OpenSlide(path)

    def read(place: tuple[int, int]) -> np.ndarray:
        corner = (place[0] * SIDE, place[1] * SIDE)
        return np.asarray(slide.read_region(corner, 0, (SIDE, SIDE)).convert("RGB"))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(read, at))
    slide.close()


def our_thumbnail(path: Path) -> None:
    slide = open_slide(path)
    thumbnail(slide, 2048)
    slide.close()


def plain_thumbnail(path: Path) -> None:
    with openslide.OpenSlide(path) as slide:
        slide.get_thumbnail((2048, 2048))


if __name__ == "__main__":
    main()
