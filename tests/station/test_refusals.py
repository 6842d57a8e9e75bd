"""A workspace that its station does not open is refused in its words, and at once."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cytodesk.desk import Desk
from cytodesk.errors import WorkspaceError
from cytodesk.processes import own_command, own_environment
from cytodesk.workspace.store import Workspace


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma user_version=999")


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096] + b"\xa5" * 200_000)


def without_projects(path: Path) -> None:
    """Opened without a complaint, and wrong at the first question."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("alter table run rename to gone")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CYTODESK_HOME", str(tmp_path / "home"))
    Workspace(tmp_path / "workspace").close()
    return tmp_path / "workspace"


CASES = pytest.mark.parametrize(
    ("harm", "words"),
    [
        (newer, "has schema 999"),
        (damaged, "`cytodesk doctor --restore` goes back to a copy"),
        (without_projects, "`cytodesk doctor --restore` goes back to a copy"),
    ],
)


@CASES
def test_whoever_waits_for_it_hears_why(
    workspace: Path, harm: Callable[[Path], None], words: str
) -> None:
    harm(workspace / "workspace.db")
    with Desk("cli") as desk:
        for _ in range(2):
            began = time.monotonic()
            with pytest.raises(WorkspaceError, match=words):
                desk.connect(workspace=workspace)
            assert time.monotonic() - began < 20


@CASES
def test_serving_it_ends_with_why(
    workspace: Path, harm: Callable[[Path], None], words: str
) -> None:
    harm(workspace / "workspace.db")
    done = subprocess.run(
        own_command("serve", "--workspace", str(workspace)),
        capture_output=True,
        text=True,
        env=own_environment(),
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert words in done.stderr
    assert "Traceback" not in done.stderr
