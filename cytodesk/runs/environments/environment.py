"""An interpreter with its packages, and the folder where its programs keep downloaded models."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

_CACHES = {
    "XDG_CACHE_HOME": "",
    "TORCH_HOME": "torch",
    "KERAS_HOME": "keras",
    "HF_HOME": "huggingface",
    "CELLPOSE_LOCAL_MODELS_PATH": "cellpose",
    "MPLCONFIGDIR": "matplotlib",
}
"""Where libraries keep what they download; in a run's fresh HOME it would be lost every time."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Where a program runs; `identity` changes when an installed distribution does."""

    python: Path
    identity: str
    cache: Path
    warning: str | None = None
    """What is not as its app wishes."""

    def variables(self) -> dict[str, str]:
        """Return the environment variables that point at the cache, whose folders are made."""
        folders = {name: self.cache / part for name, part in _CACHES.items()}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        variables = {name: str(folder) for name, folder in folders.items()}
        return variables | ({"CONDA_PREFIX": str(self.prefix)} if self._is_of_conda else {})

    @property
    def prefix(self) -> Path:
        """The folder that all of it stands in."""
        beside = self.python.parent
        return beside.parent if beside.name in ("bin", "Scripts") else beside

    @property
    def places(self) -> list[str]:
        """Where its commands stand, and the libraries that conda keeps apart on Windows."""
        places = [self.python.parent]
        if self._is_of_conda and sys.platform == "win32":
            places += [self.prefix / "Library" / "bin", self.prefix / "Scripts"]
        return [str(place) for place in places]

    @property
    def _is_of_conda(self) -> bool:
        return (self.prefix / "conda-meta").is_dir()


def python_of(place: Path) -> Path:
    """Return where the interpreter of a virtual environment stands."""
    return place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
