"""A project in which something has run: one well, one badly, one not at all."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tifffile

from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_project
from cytodesk.client.installing import install
from cytodesk.client.launching import find_algorithm, follow, launch
from cytodesk.client.projects import NewTerm, add_image, new_project, terms_of
from cytodesk.client.station_keys import Keys
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run
from tests.server.stations import serving

SIDE = 400
PIXEL = 0.5


def _input(name: str, said: str, kind: str, **more: object) -> dict[str, object]:
    common = {"value-key": "[@ID]", "command-line-flag": "--@id", "optional": True}
    return {"id": name, "name": said, "type": kind, **common, **more}


DESCRIPTOR = {
    "name": "Speaker",
    "description": "Says how it goes, waits, and fails where it is told to.",
    "schema-version": "cytomine-0.1",
    "container-image": {"image": "none/speaker", "type": "singularity"},
    "command-line": "python run.py [IMAGES] [TERM] [THRESHOLD] [SECONDS] [FAILS] [UNTIL]",
    "inputs": [
        _input(
            "images",
            "Images to look at",
            "ListDomain",
            uri="/api/project/$currentProject$/imageinstance.json",
            **{"uri-print-attribute": "instanceFilename"},
        ),
        _input(
            "term",
            "Term",
            "Domain",
            uri="/api/ontology/$currentOntology$/term.json",
            **{"uri-print-attribute": "name"},
        ),
        _input("threshold", "Threshold", "Number", **{"default-value": 0.5}),
        _input("seconds", "Seconds", "Number", **{"default-value": 0}),
        _input("fails", "Fails", "Boolean", **{"default-value": False}),
        _input("until", "Until there is", "String"),
    ],
}
PROGRAM = """
import os, sys, time
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
print("[2026-11-21 05:42:13,809][INFO] begins", flush=True)
print("WARNING: tile 3 is out of focus", flush=True)
time.sleep(float(given.get("--seconds", "0")))
while "--until" in given and not os.path.exists(given["--until"]):
    time.sleep(0.02)
if given.get("--fails", "").lower() == "true":
    raise ValueError("the slide is no slide")
print("ends", flush=True)
"""
TABLE = "name,area\nnucleus,12.5\nstroma,3\n"


@dataclass(frozen=True)
class Stage:
    """What stands at a place; connect as often as you like."""

    connection: Connection
    project: Project
    speaker: InstalledAlgorithm
    runs: tuple[Run, ...]
    """Newest first: not started, failed, done."""

    @property
    def idle(self) -> Run:
        return self.runs[0]

    @property
    def failed(self) -> Run:
        return self.runs[1]

    @property
    def done(self) -> Run:
        return self.runs[2]

    def leaves(self, folder: Path) -> Run:
        """Return a run that has ended and left two files."""
        place, project = self.connection, self.project.id
        return run_that_leaves(place, self.speaker, project, {}, 0, [], folder)

    def start(self, **values: object) -> Run:
        return launch(self.connection, self.speaker, self.project.id, values)  # type: ignore[arg-type]


def stage(root: Path, *, is_legacy: bool = False) -> Iterator[Stage]:
    """Serve a furnished place, as itself or as an old server; its runs were made by a station."""
    root.mkdir(exist_ok=True)
    workspace = root / "workspace"
    if not workspace.exists():
        with serving(workspace, root) as station, _connected(station) as connection:
            furnish(connection, root)
    with (
        serving(workspace, root, is_legacy=is_legacy) as station,
        _connected(station) as connection,
    ):
        project = find_project(connection, "Demo")
        runs = tuple(connection.things(Run, "job.json", project=project.id))
        newest_first = tuple(sorted(runs, key=lambda run: -run.id))[-3:]
        yield Stage(connection, project, find_algorithm(connection, "Speaker"), newest_first)


def furnish(place: Connection, root: Path) -> None:
    terms = [NewTerm("Nucleus", "#0072B2"), NewTerm("Stroma", "#009E73")]
    project = new_project(place, "Demo", terms)
    path = root / "slide 1.tif"
    pixels = np.full((SIDE, SIDE, 3), 200, np.uint8)
    scale = (10000 / PIXEL,) * 2
    tifffile.imwrite(path, pixels, tile=(256, 256), resolution=scale, resolutionunit=3)
    image = add_image(place, project, path)
    nucleus, stroma = sorted(terms_of(place, project), key=lambda term: term.name)
    app = root / "speaker"
    app.mkdir()
    (app / "descriptor.json").write_text(json.dumps(DESCRIPTOR), "utf-8")
    (app / "run.py").write_text(PROGRAM, "utf-8")
    speaker = install(place, app, python=Path(sys.executable))
    values = {"images": (image.id,), "term": nucleus.id, "threshold": 0.7}
    drawn = [nucleus.id, nucleus.id, stroma.id]
    run_that_leaves(place, speaker, project.id, values, image.id, drawn, root)
    ended(place, launch(place, speaker, project.id, {"fails": True}))  # type: ignore[arg-type]
    place.post("job.json", {"project": project.id, "software": speaker.id})


def ended(place: Connection, run: Run) -> Run:
    return follow(place, run.id, report=lambda _: None, poll=0.1)


def run_that_leaves(
    place: Connection,
    speaker: InstalledAlgorithm,
    project: int,
    values: dict[str, object],
    image: int,
    terms: list[int],
    folder: Path,
) -> Run:
    """Return an ended run that drew a square of 20 pixels for each of `terms`, and left two files.

    Its keys are worth something while it runs only, so it waits for us.
    """
    until = folder / "go on"
    until.unlink(missing_ok=True)
    waiting = {**values, "until": str(until)}
    run = launch(place, speaker, project, waiting)  # type: ignore[arg-type]
    user = place.get(f"user/{run.user}.json")
    with Connection.open(place.url, Keys(user["publicKey"], user["privateKey"])) as of_run:
        squares = [
            {"image": image, "location": square(40 * at + 20, 60), "term": [term]}
            for at, term in enumerate(terms)
        ]
        of_run.post("algoannotation.json", squares)
        for name, text in (("areas.csv", TABLE), ("sum.json", '{"nuclei": 2}')):
            body = {"job": run.id, "key": name, "filename": name}
            file = of_run.post("jobdata.json", body)["jobdata"]
            path = folder / name
            path.write_text(text, "utf-8")
            of_run.upload(f"jobdata/{file['id']}/upload", path)
    until.touch()
    return ended(place, run)


def square(x: int, y: int, side: int = 20) -> str:
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    return f"POLYGON(({', '.join(f'{a} {b}' for a, b in corners)}))"


def _connected(station: object) -> Connection:
    return Connection.open(station.url, station.keys())  # type: ignore[attr-defined]
