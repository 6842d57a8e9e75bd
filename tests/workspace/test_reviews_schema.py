from __future__ import annotations

import sqlite3

from cytodesk.workspace.annotation_store import _SELECT
from cytodesk.workspace.migrations import SCHEMA, STEPS
from cytodesk.workspace.store import Workspace


def test_a_workspace_of_the_first_schema_is_upgraded_after_a_copy(tmp_path):
    folder = tmp_path / "workspace"
    folder.mkdir()
    with sqlite3.connect(folder / "workspace.db") as old:
        old.executescript(f"{STEPS[0]} pragma user_version=1;")
    old.close()
    workspace = Workspace(folder)
    assert workspace.rows("pragma user_version")[0][0] == SCHEMA
    workspace.close()
    with sqlite3.connect(folder / "backups" / f"before-schema-{SCHEMA}.db") as copy:
        assert copy.execute("pragma user_version").fetchone()[0] == 1
    copy.close()


def test_no_annotation_is_looked_for_among_all_others(tmp_path):
    workspace = Workspace(tmp_path / "workspace")
    query = f"explain query plan {_SELECT} where a.project in (1) and a.user in (1)"
    plan = [row[3] for row in workspace.rows(query)]
    workspace.close()
    assert not [step for step in plan if step.startswith("SCAN")]
