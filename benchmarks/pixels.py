"""How fast pixels come out, beside plain OpenSlide: `python -m benchmarks.pixels SLIDE...`.

Prints tiles per second in random order (cold caches), in the order of a scan, from several
threads, as JPEG, and windows of 512 px at any place as JPEG, and the time of a thumbnail of
2048 px, each as ours, OpenSlide's and the ratio. Both are encoded alike; a tile that stands in the
file as JPEG is handed on by us.
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
from numpy.typing import NDArray

from cytodesk.workspace.pixels import (
    TileGrid,
    adjusted,
    encoded,
    open_slide,
    thumbnail,
    tile,
    window,
)

TILES = 400
SIDE = 256
WINDOWS, WINDOW = 60, 512


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("slide", type=Path, nargs="+")
    for path in arguments.parse_args().slide:
        measure(path)


def measure(path: Path) -> None:
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
    at = [(int(place) % columns, int(place) // columns) for place in order]
    ours, plain = best_seconds(partial(our_jpegs, path, at), partial(plain_jpegs, path, at))
    say("tiles as JPEG/s", len(at) / ours, len(at) / plain, plain / ours)
    corners = corners_of_windows(path)
    ours, plain = best_seconds(
        partial(our_windows, path, corners), partial(plain_windows, path, corners)
    )
    say("windows as JPEG/s", len(corners) / ours, len(corners) / plain, plain / ours)
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
        return plain_region(slide, (place[0] * SIDE, place[1] * SIDE), SIDE)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(read, at))
    slide.close()


def corners_of_windows(path: Path) -> list[tuple[int, int]]:
    width, height = openslide.OpenSlide(path).dimensions
    chance = np.random.default_rng(2)
    return [
        (int(chance.integers(0, width - WINDOW)), int(chance.integers(0, height - WINDOW)))
        for _ in range(WINDOWS)
    ]


def our_jpegs(path: Path, at: list[tuple[int, int]]) -> None:
    slide = open_slide(path)
    for column, row in at:
        place = (slide.facts.zoom, column, row)
        if slide.stored_tile(*place) is None:
            encoded(adjusted(tile(slide, *place)), "jpg")
    slide.close()


def plain_jpegs(path: Path, at: list[tuple[int, int]]) -> None:
    with openslide.OpenSlide(path) as slide:
        for column, row in at:
            encoded(plain_region(slide, (column * SIDE, row * SIDE), SIDE), "jpg")


def our_windows(path: Path, corners: list[tuple[int, int]]) -> None:
    slide = open_slide(path)
    for x, y in corners:
        encoded(adjusted(window(slide, x, y, WINDOW, WINDOW)), "jpg")
    slide.close()


def plain_windows(path: Path, corners: list[tuple[int, int]]) -> None:
    with openslide.OpenSlide(path) as slide:
        for corner in corners:
            encoded(plain_region(slide, corner, WINDOW), "jpg")


def plain_region(
    slide: openslide.OpenSlide, corner: tuple[int, int], side: int
) -> NDArray[np.uint8]:
    return np.asarray(slide.read_region(corner, 0, (side, side)).convert("RGB"))


def our_thumbnail(path: Path) -> None:
    slide = open_slide(path)
    thumbnail(slide, 2048)
    slide.close()


def plain_thumbnail(path: Path) -> None:
    with openslide.OpenSlide(path) as slide:
        slide.get_thumbnail((2048, 2048))


if __name__ == "__main__":
    main()
