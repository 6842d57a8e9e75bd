"""The container engines of this computer: which are there, whether they answer, what they can.

What asks them is imported in the thread that does it: a window knows them before its first frame.
"""

from __future__ import annotations

import enum
import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cytodesk.errors import N_, EnvironmentFailed

if TYPE_CHECKING:
    from cytodesk.processes import Completed

_ANSWERS_WITHIN = 8.0
"""Seconds; an engine that needs longer is starting or stuck."""
_ALSO_HERE = ("/usr/local/bin", "/opt/homebrew/bin", "/opt/podman/bin", "~/.docker/bin")
"""Where engines stand and a window that the desktop started does not look."""
NO_ENGINE = "none"
"""The preference of who wants no containers."""


class EngineKind(enum.StrEnum):
    PODMAN = "podman"
    DOCKER = "docker"
    APPTAINER = "apptainer"
    SINGULARITY = "singularity"

    @property
    def said(self) -> str:
        return self.value.capitalize()

    @property
    def has_socket(self) -> bool:
        """Whether it is asked through the API socket; the others have a command line only."""
        return self in (EngineKind.PODMAN, EngineKind.DOCKER)


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that is installed; `trouble` says in words why it cannot be used now."""

    kind: EngineKind
    program: Path
    version: str = ""
    trouble: str = ""
    is_rootless: bool = False
    is_remote: bool = False
    """Its containers live in a virtual machine: Docker Desktop, podman machine."""
    helpers: frozenset[str] = frozenset()
    """Of its networks: `slirp4netns`, `pasta`; `init`, which hands signals on in a container."""
    limits: frozenset[str] = frozenset()
    """What it can limit for this user: `cpu`, `memory`."""
    cpus: int = 0
    memory: int = 0
    """Of the computer or virtual machine that its containers live in; bytes, 0 where unknown."""

    @property
    def answers(self) -> bool:
        return not self.trouble

    @property
    def title(self) -> str:
        return f"{self.kind.said} {self.version}".strip()


def find_engines() -> tuple[Engine, ...]:
    """Return the engines of this computer, those that answer first; asking may take seconds."""
    found = [_examined(kind, Path(path)) for kind in EngineKind if (path := _program(kind))]
    return tuple(sorted(found, key=lambda engine: not engine.answers))


def chosen_engine(engines: tuple[Engine, ...], preferred: str | None) -> Engine | None:
    """Return the preferred engine, or the first that answers; None where there is none."""
    if preferred == NO_ENGINE:
        return None
    if preferred is not None:
        return next((engine for engine in engines if engine.kind == preferred), None)
    return next((engine for engine in engines if engine.answers), engines[0] if engines else None)


def _program(kind: EngineKind) -> str | None:
    places = os.pathsep.join([os.environ.get("PATH", ""), *map(os.path.expanduser, _ALSO_HERE)])
    found = shutil.which(kind.value, path=places)
    if kind is EngineKind.SINGULARITY and found and shutil.which("apptainer", path=places):
        return None  # the same program under its old name
    return found


def _examined(kind: EngineKind, program: Path) -> Engine:
    from cytodesk.processes import clean_environment, run_briefly

    bare = Engine(kind, program)
    words, read = _QUESTIONS[kind]
    try:
        said = run_briefly(
            [str(program), *words],
            folder=program.parent,
            environment=clean_environment(),
            timeout=_ANSWERS_WITHIN,
        )
    except EnvironmentFailed as error:
        return replace(bare, trouble=error.said())
    if said.status is None:
        return replace(bare, trouble=N_("it does not answer in time"))
    return read(bare, said)


def _of_podman(bare: Engine, said: Completed) -> Engine:
    told = _last_object(said.output)
    if not said.has_succeeded or not told:
        return replace(bare, trouble=_last_line(said.output))
    host = told.get("host") or {}
    helpers = {each for each in _HELPERS if (host.get(each) or {}).get("executable")}
    if any(Path(place).exists() for place in _PODMANS_INIT):
        helpers.add("init")
    return replace(
        bare,
        version=str((told.get("version") or {}).get("Version", "")),
        is_rootless=bool((host.get("security") or {}).get("rootless")),
        is_remote=bool(host.get("serviceIsRemote")) or sys.platform != "linux",
        helpers=frozenset(helpers),
        limits=frozenset({"cpu", "memory"} & set(host.get("cgroupControllers") or ())),
        cpus=int(host.get("cpus") or 0),
        memory=int(host.get("memTotal") or 0),
    )


def _of_docker(bare: Engine, said: Completed) -> Engine:
    told = _last_object(said.output)
    if not told.get("ServerVersion"):
        troubles = told.get("ServerErrors") or [_last_line(said.output)]
        return replace(bare, trouble=str(troubles[0]))
    can = {"cpu": told.get("CpuCfsQuota"), "memory": told.get("MemoryLimit")}
    is_desktop = "desktop" in str(told.get("OperatingSystem", "")).lower()
    return replace(
        bare,
        version=str(told["ServerVersion"]),
        helpers=frozenset({"init"}),
        is_rootless=any("rootless" in str(each) for each in told.get("SecurityOptions") or []),
        is_remote=is_desktop or sys.platform != "linux",
        limits=frozenset(name for name, is_able in can.items() if is_able),
        cpus=int(told.get("NCPU") or 0),
        memory=int(told.get("MemTotal") or 0),
    )


def _of_apptainer(bare: Engine, said: Completed) -> Engine:
    line = _last_line(said.output)
    if not said.has_succeeded:
        return replace(bare, trouble=line)
    return replace(bare, version=line.rpartition(" ")[2], is_rootless=True)


def _last_object(output: str) -> dict[str, Any]:
    """Return the JSON object in what an engine says, warnings before and behind it aside."""
    begin, end = output.find("{"), output.rfind("}")
    try:
        told = json.loads(output[begin : end + 1])
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else N_("it said nothing")


_PODMANS_INIT = ("/usr/libexec/podman/catatonit", "/usr/lib/podman/catatonit", "/usr/bin/catatonit")
_HELPERS = ("slirp4netns", "pasta")
_QUESTIONS: Mapping[EngineKind, tuple[tuple[str, ...], Callable[[Engine, Completed], Engine]]] = {
    EngineKind.PODMAN: (("info", "--format", "json"), _of_podman),
    EngineKind.DOCKER: (("info", "--format", "{{json .}}"), _of_docker),
    EngineKind.APPTAINER: (("--version",), _of_apptainer),
    EngineKind.SINGULARITY: (("--version",), _of_apptainer),
}
