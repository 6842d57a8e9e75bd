"""Faults on purpose; `make faults` runs the long form, `make test` a short one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.desk import Desk
from cytodesk.processes import end_group, identify
from tests.faults.yard import Yard, _all, _words

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("CYTODESK_HOME", str(tmp_path / "home"))
    with Desk("cli") as desk:
        yield desk


@pytest.fixture
def yard(desk: Desk, tmp_path: Path) -> Iterator[Yard]:
    made = Yard.made(desk, tmp_path / "workspace", tmp_path)
    yield made
    end_all(made.workspace)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of its own; skips where nobody may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount(folder, "size=3g", first=True)
    yield folder
    end_all(folder)
    subprocess.run(["umount", "-l", str(folder)], check=False)


def mount(folder: Path, options: str, *, first: bool = False) -> None:
    """Make a disk at `folder`, or change the one that is there."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("a disk of its own needs Linux and its administrator")
    again = [] if first else ["remount"]
    words = ["mount", "-t", "tmpfs", "-o", ",".join([*again, options]), "cytodesk", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode and first:
        pytest.skip(f"no disk of its own: {done.stderr.strip()}")
    assert not done.returncode, done.stderr


def end_all(workspace: Path) -> None:
    """End whoever works in the workspace."""
    for _ in range(2):
        for each in _all():
            if str(workspace) in " ".join(_words(each)) and (found := identify(each.pid)):
                end_group(found, patience=2.0)
