"""A station to harm, a program that posts, and what has to hold whatever was done to them."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psutil
import tifffile

from cytodesk.client.connection import Connection
from cytodesk.client.installing import install
from cytodesk.client.launching import launch
from cytodesk.client.projects import add_image, new_project
from cytodesk.desk import Desk
from cytodesk.errors import NotReached
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run, RunState
from cytodesk.workspace.backups import trouble_of
from tests.station.conftest import APPS, until

INTERRUPTED = "a request was interrupted"


@dataclass
class Yard:
    desk: Desk
    workspace: Path
    place: Connection
    project: Project
    image: ImageInstance
    posting: InstalledAlgorithm
    runs: list[int] = field(default_factory=list)

    @classmethod
    def made(cls, desk: Desk, workspace: Path, aside: Path) -> Yard:
        """Furnish a workspace; the slide stands `aside`."""
        place = desk.connect(workspace=workspace)
        project = new_project(place, "Yard", [])
        slide = aside / "slide.tif"
        tifffile.imwrite(slide, np.full((400, 700, 3), 230, np.uint8), tile=(256, 256))
        image = add_image(place, project, slide)
        posting = install(place, APPS / "posting", python=Path(sys.executable))
        return cls(desk, workspace, place, project, image, posting)

    def start(self, count: int, pause: float = 0.02) -> Run:
        values = {"image": self.image.id, "count": count, "pause": pause}
        run = launch(self.place, self.posting, self.project.id, values)  # type: ignore[arg-type]
        self.runs.append(run.id)
        return run

    def run(self, id_: int) -> Run:
        return self.place.thing(Run, f"job/{id_}.json")

    def connect_again(self) -> None:
        """Find the station, or start another where nobody keeps the door any more."""
        self.place = self.desk.connect(workspace=self.workspace)

    def settled(self, id_: int, seconds: float = 90.0) -> Run:
        """Return the run once its process is known to be gone; questions may be cut off too."""

        def look() -> Run | None:
            try:
                return gone()
            except NotReached:
                return None

        def gone() -> Run | None:
            told = self.place.get(f"/station/v1/runs/{id_}")
            return self.run(id_) if told["duration"] is not None else None

        return until(look, seconds)

    def warning(self, id_: int) -> str:
        return str(self.place.get(f"/station/v1/runs/{id_}")["warning"] or "")

    def folder(self, id_: int) -> Path:
        return self.workspace / "runs" / str(id_)

    def lines(self, id_: int, name: str) -> list[str]:
        path = self.folder(id_) / "work" / name
        return path.read_text("utf-8").splitlines() if path.exists() else []

    def processes(self, word: str) -> list[psutil.Process]:
        """Return our processes that were started with `word`, station or doorkeeper."""
        return [
            each
            for each in _all()
            if word in (words := _words(each)) and str(self.workspace) in words
        ]

    def recorded(self, id_: int, event: str) -> psutil.Process | None:
        """Return who the supervisor's record names, if it lives: supervising, or started."""
        path = self.folder(id_) / "record.jsonl"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        told = [json.loads(line) for line in lines if line.strip()]
        pids = [each["pid"] for each in told if each["event"] == event]
        try:
            found = psutil.Process(pids[0]) if pids else None
            alive = found is not None and found.status() != psutil.STATUS_ZOMBIE
            return found if alive else None
        except psutil.NoSuchProcess:
            return None

    # what has to hold

    def assert_sound(self) -> None:
        assert trouble_of(self.workspace / "workspace.db") is None

    def assert_nothing_lost(self, run: Run) -> None:
        """What was acknowledged is stored, and nothing else but what got no answer."""
        acknowledged = [int(line) for line in self.lines(run.id, "acknowledged.txt")]
        unanswered = len(self.lines(run.id, "failed.txt"))
        rows = self.place.rows("annotation.json", project=self.project.id, users=run.user)
        stored = {int(row["id"]) for row in rows}
        assert len(set(acknowledged)) == len(acknowledged)
        assert set(acknowledged) <= stored, "an acknowledged annotation is lost"
        # The program may have been killed between an answer and its own note of it.
        assert len(stored) - len(acknowledged) <= unanswered + 1

    def assert_ended_once(self, run: Run) -> None:
        assert run.state.is_settled or run.state is RunState.LOST, run
        until(lambda: self.recorded(run.id, "started") is None)
        until(lambda: self.recorded(run.id, "supervising") is None)

    def assert_nobody_left(self) -> None:
        """Nobody works here but one station, its doorkeeper and their helpers."""
        until(lambda: not self._strangers(), 20)
        assert len(self.processes("station")) <= 1

    def _strangers(self) -> list[psutil.Process]:
        runs = str(self.workspace / "runs")
        return [each for each in _all() if _cwd(each).startswith(runs)]


def _all() -> list[psutil.Process]:
    return [each for each in psutil.process_iter() if each.pid != os.getpid()]


def _words(process: psutil.Process) -> list[str]:
    try:
        is_gone = process.status() == psutil.STATUS_ZOMBIE
        return [] if is_gone else process.cmdline()
    except psutil.Error:
        return []


def _cwd(process: psutil.Process) -> str:
    try:
        return "" if process.status() == psutil.STATUS_ZOMBIE else process.cwd()
    except (psutil.Error, OSError):
        return ""
