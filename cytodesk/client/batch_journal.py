"""A batch for a server that knows no batches: written down here before the first request.

One file of JSON lines: first all rows, then what was done with each. Each line is on disk before
the next request is sent, so whoever reads it after a crash knows what may have happened.

    {"schema": 1, "id": 1763690000123, "server": "<serverID>", "project": 10, "software": 20, ...,
     "host": {"station": "<serverID>", "algorithm": 7},     where a station carries it out
     "rows": [{"label": "a.svs", "params": [{"softwareParameter": 1, "value": "0.5"}]}]}
    {"row": 1, "does": "asks"}           it is about to be asked for
    {"row": 1, "does": "is", "run": 500}
    {"row": 1, "does": "starts"}
    {"row": 2, "does": "fails", "why": "..."}
    {"row": 2, "does": "again"}          somebody wants another attempt
    {"row": 3, "does": "stays"}          nobody wants it any more
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cytodesk.client.guests import Host
from cytodesk.client.launching import texts_of
from cytodesk.errors import N_, BadInput

SCHEMA = 2
_OF_HOSTS = 2
"""Since which schema a batch may be carried out by a station; one for its server stays readable."""
SUFFIX = ".jsonl"


@dataclass(frozen=True, slots=True)
class NewRow:
    label: str
    params: tuple[Mapping[str, Any], ...]
    """As a job is given them: `softwareParameter` and `value`."""

    @property
    def texts(self) -> dict[int, str]:
        return texts_of(self.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was asked for, before anything was done."""

    id: int
    """UTC epoch milliseconds at its making, and its file's name."""
    server: str
    project: int
    algorithm: int
    algorithm_name: str
    name: str
    how: str
    user: str
    """Who asks: another's runs are never taken for ours."""
    after: int
    """The highest id of a run that was there before."""
    rows: tuple[NewRow, ...]
    host: Host | None = None
    """Who carries it out where the server does not."""


@dataclass(slots=True)
class Fate:
    """What became of one row; of several attempts the last."""

    runs: list[int] = field(default_factory=list)
    is_asked: bool = False
    """A request was sent and its answer is not known, unless there is a run."""
    is_made: bool = False
    is_started: bool = False
    is_left: bool = False
    why: str = ""
    """Why the server refused it."""
    attempts: int = 1

    @property
    def is_settled(self) -> bool:
        return self.is_started or self.is_left or bool(self.why)

    @property
    def run(self) -> int:
        return self.runs[-1] if self.is_made and self.runs else 0


class BatchJournal:
    """The file of one batch; one process at a time writes it."""

    def __init__(self, path: Path, plan: Plan, fates: list[Fate]) -> None:
        self.path = path
        self.plan = plan
        self.fates = fates
        self._size = path.stat().st_size if path.exists() else 0

    @classmethod
    def begin(cls, folder: Path, plan: Plan) -> BatchJournal:
        """Write the whole plan down; when this returns it is on disk."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{plan.id}{SUFFIX}"
        journal = cls(path, plan, [Fate() for _ in plan.rows])
        journal._append(_json_of(plan))
        return journal

    @classmethod
    def read(cls, path: Path) -> BatchJournal:
        """Return the journal at `path`; a last line that was cut short is passed over.

        Raises BadInput where it is newer than this program, or no journal of a batch.
        """
        first, *others = path.read_bytes().decode("utf-8", "replace").split("\n")
        try:
            plan = _plan_of(json.loads(first))
        except (ValueError, KeyError, TypeError, AttributeError) as reason:
            template = N_("{path} cannot be read as a batch ({reason}).")
            raise BadInput(template, path=path, reason=reason) from reason
        journal = cls(path, plan, [Fate() for _ in plan.rows])
        for line in others:
            journal._hear(line)
        return journal

    def refreshed(self) -> BatchJournal:
        """Return what the file says now: somebody else may want another attempt, or none."""
        return BatchJournal.read(self.path) if self.path.stat().st_size != self._size else self

    @property
    def known_runs(self) -> set[int]:
        return {run for fate in self.fates for run in fate.runs}

    def unsettled(self) -> list[int]:
        """Return the rows, from 1 on, with which something is still to be done."""
        return [place for place, fate in enumerate(self.fates, start=1) if not fate.is_settled]

    def row(self, place: int) -> NewRow:
        return self.plan.rows[place - 1]

    def fate(self, place: int) -> Fate:
        return self.fates[place - 1]

    def note(self, place: int, does: str, **more: Any) -> None:
        """Write down what was done with a row; when this returns it is on disk."""
        told = {"row": place, "does": does, **more}
        self._append(told)
        _follow(self.fates[place - 1], does, told)

    def _hear(self, line: str) -> None:
        try:
            told = json.loads(line)
            _follow(self.fates[int(told["row"]) - 1], str(told["does"]), told)
        except (ValueError, KeyError, TypeError, IndexError):
            return

    def _append(self, told: Mapping[str, Any]) -> None:
        """Add a line; one that a crash cut short before is ended first."""
        is_there = self.path.exists()
        with self.path.open("a+b") as file:
            line = json.dumps(told, ensure_ascii=False).encode() + b"\n"
            if is_there and file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        self._size += len(line)


def journals_in(folder: Path) -> list[BatchJournal]:
    """Return the journals that can be read, the newest first; others are left alone."""
    found: list[BatchJournal] = []
    for path in sorted(folder.glob(f"*{SUFFIX}"), reverse=True):
        try:
            found.append(BatchJournal.read(path))
        except (BadInput, OSError):
            continue
    return found


def _follow(fate: Fate, does: str, told: Mapping[str, Any]) -> None:
    match does:
        case "asks":
            fate.is_asked = True
        case "is":
            fate.runs.append(int(told["run"]))
            fate.is_made = True
        case "starts":
            fate.is_started = True
        case "fails":
            fate.why = str(told["why"]) or "?"
        case "stays":
            fate.is_left = True
        case "again":
            fate.is_asked = fate.is_made = fate.is_started = fate.is_left = False
            fate.why = ""
            fate.attempts += 1
        case _:  # a word of a later program
            pass


def _json_of(plan: Plan) -> dict[str, Any]:
    return {
        "schema": 1 if plan.host is None else _OF_HOSTS,
        "id": plan.id,
        "server": plan.server,
        "project": plan.project,
        "software": plan.algorithm,
        "softwareName": plan.algorithm_name,
        "name": plan.name,
        "how": plan.how,
        "username": plan.user,
        "after": plan.after,
        "host": None if plan.host is None else asdict(plan.host),
        "rows": [{"label": row.label, "params": list(row.params)} for row in plan.rows],
    }


def _plan_of(told: Mapping[str, Any]) -> Plan:
    if not 1 <= told["schema"] <= SCHEMA:
        raise ValueError(f"schema {told['schema']}")
    host = told.get("host")
    return Plan(
        id=int(told["id"]),
        server=str(told["server"]),
        project=int(told["project"]),
        algorithm=int(told["software"]),
        algorithm_name=str(told["softwareName"]),
        name=str(told["name"]),
        how=str(told["how"]),
        user=str(told["username"]),
        after=int(told["after"]),
        rows=tuple(_rows_of(told["rows"])),
        host=Host(str(host["station"]), int(host["algorithm"])) if host else None,
    )


def _rows_of(told: Iterable[Mapping[str, Any]]) -> Iterable[NewRow]:
    return (NewRow(str(each["label"]), tuple(each["params"])) for each in told)
