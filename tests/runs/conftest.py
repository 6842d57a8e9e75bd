from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cytodesk.processes import ProcessId, end_group
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.process_runner import (
    LOG,
    Fate,
    ProcessRunner,
    Running,
    RunOrder,
    Waiting,
    follow,
)


@dataclass(frozen=True)
class App:
    """The little that the runs room asks of an algorithm."""

    name: str = "look-alike"
    command_line: str = "python run.py CYTOMINE_HOST"


@dataclass(frozen=True)
class StartedRun:
    folder: Path
    supervisor: ProcessId

    def fate(self) -> Fate:
        return follow(self.folder, self.supervisor)

    def until(self, is_reached: Callable[[Fate], bool], within: float = 10.0) -> Fate:
        give_up = time.monotonic() + within
        while not is_reached(fate := self.fate()):
            assert time.monotonic() < give_up, f"still {fate}\n{self.log()}"
            time.sleep(0.02)
        return fate

    def at_end(self) -> Fate:
        return self.until(lambda fate: not isinstance(fate, Waiting | Running))

    def running(self) -> Running:
        fate = self.until(lambda fate: not isinstance(fate, Waiting))
        assert isinstance(fate, Running), fate
        return fate

    def until_logged(self, text: str, within: float = 10.0) -> None:
        give_up = time.monotonic() + within
        while text not in self.log():
            assert time.monotonic() < give_up, f"no {text!r} in {self.log()!r}"
            time.sleep(0.02)

    def log(self) -> str:
        path = self.folder / LOG
        return path.read_text() if path.exists() else ""


StartRun = Callable[..., StartedRun]


@pytest.fixture
def own_environment(tmp_path: Path) -> Environment:
    return Environment(Path(sys.executable), "this one", tmp_path / "models")


@pytest.fixture
def start_run(tmp_path: Path, own_environment: Environment) -> Iterator[StartRun]:
    """Start a program, given as text, as a run; all that is left is ended afterwards."""
    started: list[StartedRun] = []

    def start(
        source: str, *arguments: str, secrets: tuple[str, ...] = (), app: App | None = None
    ) -> StartedRun:
        app_folder = tmp_path / f"app-{len(started)}"
        app_folder.mkdir()
        (app_folder / "run.py").write_text(source)
        folder = tmp_path / f"run-{len(started)}"
        folder.mkdir()
        order = RunOrder(
            run_id=len(started),
            folder=folder,
            app_folder=app_folder,
            algorithm=app or App(),
            arguments=list(arguments),
            environment=own_environment,
            secrets=secrets,
        )
        run = StartedRun(folder, ProcessRunner().start(order))
        started.append(run)
        return run

    yield start
    for run in started:
        fate = run.fate()
        program = getattr(fate, "program", None)
        if program is not None:
            end_group(program, patience=0.0)
        end_group(run.supervisor, patience=0.0)
