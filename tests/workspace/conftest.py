from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cytodesk.workspace.store import Workspace

Open = Callable[..., Workspace]


@pytest.fixture
def open_workspace(tmp_path: Path) -> Iterator[Open]:
    """Open a workspace, `workspace` in the test's folder; all are closed afterwards."""
    opened: list[Workspace] = []
    instants = itertools.count(1_700_000_000_000)

    def open_(folder: Path = tmp_path / "workspace", **more: object) -> Workspace:
        workspace = Workspace(folder, clock=lambda: next(instants), **more)  # type: ignore[arg-type]
        opened.append(workspace)
        return workspace

    yield open_
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(open_workspace: Open) -> Workspace:
    return open_workspace()
