"""A copy a day, when nothing else is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.station import copying
from cytodesk.station.copying import Copying
from cytodesk.workspace.backups import backups_of
from cytodesk.workspace.store import Workspace

from .conftest import until


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path)
    yield workspace
    workspace.close()


def test_a_copy_is_made_once_the_queue_is_idle(workspace: Workspace, tmp_path: Path) -> None:
    is_idle: list[bool] = []
    asked: list[bool] = []
    noted: list[str] = []

    def idle() -> bool:
        asked.append(True)
        return bool(is_idle)

    watching = Copying(tmp_path, idle, lambda event, _: noted.append(event), look_every=0.02)
    watching.start()
    try:
        until(lambda: len(asked) > 3)
        assert backups_of(tmp_path) == []
        is_idle.append(True)
        until(lambda: noted == ["copied"])
        count = len(asked)
        assert len(backups_of(tmp_path)) == 1
    finally:
        watching.close()
    assert len(asked) == count, "it is not due again today"


def test_what_goes_wrong_is_noted_and_not_tried_all_the_time(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []

    def fails(folder: Path) -> Path:
        raise OSError("no room")

    monkeypatch.setattr(copying, "back_up", fails)
    watching = Copying(tmp_path, lambda: True, lambda event, _: noted.append(event), 0.02)
    watching.start()
    until(lambda: noted)
    watching.close()
    assert noted == ["no copy"]
