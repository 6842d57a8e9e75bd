"""How fast annotations come into the station, beside what bare SQLite does with the same polygons.

    python benchmarks/ingest.py [--count 6000] [--client CLIENT/bin/python]

The real client 3.0.0 posts outlines of nuclei in chunks of 15 and of 1,000; meanwhile somebody else
asks the station a small question twenty times a second. Said are also the time of the processor
that the station takes, which tells more than the clock where others use the computer too, and how
long after the last answer the R-tree holds all of it. The client stands in an environment made
from the cache of wheels (`make wheels`), or is the interpreter that `--client` names. The limit is
an `executemany` of the same rows into the same tables, flushed as the station flushes.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np
import psutil
import tifffile

from cytodesk.client.connection import Connection
from cytodesk.client.station_keys import KeyFile, Keys, keys_of
from cytodesk.desk import Desk
from cytodesk.runs.environments.managed import managed
from cytodesk.settings import Folders
from cytodesk.wire.images import ImageInstance
from cytodesk.workspace.people import HUMAN
from cytodesk.workspace.shapes import shape_of
from cytodesk.workspace.store import Workspace

ROOT = Path(__file__).parents[1]
CHUNKS = {15: 1 / 3, 1000: 1.0}
"""Size of a chunk, and the share of the polygons that is posted so: small chunks are slow."""
SIDE = 20_000
ASK_EVERY = 0.05
CORNERS = 24

POSTS = """
import json, sys, time
from cytomine import Cytomine
from cytomine.models import Annotation, AnnotationCollection

order = json.load(sys.stdin)
with Cytomine(order["host"], order["public"], order["private"], verbose=40):
    new = AnnotationCollection()
    for outline in order["outlines"]:
        place = {"id_image": order["image"], "id_project": order["project"]}
        new.append(Annotation(location=outline, **place))
    begin = time.perf_counter()
    new.save(chunk=order["chunk"], n_workers=0)
    print("seconds", time.perf_counter() - begin)
"""


@dataclass
class Asker:
    """Asks a small question again and again; `waited` holds the seconds of each answer."""

    place: Connection
    waited: list[float] = field(default_factory=list)

    @contextlib.contextmanager
    def asking(self) -> Iterator[None]:
        done = threading.Event()
        thread = threading.Thread(target=self._ask, args=(done,))
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _ask(self, done: threading.Event) -> None:
        while not done.wait(ASK_EVERY):
            begin = time.perf_counter()
            self.place.get("user/current.json")
            self.waited.append(time.perf_counter() - begin)


def main() -> int:
    asked = _arguments()
    outlines = [_outline(random.Random(number)) for number in range(asked.count)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CYTODESK_HOME"] = folder
        client = asked.client or _client(Path(folder))
        limit = _limit(Path(folder), outlines)
        print(f"bare SQLite            {limit:8,.0f} polygons/s")
        with Desk("cli") as desk:
            workspace = Path(folder) / "workspace"
            place = desk.connect(workspace=workspace)
            try:
                for chunk, share in CHUNKS.items():
                    posted = outlines[: int(len(outlines) * share)]
                    _measure(place, workspace, client, chunk, posted, limit)
            finally:
                _stop(place)
    return 0


def _stop(place: Connection) -> None:
    """Stop the station and wait until nobody answers: its folder will be removed."""
    place.post("/station/v1/stop", {"now": True})
    give_up = time.monotonic() + 20
    with contextlib.suppress(httpx.HTTPError):
        while time.monotonic() < give_up:
            httpx.get(f"{place.url}/server/ping", trust_env=False, timeout=1)
            time.sleep(0.1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--client", type=Path, help="an interpreter that has the client 3.0.0")
    return parser.parse_args()


def _outline(chance: random.Random) -> str:
    """Return the outline of a nucleus as apps send them: some digits too many."""
    x, y = (chance.uniform(20, SIDE - 20) for _ in range(2))
    corners = [
        (
            x + chance.uniform(8, 11) * math.cos(2 * math.pi * n / CORNERS),
            y + chance.uniform(8, 11) * math.sin(2 * math.pi * n / CORNERS),
        )
        for n in range(CORNERS)
    ]
    text = ", ".join(f"{a:.6f} {b:.6f}" for a, b in [*corners, corners[0]])
    return f"POLYGON (({text}))"


def _client(folder: Path) -> Path:
    check = [sys.executable, str(ROOT / "packaging" / "wheel_cache.py"), "--check"]
    said = subprocess.run(check, capture_output=True, text=True, check=False)
    if said.returncode:
        raise SystemExit(said.stdout)
    requirements = folder / "requirements.txt"
    requirements.write_text("cytomine-python-client==3.0.0\n")
    wheels = Path(said.stdout.strip())
    return managed(requirements, wheels, folder / "cache", None, _silent, lambda: False).python


def _silent(line: str) -> None:
    del line


def _limit(folder: Path, outlines: list[str]) -> float:
    """Return polygons per second of one `executemany` into an empty workspace of ours."""
    workspace = Workspace(folder / "limit")
    workspace.close()
    image = ImageInstance(id=1, width=SIDE, height=SIDE)
    shapes = [shape_of(outline, image) for outline in outlines]
    columns = list(shapes[0].__dataclass_fields__)
    names = ", ".join(["id", "uuid", "created", "kind", "image", "project", "user", *columns])
    rows = [
        (n, str(uuid.uuid4()), 0, "userannotation", 1, 1, 1, *(getattr(s, c) for c in columns))
        for n, s in enumerate(shapes)
    ]
    with contextlib.closing(sqlite3.connect(workspace.path, isolation_level=None)) as db:
        db.execute("pragma synchronous=full")
        begin = time.perf_counter()
        db.execute("begin")
        blanks = ",".join("?" * len(rows[0]))
        db.executemany(f"insert into annotation ({names}) values ({blanks})", rows)
        db.execute("commit")
        return len(rows) / (time.perf_counter() - begin)


def _measure(
    place: Connection,
    workspace: Path,
    client: Path,
    chunk: int,
    outlines: list[str],
    limit: float,
) -> None:
    project = place.post("project.json", {"name": f"Chunks of {chunk}"})["project"]["id"]
    image = place.post("/station/v1/images", {"project": project, "path": str(_slide())})["id"]
    asker = Asker(place)
    keys = _keys(place)
    order = {
        "host": place.url,
        "public": keys.public,
        "private": keys.private,
        "outlines": outlines,
        "project": project,
        "image": image,
        "chunk": chunk,
    }
    before = _worked(workspace)
    with asker.asking():
        done = subprocess.run(
            [client, "-c", POSTS],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            check=True,
        )
    filled = _filled_after(workspace)
    worked = _worked(workspace) - before
    seconds = float(done.stdout.rpartition("seconds")[2])
    found = place.get("annotation.json", project=project, max=1)["size"]
    if found != len(outlines):
        raise SystemExit(f"{found} of {len(outlines)} annotations arrived: {done.stdout}")
    rate = len(outlines) / seconds
    slowest = statistics.quantiles(asker.waited, n=20)[-1]
    print(
        f"chunks of {chunk:5,}        {rate:8,.0f} annotations/s   "
        f"1/{limit / rate:.0f} of the limit; a small GET meanwhile "
        f"{statistics.median(asker.waited) * 1000:.0f} ms (median), {slowest * 1000:.0f} ms (95 %)"
    )
    print(
        f"   the station's processor's time {worked * 1e6 / len(outlines):.0f} µs each,"
        f" with all that was asked meanwhile; the R-tree is full {filled:.1f} s after"
    )


def _worked(workspace: Path) -> float:
    """Return the processor's seconds of the station of `workspace`."""
    found = psutil.process_iter(["cmdline"])
    own = [each for each in found if str(workspace) in (each.info["cmdline"] or ())]
    all_of_it = {*own, *(child for each in own for child in each.children(recursive=True))}
    times = [each.cpu_times() for each in all_of_it]
    return sum(each.user + each.system for each in times)


def _filled_after(workspace: Path) -> float:
    """Return the seconds until all annotations stand in the R-tree."""
    begin = time.perf_counter()
    last, filled = "select max(id) from annotation", "select max(rowid) from annotation_box_rowid"
    with contextlib.closing(sqlite3.connect(workspace / "workspace.db")) as db:
        while db.execute(f"select ({last}) > coalesce(({filled}), 0)").fetchone()[0]:
            time.sleep(0.02)
    return time.perf_counter() - begin


def _slide() -> Path:
    """Return a slide in two levels: of one alone a pyramid would be made meanwhile."""
    path = Path(os.environ["CYTODESK_HOME"]) / "slide.tif"
    if not path.exists():
        with tifffile.TiffWriter(path) as file:
            for level in range(2):
                white = np.broadcast_to(np.uint8(255), (SIDE >> level, SIDE >> level))
                below = {"subfiletype": 1} if level else {"subifds": 1}
                file.write(white, tile=(256, 256), compression="zlib", **below)
    return path


def _keys(place: Connection) -> Keys:
    server = httpx.get(f"{place.url}/server/ping", trust_env=False).json()["serverID"]
    secret = KeyFile(Folders.of_user().private / "station-keys.json").secret_of(server)
    if secret is None:
        raise SystemExit("the station has no keys")
    return keys_of(secret, HUMAN)


if __name__ == "__main__":
    sys.exit(main())
