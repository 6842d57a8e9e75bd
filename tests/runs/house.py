"""A workspace with a queue of its own; algorithms are programs given as text."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from cytodesk.algorithms.descriptors import read_descriptor_text
from cytodesk.client.station_keys import Keys, keys_of
from cytodesk.processes import ProcessId, end_group
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.guests.keys import GuestKeys
from cytodesk.runs.place import Place
from cytodesk.runs.process_runner import LOG, RECORD, RunOrder
from cytodesk.runs.queue import RunQueue
from cytodesk.runs.record import read_record
from cytodesk.wire.runs import Run
from cytodesk.workspace import algorithms, people, projects, runs
from cytodesk.workspace.algorithms import Source
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.runs import RunRecord
from cytodesk.workspace.store import Workspace, now_ms
from cytodesk.workspace.writer import Change

SLEEPS = "import time; print('here', flush=True); time.sleep(60)"
_KEY = {
    "id": "cytomine_private_key",
    "value-key": "@ID",
    "command-line-flag": "--@id",
    "name": "Private key",
    "type": "String",
    "set-by-server": True,
}
_NUMBER = {"id": "number", "value-key": "@ID", "name": "Number", "type": "Number", "optional": True}


class House:
    """Call `leave()` at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.free = 1 << 40
        self.later = 0
        """Milliseconds that have passed more than did."""
        self.jump = 0
        """Milliseconds by which somebody has set the clock forward."""
        self.noted: list[tuple[str, dict[str, object]]] = []
        self.workspace = Workspace(folder / "workspace", clock=self._wall)
        self.files = FileStore(self.workspace.folder / "files")
        people.ensure_human(self.workspace, "ada")
        self._project = self.workspace.write(
            lambda change: projects.add_project(change, "Demo", None).id
        )
        self._count = 0
        self.open()

    def open(self, limit: int = 1) -> None:
        self.queue = RunQueue(
            Place(
                workspace=self.workspace,
                files=self.files,
                address=lambda: "http://127.0.0.1:1",
                keys=self.keys,
                guest_keys=GuestKeys(self._folder / "guests", lambda public, private: None),
                cache=self._folder / "cache",
                limit=limit,
                noted=lambda event, fields: self.noted.append((event, fields)),
                free=lambda _: self.free,
                steady=lambda: time.monotonic() + self.later / 1000,
            )
        )
        self.queue.start()

    def _wall(self) -> int:
        return now_ms() + self.later + self.jump

    def close(self) -> None:
        self.queue.close()

    def reopen(self, limit: int = 1) -> None:
        self.close()
        self.open(limit)

    def leave(self) -> None:
        self.close()
        for folder in (self.workspace.folder / "runs").glob("*"):
            for process in _who_works_in(folder):
                end_group(process, patience=0.0)
        self.workspace.close()

    def keys(self, user: int) -> Keys:
        return keys_of(b"secret", user)

    def add(
        self,
        source: str,
        *,
        python: str | None = sys.executable,
        requirements: str | None = None,
        with_key: bool = False,
    ) -> int:
        """Install a program and make a run of it; without `python` it gets an environment."""
        self._count += 1
        app = self.workspace.folder / "algorithms" / str(self._count)
        app.mkdir(parents=True)
        (app / "run.py").write_text(source)
        if requirements is not None:
            (app / "requirements.txt").write_text(requirements)
        text = _descriptor(f"Program {self._count}", with_key=with_key)
        installed = Source(
            descriptor=text,
            content=text,
            folder=f"algorithms/{self._count}",
            python=python,
            builds=1,
        )

        def added(change: Change) -> int:
            algorithm = algorithms.add_algorithm(change, str(self._count), "", source=installed)
            return runs.add_run(change, self._project, algorithm, people.HUMAN, {}).id

        return self.workspace.write(added)

    def submit(self, source: str, **more: object) -> int:
        run = self.add(source, **more)  # type: ignore[arg-type]
        self.queue.submit(run)
        return run

    def order(self, run: int, source: str) -> RunOrder:
        """Return an order to run `source` in the folder of `run`, as if a queue had made it."""
        app = self._folder / f"app-of-{run}"
        app.mkdir()
        (app / "run.py").write_text(source)
        return RunOrder(
            run_id=run,
            folder=self.folder(run),
            app_folder=app,
            algorithm=read_descriptor_text(_descriptor("By hand"), Path("descriptor.json")),
            arguments=[],
            environment=Environment(Path(sys.executable), "this one", self._folder / "models"),
        )

    def folder(self, run: int) -> Path:
        return self.workspace.folder / "runs" / str(run)

    def log(self, run: int) -> str:
        path = self.folder(run) / LOG
        return path.read_text() if path.exists() else ""

    def run(self, id_: int) -> Run:
        return runs.run(self.workspace.reading(), id_)

    def ended(self, run: int, seconds: float = 20.0) -> Run:
        self.until(lambda: self.run(run).state.has_ended, seconds)
        return self.run(run)

    def settled(self, run: int, seconds: float = 20.0) -> RunRecord:
        def record() -> RunRecord:
            return runs.record_of(self.workspace.reading(), run)

        self.until(lambda: record().duration is not None, seconds)
        return record()

    def until_logged(self, run: int, text: str) -> None:
        self.until(lambda: text in self.log(run))

    def until(self, is_so: Callable[[], bool], seconds: float = 20.0) -> None:
        give_up = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < give_up, f"not within {seconds} s; {self.noted}"
            time.sleep(0.02)

    def kill_all(self, run: int) -> None:
        """Kill supervisor and program at once, the supervisor first: nobody writes an end."""
        for process in _who_works_in(self.folder(run)):
            psutil.Process(process.pid).kill()

    def die_after_starts(self) -> None:
        """Let nobody look at what was started, as if the station died right then."""
        self.queue._look_at_all = lambda **_: None  # type: ignore[method-assign]


def slow_package(folder: Path) -> str:
    """Return a requirement that is being built for a minute, once `building` is there."""
    source = folder / "slow-1.0"
    source.mkdir()
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "slow"\nbackend-path = ["."]\n'
        '[project]\nname = "slow"\nversion = "1.0"\n'
    )
    (source / "slow.py").write_text(
        "import pathlib, time\n"
        "def build_wheel(*args, **more):\n"
        f"    pathlib.Path({str(folder / 'building')!r}).touch()\n"
        "    time.sleep(60)\n"
    )
    return f"slow @ {source.as_uri()}\n"


def _who_works_in(folder: Path) -> list[ProcessId]:
    record = read_record(folder / RECORD)
    return [each for each in (record.supervisor, record.program) if each is not None]


def _descriptor(name: str, *, with_key: bool = False) -> str:
    return json.dumps(
        {
            "name": name,
            "container-image": {"image": "test/program", "type": "singularity"},
            "schema-version": "cytomine-0.1",
            "command-line": "python run.py" + " CYTOMINE_PRIVATE_KEY" * with_key + " NUMBER",
            "inputs": [*[_KEY] * with_key, _NUMBER],
        }
    )
