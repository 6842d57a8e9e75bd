"""What every test stands on: a sealed home, our data, and nobody left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psutil
import pytest

ROOT = Path(__file__).resolve().parents[1]

hypothesis.settings.register_profile("ours", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.load_profile("ours")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Seal the user's folders, keys and keyring off; fail where a process outlives the tests."""
    folder = tmp_path_factory.mktemp("home")
    sealed = {
        "CYTODESK_HOME": str(folder),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }
    unset = ("CYTODESK_WORKSPACE", "CYTOMINE_PUBLIC_KEY", "CYTOMINE_PRIVATE_KEY", "LANGUAGE")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in sealed.items():
            patch.setenv(name, value)
        for name in unset:
            patch.delenv(name, raising=False)
        yield folder
        left = _left_behind(tmp_path_factory.getbasetemp())
    assert not left, f"processes were left behind: {left}"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real slides, apps and descriptors beside the project."""
    folder = Path(os.environ.get("CYTODESK_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there: CYTODESK_SHARED names the folder of real data")
    return folder


@pytest.fixture(scope="session")
def data() -> Path:
    """Return the folder of our own look-alikes."""
    return ROOT / "tests" / "data"


@pytest.fixture(scope="session")
def wheels() -> Path:
    """Return the folder of wheels for environments without network."""
    check = [sys.executable, str(ROOT / "packaging" / "wheel_cache.py"), "--check"]
    said = subprocess.run(check, capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.fail(said.stdout.strip() or said.stderr)
    return Path(said.stdout.strip())


def _left_behind(base: Path, patience: float = 5.0) -> list[str]:
    """Return, and end, whoever still works in our folders."""
    deadline = time.monotonic() + patience
    while (left := _working_under(base)) and time.monotonic() < deadline:
        time.sleep(0.1)
    for process in left:
        process.kill()
    return [f"{process.pid}: {' '.join(_command_of(process))}" for process in left]


def _working_under(base: Path) -> list[psutil.Process]:
    return [
        each for each in psutil.process_iter() if each.pid != os.getpid() and _is_in(each, base)
    ]


def _is_in(process: psutil.Process, base: Path) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        home, folder = process.environ().get("CYTODESK_HOME", ""), process.cwd()
    except (psutil.Error, OSError):
        return False
    is_ours = any(Path(place).is_relative_to(base) for place in (home, folder) if place)
    return is_ours and "multiprocessing.resource_tracker" not in " ".join(_command_of(process))


def _command_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
