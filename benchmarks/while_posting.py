"""How long small questions wait while two programs post annotations at full speed.

    python benchmarks/while_posting.py [--count 6000] [--client CLIENT/bin/python]

Two real clients post, one in chunks of 15 and one in chunks of 1,000, as in ingest.py; meanwhile a
job and a tile that was looked at before are asked for, fifty times a second each. The same
questions are asked of the station at rest.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.ingest import POSTS, _arguments, _client, _keys, _outline, _slide, _stop
from cytodesk.client.connection import Connection
from cytodesk.desk import Desk

CHUNKS = {15: 1.0, 1000: 4.0}
"""Sizes of chunks, and how many times the polygons each program posts: both end together."""
_EVERY = 0.02
_AT_REST = 3.0


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CYTODESK_HOME"] = folder
        client = asked.client or _client(Path(folder))
        with Desk("cli") as desk:
            place = desk.connect(workspace=Path(folder) / "workspace")
            try:
                _measure(place, client, asked.count)
            finally:
                _stop(place)
    return 0


def _measure(place: Connection, client: Path, count: int) -> None:
    project = place.post("project.json", {"name": "Busy"})["project"]["id"]
    image = place.post("/station/v1/images", {"project": project, "path": str(_slide())})["id"]
    software = place.post("software.json", {"name": "Busy"})["software"]["id"]
    job = place.post("job.json", {"project": project, "software": software})["job"]["id"]
    base = place.get(f"imageinstance/{image}.json")["baseImage"]
    (tiles,) = place.get(f"abstractimage/{base}/imageservers.json")["imageServersURLs"]
    with httpx.Client(trust_env=False) as plain:
        questions: dict[str, Callable[[], object]] = {
            "GET job": lambda: place.get(f"job/{job}.json"),
            "a tile": lambda: plain.get(f"{tiles}&z=3&x=2&y=2").raise_for_status(),
        }
        with _asking(questions) as at_rest:
            time.sleep(_AT_REST)
        with _asking(questions) as waited:
            rates = _posted(place, client, project, image, count)
    for chunk, rate in rates.items():
        print(f"chunks of {chunk:5,}   {rate:8,.0f} annotations/s, beside the other program")
    for name in questions:
        print(f"{name:8}   {_told(waited[name])}   at rest {_told(at_rest[name])}")


def _told(seconds: list[float]) -> str:
    p95 = statistics.quantiles(seconds, n=20)[-1]
    return f"{statistics.median(seconds) * 1e3:5.1f} ms (median), {p95 * 1e3:5.1f} ms (95 %)"


def _posted(
    place: Connection, client: Path, project: int, image: int, count: int
) -> dict[int, float]:
    keys = _keys(place)
    order = {"host": place.url, "public": keys.public, "private": keys.private}
    order |= {"project": project, "image": image}  # type: ignore[dict-item]
    programs = {}
    for chunk, times in CHUNKS.items():
        outlines = [_outline(random.Random(number)) for number in range(int(count * times))]
        program = subprocess.Popen(
            [client, "-c", POSTS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert program.stdin is not None
        program.stdin.write(json.dumps({**order, "outlines": outlines, "chunk": chunk}))
        program.stdin.close()
        programs[chunk] = program, len(outlines)
    rates = {}
    for chunk, (program, number) in programs.items():
        assert program.stdout is not None
        said = program.stdout.read()
        program.wait()
        rates[chunk] = number / float(said.rpartition("seconds")[2])
    return rates


@contextlib.contextmanager
def _asking(questions: dict[str, Callable[[], object]]) -> Iterator[dict[str, list[float]]]:
    """Ask each question again and again, from a thread of its own."""
    done = threading.Event()
    waited: dict[str, list[float]] = {name: [] for name in questions}

    def ask(name: str) -> None:
        while not done.wait(_EVERY):
            begin = time.perf_counter()
            questions[name]()
            waited[name].append(time.perf_counter() - begin)

    threads = [threading.Thread(target=ask, args=(name,)) for name in questions]
    for thread in threads:
        thread.start()
    try:
        yield waited
    finally:
        done.set()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    sys.exit(main())
