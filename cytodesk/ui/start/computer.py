"""What this computer can run: its Python, its size, its container engine.

What examines is imported in the thread that does it: 50 ms that the first frame can spare.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from cytodesk.errors import EnvironmentFailed

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
_ENGINES = {"podman": "Podman", "docker": "Docker", "apptainer": "Apptainer"}
_ANSWERS_WITHIN = 5.0
"""Seconds; an engine that needs longer is starting or stuck."""
_SAMPLE_MEMORY = 2e9
_SAMPLE_DISK = 2e9
"""Bytes that the sample's packages and slide need, with room to breathe."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A container engine; a program without its service does not answer."""

    name: str
    answers: bool


@dataclass(frozen=True, slots=True)
class Computer:
    """Memory and disk in bytes; `disk` is what is free where the workspace is."""

    has_python: bool
    cores: int
    memory: int
    disk: int
    engine: Engine | None

    @property
    def suffices_for_sample(self) -> bool:
        return self.memory >= _SAMPLE_MEMORY and self.disk >= _SAMPLE_DISK


def examine(workspace: Path) -> Computer:
    """Look at this computer; asking an engine may take seconds."""
    import psutil

    return Computer(
        has_python=_has_python(),
        cores=os.cpu_count() or 1,
        memory=psutil.virtual_memory().total,
        disk=_free(workspace),
        engine=_engine(),
    )


def _has_python() -> bool:
    """Whether environments can be made: a frozen build has no interpreter to make them from."""
    if not getattr(sys, "frozen", False):
        return True
    return any(shutil.which(name) for name in (f"python{PYTHON}", "py"))


def _free(folder: Path) -> int:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _engine() -> Engine | None:
    """Return the first engine that answers, else the first that is there."""
    found = [
        Engine(name, _answers(path))
        for program, name in _ENGINES.items()
        if (path := shutil.which(program))
    ]
    return next((engine for engine in found if engine.answers), found[0] if found else None)


def _answers(program: str) -> bool:
    from cytodesk.processes import clean_environment, run_briefly

    question = "--version" if Path(program).stem == "apptainer" else "info"
    try:
        said = run_briefly(
            [program, question],
            folder=Path(program).parent,
            environment=clean_environment(),
            timeout=_ANSWERS_WITHIN,
        )
    except EnvironmentFailed:
        return False  # a file of that name that does not start
    return said.has_succeeded
