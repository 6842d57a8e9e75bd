"""Interpreters that a user has: where they lie, what they say of themselves, what they lack."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cytodesk.client.connection import Connection
from cytodesk.client.errands import run_errand
from cytodesk.errors import N_, BadInput

CLIENT = "cytomine-python-client"
_INSIDE = ("bin/python", "bin/python3", "Scripts/python.exe", "python.exe")
"""Where the interpreter stands in a virtual environment, of each system, and in conda's."""
_KEPT = re.compile(r"(?P<name>.+?)-(?P<version>\d[^-]*)(-py[\d.]+)?$")
_WISH = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^]]*\])?\s*(?P<wanted>[<>=!~][^;#]*)?$"
)
_EXACT = re.compile(r"===?\s*(?P<version>[^,*\s]+)\s*$")


@dataclass(frozen=True, slots=True)
class InterpreterFound:
    """What an interpreter says of itself."""

    path: Path
    version: str
    packages: Mapping[str, str]
    """Versions by name, as PEP 503 writes names."""

    @property
    def client(self) -> str | None:
        """The version of Cytomine's client that it has."""
        return self.packages.get(CLIENT)

    def lacks(self, wishes: Sequence[str]) -> tuple[str, ...]:
        """Return the wishes of a requirements file that it does not meet, as they are written.

        A package that is missing counts, and another version than the one that `==` names. Other
        limits, and wishes that depend on the system, are left to whoever reads.
        """
        return tuple(wish for wish in wishes if not self._meets(wish))

    def _meets(self, wish: str) -> bool:
        read = _WISH.match(wish.strip())
        if read is None:
            return True
        version = self.packages.get(_plain(read["name"]))
        exact = _EXACT.match(read["wanted"] or "")
        return version is not None and (exact is None or exact["version"] == version)


def interpreter_at(path: Path) -> Path:
    """Return the interpreter that a path means: a file itself, of a folder the one inside."""
    if path.is_dir():
        inside = (path / place for place in _INSIDE)
        return next((each for each in inside if each.is_file()), path)
    return path


def ask_python(connection: Connection, path: Path) -> InterpreterFound:
    """Let the station start the interpreter at `path`, a file or an environment's folder.

    Raises EnvironmentFailed where it is none; BadInput where the place is no station.
    """
    if not connection.is_station:
        raise BadInput(
            N_("{url} is a Cytomine server: it starts no interpreter of this computer."),
            url=connection.url,
        )
    python = interpreter_at(path.expanduser()).absolute()
    told = run_errand(connection, "/station/v1/interpreters/look", {"path": str(python)})
    kept = (_KEPT.match(each) for each in told["distributions"])
    packages = {_plain(each["name"]): each["version"] for each in kept if each}
    return InterpreterFound(python, str(told["version"]), packages)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
