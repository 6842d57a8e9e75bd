"""What a workspace remembers of its containers: that there were some, and what reached them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cytodesk.settings import write_atomically

NOTE = "container.json"
"""In a run's folder: which engine has its container, and under which name."""
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Note:
    """The kind of an engine, and the name of the container that it has."""

    engine: str
    name: str

    def write(self, folder: Path) -> None:
        told = {"schema": SCHEMA, "engine": self.engine, "name": self.name}
        write_atomically(folder / NOTE, json.dumps(told).encode())

    @classmethod
    def read(cls, folder: Path) -> Note | None:
        try:
            told = json.loads((folder / NOTE).read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return cls(str(told.get("engine")), str(told["name"]))


class Memory:
    """By which name each kind of engine was seen to reach the station; a file of the workspace."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "containers.json"

    @property
    def is_there(self) -> bool:
        """Whether a container was ever made for this workspace: a crash may have left some."""
        return self._path.exists()

    def begin(self) -> None:
        """Remember that there are containers from now on."""
        if not self.is_there:
            self._write({})

    def reach_of(self, engine: str) -> str | None:
        return self._reaches().get(engine)

    def keep(self, engine: str, reach: str) -> None:
        self._write(self._reaches() | {engine: reach})

    def _reaches(self) -> dict[str, str]:
        try:
            told = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return dict(told.get("reaches") or {})

    def _write(self, reaches: dict[str, str]) -> None:
        write_atomically(self._path, json.dumps({"schema": SCHEMA, "reaches": reaches}).encode())
