"""A real station in processes of its own, with a project, an image and a term."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import pytest
import tifffile

from cytodesk.client.connection import Connection
from cytodesk.client.launching import launch
from cytodesk.desk import Desk
from cytodesk.processes import ProcessId, end_group, identify
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Project, Term
from cytodesk.wire.runs import Run

APPS = Path(__file__).parents[1] / "data" / "apps"


@dataclass
class Station:
    """A desk at a station, and what one needs to run something there."""

    desk: Desk
    place: Connection
    workspace: Path
    project: Project
    image: ImageInstance
    term: Term

    def install(self, folder: Path, wheels: Path) -> InstalledAlgorithm:
        body = {"path": str(folder), "wheels": str(wheels)}
        return from_json(
            InstalledAlgorithm, self.place.post("/station/v1/algorithms", body)["software"]
        )

    def start(self, installed: InstalledAlgorithm, **values: object) -> Run:
        return launch(self.place, installed, self.project.id, values)  # type: ignore[arg-type]

    def run(self, id_: int) -> Run:
        return self.place.thing(Run, f"job/{id_}.json")

    def ended(self, id_: int, seconds: float = 60.0) -> Run:
        return until(lambda: run if (run := self.run(id_)).state.has_ended else None, seconds)

    def folder(self, run: int) -> Path:
        return self.workspace / "runs" / str(run)

    def process(self, *words: str) -> psutil.Process:
        """Return our process whose command line has all `words`."""
        return until(
            lambda: next(
                (
                    process
                    for process in psutil.process_iter(["cmdline"])
                    if all(word in (process.info["cmdline"] or ()) for word in words)
                ),
                None,
            )
        )


def until(look: Callable[[], object], seconds: float = 20.0):  # type: ignore[no-untyped-def]
    """Return what `look` finds, as soon as it finds it."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not found within {seconds} s")


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CYTODESK_HOME", str(home))
        workspace = home / "workspace"
        with Desk("cli") as desk:
            place = desk.connect(workspace=workspace)
            yield _furnished(desk, place, workspace, home)
            _end(workspace, place)


def _furnished(desk: Desk, place: Connection, workspace: Path, home: Path) -> Station:
    picture = np.full((400, 1200, 3), 240, np.uint8)
    picture[100:300, 200:900] = (200, 100, 160)
    path = home / "slide.tif"
    tifffile.imwrite(
        path,
        picture,
        tile=(256, 256),
        photometric="rgb",
        resolution=(20000, 20000),
        resolutionunit=3,
    )
    ontology = place.post("ontology.json", {"name": "Words"})["ontology"]["id"]
    project = place.post("project.json", {"name": "Demo", "ontology": ontology})["project"]
    term = place.post("term.json", {"name": "cell", "ontology": ontology})["term"]
    body = {"project": project["id"], "path": str(path)}
    image = place.post("/station/v1/images", body)
    return Station(
        desk,
        place,
        workspace,
        from_json(Project, project),
        from_json(ImageInstance, image),
        from_json(Term, term),
    )


def _end(workspace: Path, place: Connection) -> None:
    """End the station and whatever a failed test left running."""
    left = [
        process
        for process in psutil.process_iter(["cmdline", "cwd"])
        if str(workspace) in " ".join(process.info["cmdline"] or ())
        or str(process.info["cwd"] or "").startswith(str(workspace))
    ]
    ids: list[ProcessId] = [found for p in left if (found := identify(p.pid))]
    for each in ids:
        end_group(each, patience=2.0)
    assert not [p for p in left if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
