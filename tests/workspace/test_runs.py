"""Who wins when program, process and user speak of a run, in whatever order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cytodesk.wire.runs import Run, RunState, state_of
from cytodesk.workspace import runs
from cytodesk.workspace.events import Event, events_after
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

from .world import make_run

LIVING = (RunState.CREATED, RunState.QUEUED, RunState.RUNNING)


class ARun(RuleBasedStateMachine):
    """A run of which everybody speaks at any time; the rules are those of the house plan."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.workspace = Workspace(Path(self._folder.name))
        self.id = make_run(self.workspace)
        self.state = RunState.CREATED
        self.moves: list[tuple[str, str]] = []
        self.has_ended = False

    def teardown(self) -> None:
        self.workspace.close()
        self._folder.cleanup()

    @initialize(is_executed=st.booleans())
    def begin(self, is_executed: bool) -> None:
        if is_executed:
            self.after(lambda change: runs.queue(change, self.id))
            assert self.state is RunState.QUEUED

    @rule(status=st.integers(0, 8), progress=st.none() | st.integers(0, 100))
    def the_program_says(self, status: int, progress: int | None) -> None:
        before, was_asked = self.state, self.record.cancel_asked
        said = state_of(status)
        self.after(lambda change: runs.told(change, self.id, status=status, progress=progress))
        if was_asked and said is not RunState.CANCELLED:
            assert self.state is before
        elif before.leads_to(said):
            assert self.state is said

    @rule(state=st.sampled_from(RunState))
    def somebody_moves_it(self, state: RunState) -> None:
        before = self.state
        self.after(lambda change: runs.move(change, self.id, state))
        assert self.state is (state if before.leads_to(state) else before)

    @precondition(lambda self: not self.has_ended and self.record.executed)
    @rule(status=st.sampled_from([0, 1, -9]))
    def its_process_ends(self, status: int) -> None:
        before, was_asked = self.state, self.record.cancel_asked
        self.has_ended = True
        run = self.after(
            lambda change: runs.process_ended(
                change, self.id, exit=status, duration=1.0, words="why"
            )
        )
        assert (self.record.exit, self.record.duration) == (status, 1.0)
        if before.is_settled:
            assert self.state is before
            is_warned = before is RunState.SUCCEEDED and status != 0
            assert self.record.warning == ("why" if is_warned else None)
        elif was_asked:
            assert self.state is (RunState.CANCELLED if before in LIVING else before)
        elif status == 0:
            assert (self.state, run.comment) == (RunState.SUCCEEDED, "ended without reporting")
        else:
            assert (self.state, run.comment) == (RunState.FAILED, "why")

    @rule()
    def the_user_wants_an_end(self) -> None:
        before = self.state
        has_process = self.record.executed and self.record.duration is None
        self.after(lambda change: runs.ask_to_cancel(change, self.id))
        if before in LIVING:
            assert self.record.cancel_asked
            waits = before is RunState.RUNNING and has_process
            assert self.state is (before if waits else RunState.CANCELLED)
        else:
            assert self.state is before

    @rule()
    def somebody_queues_it(self) -> None:
        before = self.state
        self.after(lambda change: runs.queue(change, self.id))
        assert self.state is (RunState.QUEUED if before is RunState.CREATED else before)

    @invariant()
    def every_move_is_one_event(self) -> None:
        moved = [e for e in self.events() if e.kind == "run moved"]
        assert [(e.data["before"], e.data["after"]) for e in moved] == self.moves

    @property
    def record(self) -> runs.RunRecord:
        return runs.record_of(self.workspace.reading(), self.id)

    def events(self) -> list[Event]:
        return events_after(self.workspace.reading(), 0)

    def after(self, change: Callable[[Change], Run]) -> Run:
        """Make the change; whatever it was, the state moved along the table or not at all."""
        before = self.state
        run = self.workspace.write(change)
        assert run.state is runs.run(self.workspace.reading(), self.id).state
        self.state = run.state
        if self.state is not before:
            assert before.leads_to(self.state)
            self.moves.append((before.value, self.state.value))
        return run


ARun.TestCase.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
TestWhateverTheOrder = ARun.TestCase


def test_what_the_program_said_beats_its_exit_status(workspace: Workspace) -> None:
    run = make_run(workspace)
    workspace.write(lambda change: runs.queue(change, run))
    workspace.write(lambda change: runs.told(change, run, status=3))
    ended = workspace.write(
        lambda change: runs.process_ended(change, run, exit=1, duration=1, words="exit status 1")
    )
    assert ended.state is RunState.SUCCEEDED
    assert runs.record_of(workspace.reading(), run).warning == "exit status 1"


@pytest.mark.parametrize(("says", "end"), [(3, RunState.SUCCEEDED), (4, RunState.CANCELLED)])
def test_a_cancel_wins_unless_success_came_before_it(
    workspace: Workspace, says: int, end: RunState
) -> None:
    run = make_run(workspace)
    workspace.write(lambda change: runs.queue(change, run))
    workspace.write(lambda change: runs.move(change, run, RunState.RUNNING))
    if says == 3:
        workspace.write(lambda change: runs.told(change, run, status=says))
    workspace.write(lambda change: runs.ask_to_cancel(change, run))
    workspace.write(lambda change: runs.told(change, run, status=says))
    ended = workspace.write(
        lambda change: runs.process_ended(change, run, exit=-15, duration=1, words="ended")
    )
    assert ended.state is end


@pytest.mark.parametrize("status", [2, 3, 4])
def test_a_lost_run_may_still_be_heard_of(workspace: Workspace, status: int) -> None:
    run = make_run(workspace)
    workspace.write(lambda change: runs.queue(change, run))
    workspace.write(lambda change: runs.move(change, run, RunState.LOST))
    told = workspace.write(lambda change: runs.told(change, run, status=status))
    assert told.state is state_of(status)
