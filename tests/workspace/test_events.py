"""What happened: appended with its change, never changed, heard by whoever waits."""

from __future__ import annotations

import sqlite3
import threading
import time

import pytest

from cytodesk.errors import BadInput
from cytodesk.wire.runs import RunState
from cytodesk.workspace import algorithms, projects, run_files, runs
from cytodesk.workspace.events import Event, events_after, last_event, record, wait_for_events
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

from .world import make_run


def told(workspace: Workspace) -> list[Event]:
    return events_after(workspace.reading(), 0)


@pytest.mark.parametrize("sql", ["delete from event", "update event set kind='other'"])
def test_an_event_is_neither_changed_nor_deleted(workspace: Workspace, sql: str) -> None:
    make_run(workspace)
    before = told(workspace)
    with pytest.raises((BadInput, sqlite3.Error), match="events are never"):
        workspace.write(lambda change: change.db.execute(sql).close())
    assert told(workspace) == before


def test_installing_moving_and_deleting_each_leave_one_event(workspace: Workspace) -> None:
    run_id = make_run(workspace)
    run = runs.run(workspace.reading(), run_id)
    workspace.write(lambda change: runs.queue(change, run_id))
    workspace.write(lambda change: runs.move(change, run_id, RunState.RUNNING))
    workspace.write(lambda change: runs.move(change, run_id, RunState.RUNNING))
    workspace.write(lambda change: run_files.delete_data(change, run_id))
    workspace.write(lambda change: algorithms.remove_algorithm(change, run.algorithm or 0))
    workspace.write(lambda change: projects.remove_project(change, run.project or 0))
    assert [event.kind for event in told(workspace)] == [
        "ontology added",
        "term added",
        "project added",
        "image added",
        "algorithm installed",
        "run created",
        "run moved",
        "run moved",
        "run data deleted",
        "algorithm removed",
        "project removed",
    ]


def test_an_event_outlives_what_it_tells_of(workspace: Workspace) -> None:
    run = make_run(workspace)
    before = told(workspace)
    workspace.write(lambda change: change.delete("run", run))
    assert told(workspace)[: len(before)] == before


def test_a_change_that_fails_leaves_no_event(workspace: Workspace) -> None:
    def change(change: Change) -> None:
        record(change, "something", 1)
        raise BadInput("no")

    with pytest.raises(BadInput):
        workspace.write(change)
    assert told(workspace) == []


def test_who_waits_hears_the_first_event_after_his_last(workspace: Workspace) -> None:
    make_run(workspace)
    last = last_event(workspace.reading())
    heard: list[list[Event]] = []
    waiting = threading.Thread(target=lambda: heard.append(wait_for_events(workspace, last, 10.0)))
    waiting.start()
    time.sleep(0.1)
    begun = time.monotonic()
    workspace.write(lambda change: record(change, "something", 7, note="said"))
    waiting.join(10)
    assert time.monotonic() - begun < 5
    [[event]] = heard
    assert (event.kind, event.subject, event.data) == ("something", 7, {"note": "said"})


def test_who_waits_for_nothing_gets_nothing_in_time(workspace: Workspace) -> None:
    assert wait_for_events(workspace, 0, 0.05) == []
