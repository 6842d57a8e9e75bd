"""How fast annotations come out of the station, beside orjson of the same rows; and a window.

    python benchmarks/annotations_out.py [--count 100000] [--million 1000000]

One list with WKT and terms is read over HTTP as it is streamed. One peer encodes the same items,
ready as objects of Python, by orjson (by msgspec where that is not installed: they differ by a
tenth); the other reads them from SQLite first, without terms of several users, pages or a network.
Memory and the processor's time are those of the station's process; the latter tells more than the
clock where others use the computer too. Then the outlines in a window that holds 300 of a million
are asked for, in the store and over HTTP.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psutil
import shapely

from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_store, images, people, projects
from cytodesk.workspace.annotation_query import Wanted
from cytodesk.workspace.pixels.facts import SlideFacts
from cytodesk.workspace.shapes import Frame, shapes_of
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.ingest import SIDE, _outline
from tests.server.stations import serving

_FACTS = SlideFacts(
    width=SIDE,
    height=SIDE,
    levels=((SIDE, SIDE),),
    pixel_size_x=0.25,
    pixel_size_y=0.25,
    magnification=40.0,
    bit_depth=8,
    channels=3,
    colorspace="RGB",
    mime="image/tiff",
    format="tiff",
    associated=(),
    fingerprint="0-0",
)
_IN_WINDOW = 300
_TURNS = 30
_READS = 3
_AT_ONCE = 5000


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=100_000, help="how many come out")
    parser.add_argument("--million", type=int, default=1_000_000, help="how many are looked among")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CYTODESK_HOME"] = folder
        home = Path(folder)
        _measure_out(home, asked.count)
        _measure_window(home, asked.million)
    return 0


def _measure_out(home: Path, count: int) -> None:
    project, _ = _filled(home / "out", count)
    with serving(home / "out", home) as station, station.client() as human, _watched() as highest:
        query = {"project": project, "showWKT": True, "showTerm": True, "showMeta": True}
        before = _worked()
        seconds, size = min(_read(human, query) for _ in range(_READS))
        worked = (_worked() - before) / _READS
        memory = highest()
        items = human.get("/api/annotation.json", params=query, timeout=300).json()["collection"]
    name, encode = _peer()
    peer = min(_seconds(lambda: encode(items)) for _ in range(_READS))
    bare = min(_seconds(lambda: encode(_bare(home / "out"))) for _ in range(_READS))
    print(
        f"out, {count:,} with WKT and terms  {count / seconds:8,.0f} annotations/s,"
        f" {size >> 20} MB"
        f"   the station's memory at most {memory >> 20} MB,"
        f" its processor's time {worked * 1e6 / count:.1f} µs each"
    )
    print(f"   {seconds / peer:4.1f} x {name} of the finished rows alone")
    print(f"   {seconds / bare:4.1f} x bare SQLite, shapely and {name} of the same rows, at once")


def _bare(folder: Path) -> list[dict[str, Any]]:
    """Read the same rows with nothing between, all at once."""
    with contextlib.closing(sqlite3.connect(folder / "workspace.db")) as db:
        db.row_factory = sqlite3.Row
        rows = [dict(row) for row in db.execute("select * from annotation order by id desc")]
        terms = dict(db.execute("select annotation, term from annotation_term").fetchall())
    outlines = shapely.to_wkt(shapely.from_wkb([row.pop("wkb") for row in rows]))
    for row, outline in zip(rows, outlines.tolist(), strict=True):
        row.update(location=outline, term=[terms[row["id"]]])
    return rows


def _read(human: httpx.Client, query: dict[str, Any]) -> tuple[float, int]:
    begin, size = time.perf_counter(), 0
    with human.stream("GET", "/api/annotation.json", params=query, timeout=300) as answer:
        for block in answer.iter_raw():
            size += len(block)
    return time.perf_counter() - begin, size


def _measure_window(home: Path, count: int) -> None:
    _, image = _filled(home / "window", count)
    side = SIDE * (_IN_WINDOW / count) ** 0.5
    chance = random.Random(7)
    corners = [[chance.uniform(0, SIDE - side) for _ in "xy"] for _ in range(_TURNS)]
    windows = [shapely.box(x, y, x + side, y + side) for x, y in corners]
    workspace = Workspace(home / "window")
    try:
        db = workspace.reading()
        waited, worked, found = [], [], []
        for window in windows:
            begin, working = time.perf_counter(), time.thread_time()
            found.append(len(annotation_store.find_ids(db, _in(window, image))))
            waited.append(time.perf_counter() - begin)
            worked.append(time.thread_time() - working)
    finally:
        workspace.close()
    print(
        f"a window of {statistics.median(found):.0f} among {count:,}"
        f"   {statistics.median(waited) * 1e3:.1f} ms (median), {max(waited) * 1e3:.1f} ms (most),"
        f" of which the processor's {statistics.median(worked) * 1e3:.1f} ms (median)"
    )
    with serving(home / "window", home) as station, station.client() as human:
        query = {"image": image, "showWKT": True, "showTerm": True, "showMeta": True}
        waited = [
            _read(human, {**query, "bbox": ",".join(map(str, window.bounds))})[0]
            for window in windows
        ]
    print(f"   the same over HTTP, with WKT and terms   {statistics.median(waited) * 1e3:.1f} ms")


def _in(window: shapely.Geometry, image: int) -> Wanted:
    return Wanted(touching=(window,), images=(image,), kinds=(AnnotationKind.USER,))


def _filled(folder: Path, count: int) -> tuple[int, int]:
    """Make a workspace with `count` annotations that have a term; return project and image."""
    workspace = Workspace(folder)
    try:
        people.ensure_human(workspace, "ada")
        project, image, term = workspace.write(_place)
        frame: Frame = _FACTS  # type: ignore[assignment]
        begin = time.perf_counter()
        for start in range(0, count, _AT_ONCE):
            numbers = range(start, min(start + _AT_ONCE, count))
            shapes = shapes_of([_outline(random.Random(number)) for number in numbers], frame)

            def add(change: Change, shapes: list[Any] = shapes) -> None:
                for shape in shapes:
                    annotation_store.add_annotation(
                        change,
                        shape,
                        kind=AnnotationKind.USER,
                        image=image,
                        project=project,
                        user=people.HUMAN,
                        terms=[term],
                    )

            workspace.write(add)
        while workspace.rows("select count(*) from annotation_box_rowid")[0][0] < count:
            time.sleep(0.05)
        print(f"({count:,} filled in {time.perf_counter() - begin:.0f} s)", file=sys.stderr)
        return project, image
    finally:
        workspace.close()


def _place(change: Change) -> tuple[int, int, int]:
    ontology = projects.add_ontology(change, "Nuclei", people.HUMAN).id
    project = projects.add_project(change, "Nuclei", ontology).id
    term = projects.add_term(change, "nucleus", ontology, None).id
    path = Path("slide.tif")
    image = images.add_image(change, project, people.HUMAN, path, _FACTS, name="slide", copy=False)
    return project, image.id, term


def _peer() -> tuple[str, Callable[[object], bytes]]:
    with contextlib.suppress(ImportError):
        return "orjson", importlib.import_module("orjson").dumps
    return "msgspec", msgspec.json.encode


@contextlib.contextmanager
def _watched() -> Iterator[Callable[[], int]]:
    """Watch the memory of the station, which is a grandchild of ours; bytes."""
    done, highest = threading.Event(), [0]
    below = psutil.Process().children(recursive=True)

    def watch() -> None:
        while not done.wait(0.02):
            for process in below:
                with contextlib.suppress(psutil.Error):
                    highest[0] = max(highest[0], process.memory_info().rss)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield lambda: highest[0]
    finally:
        done.set()
        thread.join()


def _worked() -> float:
    """Return the processor's seconds of all that we started."""
    times = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
    return sum(each.user + each.system for each in times)


def _seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())
