"""Opening: newer files refused, copies kept before upgrades, crashes survived."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from cytodesk.errors import WorkspaceError
from cytodesk.processes import own_environment
from cytodesk.workspace.migrations import SCHEMA, STEPS
from cytodesk.workspace.store import Workspace

from .conftest import Open

NEXT_STEPS = (*STEPS, "create table note (text text not null) strict;")

WRITES_WITHOUT_END = """
import sys
from pathlib import Path
from cytodesk.workspace.store import Workspace

workspace = Workspace(Path(sys.argv[1]))

def twice(number):
    def change(change):
        change.insert("ontology", name=f"first {number}", user=1)
        change.insert("ontology", name=f"second {number}", user=1)
    return change

workspace.write(lambda change: change.insert("person", username="ada"))
for number in range(10**9):
    workspace.write(twice(number))
    print(number, flush=True)
"""


def contents(folder: Path) -> dict[str, str]:
    """Return every file below `folder` with a digest of what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def add_project(workspace: Workspace, name: str) -> None:
    workspace.write(lambda change: change.insert("project", name=name))


def test_a_newer_workspace_is_refused_in_words_and_nothing_is_touched(
    open_workspace: Open, tmp_path: Path
) -> None:
    open_workspace(steps=NEXT_STEPS).close()
    before = contents(tmp_path)
    with pytest.raises(WorkspaceError) as refused:
        open_workspace()
    said = refused.value.said()
    assert str(SCHEMA + 1) in said
    assert "update CytoDesk" in said
    assert contents(tmp_path) == before


def test_a_newer_workspace_that_crashed_keeps_what_it_had_not_yet_moved(
    open_workspace: Open, tmp_path: Path
) -> None:
    newer = open_workspace(tmp_path / "living", steps=NEXT_STEPS)
    add_project(newer, "in the log only")
    crashed = tmp_path / "crashed"
    shutil.copytree(tmp_path / "living", crashed)
    before = contents(crashed)
    with pytest.raises(WorkspaceError):
        open_workspace(crashed)
    kept = {name for name in before if not name.endswith("-shm")}
    assert {name: contents(crashed)[name] for name in kept} == {name: before[name] for name in kept}
    assert open_workspace(crashed, steps=NEXT_STEPS).rows("select name from project")[0][0]


def test_an_upgrade_keeps_a_copy_of_what_was_before(open_workspace: Open, tmp_path: Path) -> None:
    workspace = open_workspace()
    add_project(workspace, "before")
    workspace.close()
    upgraded = open_workspace(steps=NEXT_STEPS)
    add_project(upgraded, "after")
    assert upgraded.rows("select * from note") == []
    [copy] = (tmp_path / "workspace" / "backups").iterdir()
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("pragma user_version").fetchone() == (SCHEMA,)
        assert db.execute("select name from project").fetchall() == [("before",)]


def test_a_workspace_is_the_same_server_after_an_upgrade(open_workspace: Open) -> None:
    first = open_workspace()
    first.close()
    assert open_workspace(steps=NEXT_STEPS).id == first.id


def test_a_step_that_fails_leaves_the_schema_before_it(
    open_workspace: Open, tmp_path: Path
) -> None:
    workspace = open_workspace()
    add_project(workspace, "kept")
    workspace.close()
    broken = (*STEPS, "create table note (text text); insert into nowhere values (1);")
    with pytest.raises(WorkspaceError, match="nowhere"):
        open_workspace(steps=broken)
    again = open_workspace()
    assert [row["name"] for row in again.rows("select name from project")] == ["kept"]
    assert not again.rows("select 1 from sqlite_schema where name='note'")


def test_a_file_that_is_no_workspace_is_refused_in_words(
    open_workspace: Open, tmp_path: Path
) -> None:
    (tmp_path / "workspace").mkdir()
    path = tmp_path / "workspace" / "workspace.db"
    path.write_bytes(b"something else\n" * 1000)
    before = path.read_bytes()
    with pytest.raises(WorkspaceError, match=r"workspace\.db"):
        open_workspace()
    assert path.read_bytes() == before


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_writer_leaves_every_acknowledged_change_and_no_half_one(
    open_workspace: Open, tmp_path: Path, seed: int
) -> None:
    folder = tmp_path / "workspace"
    command = [sys.executable, "-c", WRITES_WITHOUT_END, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=own_environment()) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 0.3))
        writer.kill()
        acknowledged = [int(line) for line in (first + writer.stdout.read()).splitlines()]
    workspace = open_workspace(folder)
    assert workspace.rows("pragma integrity_check")[0][0] == "ok"
    names = {row["name"] for row in workspace.rows("select name from ontology")}
    firsts, seconds = (
        {name.split()[1] for name in names if name.startswith(half)} for half in ("first", "second")
    )
    assert firsts == seconds
    assert {str(number) for number in acknowledged} <= firsts
    assert len(firsts) <= len(acknowledged) + 1
