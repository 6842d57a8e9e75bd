"""One writer with group commit, readers that stand in nobody's way."""

from __future__ import annotations

import gc
import re
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from cytodesk.errors import BadInput, NotFound, WorkspaceError
from cytodesk.workspace import algorithms, images, people, projects, run_lists, runs
from cytodesk.workspace.annotation_store import _REVIEWED, _SELECT, _TERMS
from cytodesk.workspace.events import events_after
from cytodesk.workspace.refusals import AlreadyThere
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

from .world import make_run


def project(name: str) -> Callable[[Change], int]:
    return lambda change: change.insert("project", name=name)


def names(workspace: Workspace) -> list[str]:
    return [row["name"] for row in workspace.rows("select name from project order by id")]


def busy_until(workspace: Workspace, free: threading.Event, pool: ThreadPoolExecutor) -> None:
    """Keep the writer busy with a change of its own until `free` is set."""
    begun = threading.Event()

    def change(_: Change) -> None:
        begun.set()
        free.wait(10)

    pool.submit(workspace.write, change)
    assert begun.wait(10)


def held_back(workspace: Workspace, asked: list[Callable[[Change], object]]) -> list[object]:
    """Ask for all changes, in their order, while the writer is busy: they share a commit."""
    free = threading.Event()
    with ThreadPoolExecutor(len(asked) + 1) as pool:
        busy_until(workspace, free, pool)
        futures = []
        for number, change in enumerate(asked, 1):
            futures.append(pool.submit(workspace.write, change))
            while workspace._writer.waiting() < number:
                time.sleep(0.001)
        free.set()
        return [future.exception() or future.result() for future in futures]


def test_many_changes_share_few_commits(workspace: Workspace) -> None:
    commits: list[str] = []

    def trace(change: Change) -> None:
        change.db.set_trace_callback(lambda sql: commits.append(sql) if sql == "commit" else None)

    workspace.write(trace)
    ids = held_back(workspace, [project(str(number)) for number in range(60)])
    assert len(set(ids)) == 60
    assert len(names(workspace)) == 60
    assert len(commits) <= 4


def test_a_change_that_fails_fails_alone(workspace: Workspace) -> None:
    def wrong(change: Change) -> None:
        project("half")(change)
        raise BadInput("no")

    def misspelt(change: Change) -> None:
        change.db.execute("insert into nowhere values (1)")

    def leaves(change: Change) -> None:
        raise SystemExit(3)

    asked = [project("a"), wrong, project("a"), misspelt, leaves, project("b")]
    answers = held_back(workspace, asked)
    kinds = [type(answer) for answer in answers]
    assert kinds == [int, BadInput, AlreadyThere, sqlite3.OperationalError, SystemExit, int]
    assert names(workspace) == ["a", "b"]


def test_a_full_disk_is_said_in_words_and_the_workspace_goes_on(workspace: Workspace) -> None:
    def limit(pages: int) -> None:
        workspace.write(lambda change: change.db.execute(f"pragma max_page_count={pages}").close())

    used = workspace.rows("pragma page_count")[0][0]
    limit(used + 2)
    with pytest.raises(WorkspaceError) as full:
        workspace.write(project("much" * 100_000))
    assert "full" in full.value.said()
    assert "MB are free" in full.value.said()
    limit(1 << 30)
    workspace.write(project("after"))
    assert names(workspace) == ["after"]


def test_what_was_asked_for_before_closing_is_written(workspace: Workspace) -> None:
    free = threading.Event()
    with ThreadPoolExecutor(3) as pool:
        busy_until(workspace, free, pool)
        last = pool.submit(workspace.write, project("last"))
        while not workspace._writer.waiting():
            time.sleep(0.001)
        closing = pool.submit(workspace.close)
        free.set()
        closing.result(10)
    assert last.result()
    again = Workspace(workspace.folder)
    assert names(again) == ["last"]
    again.close()


def test_a_closed_workspace_says_so_instead_of_waiting(workspace: Workspace) -> None:
    workspace.rows("select 1")
    workspace.close()
    with pytest.raises(WorkspaceError, match="closed"):
        workspace.write(project("late"))
    with pytest.raises(WorkspaceError, match="closed"):
        workspace.rows("select 1")


def test_readers_and_the_writer_do_not_wait_for_each_other(workspace: Workspace) -> None:
    workspace.write(project("before"))
    with ThreadPoolExecutor(1) as pool:

        def written_meanwhile(change: Change) -> list[str]:
            project("after")(change)
            return pool.submit(names, workspace).result(5)

        assert workspace.write(written_meanwhile) == ["before"]
    reader = workspace.reading()
    reader.execute("begin")
    reader.execute("select * from project").fetchall()
    workspace.write(project("meanwhile"))
    reader.execute("commit")
    assert names(workspace) == ["before", "after", "meanwhile"]


def test_no_read_lasts_so_that_the_log_can_be_emptied(workspace: Workspace) -> None:
    run = make_run(workspace)
    db = workspace.reading()
    for read in (
        lambda: runs.run(db, run),
        lambda: run_lists.runs(db),
        lambda: runs.record_of(db, run),
        lambda: algorithms.algorithms(db),
        lambda: algorithms.names_taken(db, "Count"),
        lambda: images.images(db),
        lambda: people.humans(db),
        lambda: projects.projects(db),
        lambda: events_after(db, 0),
    ):
        read()
        assert emptied(workspace)
    workspace.close()
    assert not workspace.path.with_name("workspace.db-wal").exists()


def emptied(workspace: Workspace) -> bool:
    with closing(sqlite3.connect(workspace.path)) as db:
        busy, left, _ = db.execute("pragma wal_checkpoint(truncate)").fetchone()
    return (busy, left) == (0, 0)


def test_a_thread_takes_its_connection_with_it(workspace: Workspace) -> None:
    for _ in range(20):
        thread = threading.Thread(target=lambda: workspace.rows("select 1"))
        thread.start()
        thread.join()
    gc.collect()
    assert len(workspace._readers) <= 1


def test_a_reader_cannot_write(workspace: Workspace) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        workspace.rows("insert into setting values ('a', 'b')")


def test_ids_are_unique_over_all_kinds(workspace: Workspace) -> None:
    make_run(workspace)
    with pytest.raises(BadInput):
        workspace.write(_added_then_refused)
    make_run(workspace, name="Again")
    tables = ("person", "ontology", "term", "project", "image", "algorithm", "parameter", "run")
    ids = [row[0] for table in tables for row in workspace.rows(f"select id from {table}")]
    for column in ("base_image", "slice", "base_slice"):
        ids += [row[0] for row in workspace.rows(f"select {column} from image")]
    assert len(ids) == len(set(ids))
    assert max(ids) < workspace.rows("select next from sequence")[0][0]


def _added_then_refused(change: Change) -> None:
    project("gone")(change)
    raise BadInput("no")


def test_an_id_is_not_given_again_after_a_deletion(workspace: Workspace) -> None:
    first = workspace.write(project("a"))
    workspace.write(lambda change: change.delete("project", first))
    assert workspace.write(project("b")) > first


def test_what_the_tables_refuse_is_said_in_words(workspace: Workspace) -> None:
    people.ensure_human(workspace, "ada")
    workspace.write(lambda change: projects.add_ontology(change, "twice", people.HUMAN))
    with pytest.raises(AlreadyThere, match="ontology with the same name already"):
        workspace.write(lambda change: projects.add_ontology(change, "twice", people.HUMAN))
    with pytest.raises(NotFound, match="refers to"):
        workspace.write(lambda change: projects.add_ontology(change, "lonely", 999))


def test_no_annotation_is_looked_for_among_all_others(workspace):
    queries = {
        "select a.id from annotation a where a.project in (1) and a.user in (1)": (),
        **dict.fromkeys((_SELECT, _TERMS, _REVIEWED), ("[1]",)),
    }
    for query, values in queries.items():
        steps = [row[3] for row in workspace.rows(f"explain query plan {query}", values)]
        assert not [step for step in steps if re.match("SCAN (?!json_each)", step)]
