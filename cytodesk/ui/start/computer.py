"""What this computer can run: its Python, its size, its container engine.

What examines is imported in the thread that does it: 50 ms that the first frame can spare.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from cytodesk.engines import Engine, chosen_engine, find_engines
from cytodesk.settings import free_bytes

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
_SAMPLE_MEMORY = 2e9
_SAMPLE_DISK = 2e9
"""Bytes that the sample's packages and slide need, with room to breathe."""


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
        disk=free_bytes(workspace),
        engine=chosen_engine(find_engines(), None),
    )


def _has_python() -> bool:
    """Whether environments can be made: a frozen build has no interpreter to make them from."""
    if not getattr(sys, "frozen", False):
        return True
    return any(shutil.which(name) for name in (f"python{PYTHON}", "py"))
