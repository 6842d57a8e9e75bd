"""Copies of the database: one a day, sound, kept by threes, and put back whatever happens."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cytodesk.errors import BadInput, WorkspaceError
from cytodesk.processes import own_environment
from cytodesk.workspace import backups
from cytodesk.workspace.backups import DAY, KEPT, back_up, backups_of, is_due, trouble_of
from cytodesk.workspace.events import record
from cytodesk.workspace.examining import examine
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.restoring import restore
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.sweeping import sweep

from .conftest import Open

NEVER_ENDS = """
import sys
from pathlib import Path
from cytodesk.workspace.restoring import restore
print("begins", flush=True)
while True:
    restore(Path(sys.argv[1]))
"""


def names(folder: Path) -> list[str]:
    workspace = Workspace(folder)
    try:
        rows = workspace.rows("select name from project order by id")
        return [row["name"] for row in rows]
    finally:
        workspace.close()


def add(workspace: Workspace, name: str) -> None:
    workspace.write(lambda change: change.insert("project", name=name))


def test_a_copy_holds_what_is_not_yet_moved_out_of_the_log(
    open_workspace: Open, tmp_path: Path
) -> None:
    workspace = open_workspace(tmp_path)
    add(workspace, "just written")
    back_up(tmp_path)
    add(workspace, "later")
    workspace.close()
    restore(tmp_path)
    assert names(tmp_path) == ["just written"]


def test_only_the_newest_copies_of_days_are_kept(open_workspace: Open, tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    made = []
    for number in range(KEPT + 2):
        add(workspace, str(number))
        made.append(back_up(tmp_path))
        os.utime(made[-1], (1000.0 + number, 1000.0 + number))
    assert [each.path for each in backups_of(tmp_path)] == made[:-4:-1]
    assert all(each.trouble is None for each in backups_of(tmp_path))


def test_a_copy_is_due_once_a_day_and_only_after_a_change(
    open_workspace: Open, tmp_path: Path
) -> None:
    workspace = open_workspace(tmp_path)
    now = time.time()
    assert is_due(tmp_path, now)
    made = back_up(tmp_path)
    assert not is_due(tmp_path, now)
    os.utime(made, (now - DAY - 1, now - DAY - 1))
    assert is_due(tmp_path, now)
    workspace.close()
    for path in tmp_path.glob("workspace.db*"):
        os.utime(path, (now - 2 * DAY, now - 2 * DAY))
    assert not is_due(tmp_path, now)


def test_a_copy_from_before_the_clock_was_set_back_counts_as_old(
    open_workspace: Open, tmp_path: Path
) -> None:
    open_workspace(tmp_path)
    made = back_up(tmp_path)
    now = time.time()
    os.utime(made, (now + 90 * DAY, now + 90 * DAY))
    for path in tmp_path.glob("workspace.db*"):
        os.utime(path, (now + 91 * DAY, now + 91 * DAY))
    assert is_due(tmp_path, now)


def test_no_copy_is_made_where_there_is_no_room(
    open_workspace: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_workspace(tmp_path)
    monkeypatch.setattr(backups, "free_bytes", lambda folder: 1 << 20)
    with pytest.raises(WorkspaceError, match="No copy"):
        back_up(tmp_path)
    assert backups_of(tmp_path) == []


def test_a_damaged_database_is_said_and_replaced_by_the_newest_sound_copy(
    open_workspace: Open, tmp_path: Path
) -> None:
    workspace = open_workspace(tmp_path)
    for number in range(50):
        add(workspace, f"{number} " + "x" * 2000)
    sound = back_up(tmp_path)
    add(workspace, "after the copy")
    workspace.close()
    broken = back_up(tmp_path)
    _spoil(broken)
    os.utime(sound, (1000.0, 1000.0))
    _spoil(tmp_path / "workspace.db")
    assert examine(tmp_path).trouble is not None
    assert restore(tmp_path).path == sound
    assert len(names(tmp_path)) == 50
    assert examine(tmp_path).is_whole
    assert [path.suffix for path in (tmp_path / "backups").glob("replaced-*")] == [".broken"]


def test_what_was_replaced_can_be_taken_back(open_workspace: Open, tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    add(workspace, "old")
    back_up(tmp_path)
    add(workspace, "new")
    workspace.close()
    restore(tmp_path)
    assert names(tmp_path) == ["old"]
    replaced = next(each for each in backups_of(tmp_path) if "replaced-" in each.path.name)
    restore(tmp_path, replaced.path.name)
    assert names(tmp_path) == ["old", "new"]


@pytest.mark.parametrize("is_damaged", [False, True])
def test_no_id_of_what_was_replaced_is_given_out_again(
    open_workspace: Open, tmp_path: Path, is_damaged: bool
) -> None:
    workspace = open_workspace(tmp_path)
    add(workspace, "first")
    happened(workspace)
    back_up(tmp_path)
    add(workspace, "second")
    happened(workspace)
    before = workspace.rows("select max(id) from project")[0][0]
    heard = workspace.rows("select max(id) from event")[0][0]
    workspace.close()
    if is_damaged:
        _spoil(tmp_path / "workspace.db")
    restore(tmp_path)
    workspace = open_workspace(tmp_path)
    add(workspace, "third")
    happened(workspace)
    assert workspace.rows("select max(id) from project")[0][0] > before
    assert workspace.rows("select max(id) from event")[0][0] > heard


def happened(workspace: Workspace) -> None:
    workspace.write(lambda change: record(change, "something happened", 1))


def test_files_of_what_was_replaced_are_not_swept_for_a_while(
    open_workspace: Open, tmp_path: Path
) -> None:
    workspace = open_workspace(tmp_path)
    back_up(tmp_path)
    files = FileStore(tmp_path / "files")
    stored, _ = files.put([b"a result"])
    workspace.close()
    restore(tmp_path)
    again = open_workspace(tmp_path)
    sweep(again, files, lambda folder: False)
    assert files.path(stored).exists()
    (tmp_path / "restored").write_text("0")
    sweep(again, files, lambda folder: False)
    assert not files.path(stored).exists()


def test_a_copy_that_is_not_there_or_not_sound_is_refused_and_changes_nothing(
    open_workspace: Open, tmp_path: Path
) -> None:
    workspace = open_workspace(tmp_path)
    for number in range(50):
        add(workspace, f"{number} " + "x" * 2000)
    workspace.close()
    with pytest.raises(BadInput, match="no sound copy"):
        restore(tmp_path)
    copy = back_up(tmp_path)
    _spoil(copy)
    for name in (copy.name, "no-such.db", "../workspace.db"):
        with pytest.raises(BadInput, match="no sound copy"):
            restore(tmp_path, name)
    assert len(names(tmp_path)) == 50


def test_a_restoration_that_is_killed_leaves_one_of_both_databases(
    open_workspace: Open, tmp_path: Path
) -> None:
    workspace = open_workspace(tmp_path)
    add(workspace, "old")
    back_up(tmp_path)
    add(workspace, "new")
    workspace.close()
    chance = random.Random(46)
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", NEVER_ENDS, str(tmp_path)],
            stdout=subprocess.PIPE,
            env=own_environment(),
        )
        with process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.2))
            process.kill()
        assert names(tmp_path) in (["old"], ["old", "new"])
        assert trouble_of(tmp_path / "workspace.db") is None


def test_a_missing_file_of_a_row_is_named(open_workspace: Open, tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    stored, size = FileStore(tmp_path / "files").put([b"12345"])
    columns = {"domain_id": 1, "domain_class": "x", "filename": "cells.csv"}
    workspace.write(
        lambda change: change.insert("attached_file", **columns, stored=stored, size=size)
    )
    assert examine(tmp_path).is_whole
    (tmp_path / "files" / stored).write_bytes(b"1")
    assert "1 of 5 bytes" in examine(tmp_path).missing[0]
    (tmp_path / "files" / stored).unlink()
    assert "cells.csv" in examine(tmp_path).missing[0]


def _spoil(path: Path) -> None:
    """Damage the middle of a database."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20000] = b"\xa5" * 20000
    path.write_bytes(content)
