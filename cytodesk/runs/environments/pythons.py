"""Pythons of a version: those that are here, and those that can be fetched."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import uv

from cytodesk.errors import N_
from cytodesk.processes import clean_environment, run_briefly

OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
_FINDS_WITHIN = 60.0
_FETCHES_WITHIN = 900.0
_NOT_AGAIN_FOR = 600.0
"""Seconds after which a version that could not be fetched is tried again."""
Report = Callable[[str], None]


class Pythons:
    """Fetched ones stand below `cache` and go with it."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._found: dict[str, Path] = {}
        self._unfetched: dict[str, float] = {}
        self._lock = threading.Lock()

    def has(self, version: str) -> bool:
        """Whether a Python of that version (`3.10`) is on this computer."""
        return version == OWN or self._find(version) is not None

    def provide(self, version: str, report: Report, is_cancelled: Callable[[], bool]) -> bool:
        """Find or fetch a Python of that version; return whether it is here. Blocks.

        Raises Cancelled.
        """
        if self.has(version):
            return True
        with self._lock:
            tried = self._unfetched.get(version)
            if tried is not None and time.monotonic() - tried < _NOT_AGAIN_FOR:
                return False
            report(N_("Fetching its Python"))
            self._cache.mkdir(parents=True, exist_ok=True)
            said = run_briefly(
                [uv.find_uv_bin(), "--no-config", "--no-progress", "python", "install", version],
                folder=self._cache,
                environment=environment_of_uv(self._cache),
                timeout=_FETCHES_WITHIN,
                cancelled=is_cancelled,
            )
            if not said.has_succeeded:
                self._unfetched[version] = time.monotonic()
        return self.has(version)

    def _find(self, version: str) -> Path | None:
        known = self._found.get(version)
        if known is not None and known.exists():
            return known
        self._cache.mkdir(parents=True, exist_ok=True)
        words = ["python", "find", "--no-python-downloads", "--no-project", version]
        said = run_briefly(
            [uv.find_uv_bin(), "--no-config", "--quiet", *words],
            folder=self._cache,
            environment=environment_of_uv(self._cache),
            timeout=_FINDS_WITHIN,
        )
        lines = [line for line in said.output.splitlines() if line.strip()]
        if not said.has_succeeded or not lines:
            return None
        self._found[version] = Path(lines[-1])
        return self._found[version]


def environment_of_uv(cache: Path) -> dict[str, str]:
    """Return what uv is started with, apart from the user's own settings, caches and mirrors.

    It trusts the certificates of the system, among which a hospital's own stand.
    """
    theirs = {name: value for name, value in clean_environment().items() if not _steers_uv(name)}
    return theirs | {
        "UV_CACHE_DIR": str(cache / "uv"),
        "UV_PYTHON_INSTALL_DIR": str(cache / "pythons"),
        "UV_SYSTEM_CERTS": "1",
        "NO_COLOR": "1",
    }


def _steers_uv(name: str) -> bool:
    return name.startswith(("UV_", "PIP_", "CONDA_"))
