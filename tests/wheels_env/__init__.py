"""Environments of their own for what real apps need, made from the wheel cache without network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def client_environment(wheels: Path, folder: Path, version: str) -> Path:
    """Return the interpreter of an environment that has the Cytomine client `version`.

    Skips where the cache has no wheel of it: it holds what packaging/wheels.txt asks for.
    """
    if not list(wheels.glob(f"cytomine_python_client-{version}-*.whl")):
        pytest.skip(f"the wheel cache has no client {version}: packaging/wheels.txt names it not")
    _uv("venv", "--python", sys.executable, str(folder))
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    source = ("--no-index", "--find-links", str(wheels))
    wanted = f"cytomine-python-client=={version}"
    _uv("pip", "install", "--offline", *source, "--python", str(python), wanted)
    return python


def apps_environment(wheels: Path, folder: Path) -> Path:
    """Return the interpreter of an environment with what public apps of 2019-2022 need."""
    cache = [sys.executable, str(ROOT / "packaging" / "wheel_cache.py"), "--list", "apps"]
    files = subprocess.run(cache, capture_output=True, text=True, check=False).stdout.split()
    if not files or any(Path(file).parent != wheels for file in files):
        pytest.skip("the wheel cache has not the wheels of apps, which are kept with their data")
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    _uv("venv", "--python", sys.executable, str(folder))
    _uv("pip", "install", "--offline", "--no-deps", "--python", str(python), *files)
    return python


def _uv(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "uv", "-q", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
