"""Batches: all rows or none, counted by their latest runs, told of once when they end."""

from __future__ import annotations

import pytest

from cytodesk.errors import NotFound
from cytodesk.wire.batches import Batch
from cytodesk.wire.runs import RunState
from cytodesk.workspace import batches, identities, run_values, runs
from cytodesk.workspace.batches import NewRow
from cytodesk.workspace.events import events_after
from cytodesk.workspace.people import HUMAN
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

from .world import make_run


def place_of(workspace: Workspace) -> tuple[int, int, int]:
    """Return project, algorithm and parameter of a small world."""
    run = runs.run(workspace.reading(), make_run(workspace))
    parameter = run.parameters[0].parameter
    assert run.project
    assert run.algorithm
    assert parameter
    return run.project, run.algorithm, parameter


def add(workspace: Workspace, *texts: str) -> Batch:
    project, algorithm, parameter = place_of(workspace)
    rows = [NewRow(f"size {text}", {parameter: text}) for text in texts]
    return workspace.write(
        lambda change: batches.add_batch(
            change, project, algorithm, HUMAN, rows, name="Sizes", how="sweep"
        )
    )


def end(workspace: Workspace, run: int, state: RunState) -> None:
    workspace.write(lambda change: runs.move(change, run, state, comment="because"))


def ends_told(workspace: Workspace) -> list[int | None]:
    told = events_after(workspace.reading(), 0)
    return [event.subject for event in told if event.kind == "batch ended"]


def test_all_rows_are_queued_with_their_values(workspace: Workspace) -> None:
    batch = add(workspace, "1", "2", "3")
    assert (batch.total, batch.waiting, batch.name, batch.how) == (3, 3, "Sizes", "sweep")
    assert [(row.place, row.label) for row in batch.rows] == [
        (1, "size 1"),
        (2, "size 2"),
        (3, "size 3"),
    ]
    for row, text in zip(batch.rows, "123", strict=True):
        run = runs.run(workspace.reading(), row.id)
        assert run.state is RunState.QUEUED
        assert run.parameters[0].value == text
    assert [each.id for each in batches.batches(workspace.reading(), batch.project)] == [batch.id]


def test_a_batch_with_one_bad_row_is_not_made_at_all(workspace: Workspace) -> None:
    project, algorithm, parameter = place_of(workspace)
    rows = [NewRow("good", {parameter: "1"}), NewRow("bad", {parameter + 10_000: "1"})]
    before = len(run_values.all_values(workspace.reading()))
    with pytest.raises(NotFound):
        workspace.write(
            lambda change: batches.add_batch(
                change, project, algorithm, HUMAN, rows, name="Sizes", how="table"
            )
        )
    assert batches.batches(workspace.reading()) == []
    assert len(run_values.all_values(workspace.reading())) == before


def test_its_end_is_told_once_and_again_after_another_attempt(workspace: Workspace) -> None:
    batch = add(workspace, "1", "2")
    first, second = (row.id for row in batch.rows)
    end(workspace, first, RunState.SUCCEEDED)
    assert ends_told(workspace) == []
    end(workspace, second, RunState.FAILED)
    assert ends_told(workspace) == [batch.id]
    again = workspace.write(lambda change: batches.try_again(change, batch.id, HUMAN))
    assert (again.done, again.waiting, again.failed, again.total) == (1, 1, 0, 2)
    (retried,) = [row for row in again.rows if row.attempts == 2]
    assert (retried.place, retried.label) == (2, "size 2")
    assert runs.run(workspace.reading(), retried.id).parameters[0].value == "2"
    end(workspace, retried.id, RunState.SUCCEEDED)
    assert ends_told(workspace) == [batch.id, batch.id]
    assert batches.batch(workspace.reading(), batch.id).done == 2


def test_who_cancelled_a_row_wants_no_other_attempt(workspace: Workspace) -> None:
    batch = add(workspace, "1", "2", "3")
    for row, state in zip(
        batch.rows, (RunState.CANCELLED, RunState.LOST, RunState.SUCCEEDED), strict=True
    ):
        end(workspace, row.id, state)
    again = workspace.write(lambda change: batches.try_again(change, batch.id, HUMAN))
    assert [row.attempts for row in again.rows] == [1, 2, 1]


def test_cancelling_ends_what_has_not_ended_and_nothing_else(workspace: Workspace) -> None:
    batch = add(workspace, "1", "2", "3")
    end(workspace, batch.rows[0].id, RunState.SUCCEEDED)
    asked = workspace.write(lambda change: batches.cancel(change, batch.id))
    assert asked == [row.id for row in batch.rows[1:]]
    after = batches.batch(workspace.reading(), batch.id)
    assert (after.done, after.cancelled, after.waiting) == (1, 2, 0)
    assert ends_told(workspace) == [batch.id]


def test_a_batch_goes_with_its_project_and_a_run_without_its_batch(workspace: Workspace) -> None:
    batch = add(workspace, "1")
    run = batch.rows[0].id
    workspace.write(lambda change: change.delete("batch", batch.id))
    assert runs.run(workspace.reading(), run).state is RunState.QUEUED
    other = add_again(workspace, batch)
    workspace.write(lambda change: change.delete("project", batch.project or 0))
    with pytest.raises(NotFound):
        batches.batch(workspace.reading(), other.id)


def add_again(workspace: Workspace, like: Batch) -> Batch:
    def made(change: Change) -> Batch:
        project, algorithm = like.project or 0, like.algorithm or 0
        rows = [NewRow("one")]
        return batches.add_batch(change, project, algorithm, HUMAN, rows, name="x", how="one")

    return workspace.write(made)


def test_ids_and_uuids_lead_to_each_other(workspace: Workspace) -> None:
    project, algorithm, _ = place_of(workspace)
    uuids = identities.uuids_of(workspace.reading(), [project, algorithm, 10_000])
    assert set(uuids) == {project, algorithm}
    back = identities.ids_of(workspace.reading(), [*uuids.values(), "nobody's"])
    assert back == {uuid: id for id, uuid in uuids.items()}
