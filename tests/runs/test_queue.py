"""The queue with real supervisors and programs, without a station."""

from __future__ import annotations

import itertools
import os
import shutil
import time
from pathlib import Path

import psutil
import pytest

from cytodesk.errors import WorkspaceError
from cytodesk.processes import ProcessId, identify, is_alive
from cytodesk.runs.folders import STARTING, is_lived_in
from cytodesk.runs.launching import FREE_AT_LEAST, Launching
from cytodesk.runs.process_runner import LOG, RECORD, ProcessRunner, RunOrder
from cytodesk.runs.queue import RunQueue
from cytodesk.runs.record import read_record
from cytodesk.wire.runs import Run, RunState
from cytodesk.workspace import notes, runs

from .house import SLEEPS, House, slow_package


@pytest.fixture
def house(tmp_path: Path):  # type: ignore[no-untyped-def]
    house = House(tmp_path)
    yield house
    house.leave()


def logs_of(house: House, run: int) -> list[str]:
    files = notes.attached_files(house.workspace.reading(), Run.wire_class, run)
    return [file.filename for file in files]


def test_a_run_that_ends_well_without_a_word_has_succeeded(house: House) -> None:
    run = house.submit("print('hello', flush=True)")
    ended = house.ended(run)
    assert (ended.state, ended.comment) == (RunState.SUCCEEDED, "ended without reporting")
    record = house.settled(run)
    assert record.exit == 0
    assert record.environment
    [file] = notes.attached_files(house.workspace.reading(), Run.wire_class, run)
    stored = notes.attached_file(house.workspace.reading(), file.id)[1]
    assert house.files.path(stored).read_text() == "hello\n"


def test_a_program_that_fails_says_why(house: House) -> None:
    run = house.submit("raise ValueError('too few nuclei')")
    assert house.ended(run).comment == "ValueError: too few nuclei"
    assert house.settled(run).exit == 1


def test_no_more_runs_than_the_limit_at_a_time_and_in_their_order(house: House) -> None:
    source = "import time; print(time.time(), flush=True); time.sleep(0.3); print(time.time())"
    ids = [house.submit(source) for _ in range(5)]
    spans = []
    for run in ids:
        house.ended(run, 30)
        spans.append(tuple(map(float, house.log(run).split())))
    assert [begin for begin, _ in spans] == sorted(begin for begin, _ in spans)
    assert all(later[0] >= earlier[1] for earlier, later in itertools.pairwise(spans))


def test_a_run_is_cancelled_before_its_turn(house: House) -> None:
    first, second = house.submit(SLEEPS), house.submit("print('never')")
    house.until_logged(first, "here")
    house.queue.cancel(second)
    assert house.ended(second).state is RunState.CANCELLED
    house.queue.cancel(first)
    assert house.ended(first).state is RunState.CANCELLED
    assert house.settled(second).exit is None
    assert logs_of(house, second) == []
    assert not house.queue.folder(second).exists()


def test_a_cancelled_run_is_ended_and_keeps_its_log(house: House) -> None:
    run = house.submit(SLEEPS)
    house.until_logged(run, "here")
    house.queue.cancel(run)
    assert house.ended(run).state is RunState.CANCELLED
    assert house.settled(run).exit == -15
    assert logs_of(house, run) == ["log.out"]
    assert not is_lived_in(house.queue.folder(run))


def test_a_run_that_is_cancelled_at_the_last_moment_does_not_go_on_unseen(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = ProcessRunner.start

    def start_late(runner: ProcessRunner, order: RunOrder) -> ProcessId:
        house.queue.cancel(order.run_id)
        return start(runner, order)

    monkeypatch.setattr(ProcessRunner, "start", start_late)
    run = house.submit(SLEEPS)
    assert house.ended(run).state is RunState.CANCELLED
    assert house.settled(run).exit is not None
    assert not is_lived_in(house.queue.folder(run))


def test_a_run_is_cancelled_while_its_environment_is_made(house: House, tmp_path: Path) -> None:
    run = house.submit("print('never')", python=None, requirements=slow_package(tmp_path))
    house.until(lambda: (tmp_path / "building").exists())
    began = time.monotonic()
    house.queue.cancel(run)
    assert house.ended(run).state is RunState.CANCELLED
    house.settled(run)
    assert time.monotonic() - began < 10
    assert not (house.queue.folder(run) / RECORD).exists()


def test_what_cannot_be_made_ready_is_said_of_the_run(house: House) -> None:
    run = house.submit("print('never')", python="/nowhere/python")
    ended = house.ended(run)
    assert ended.state is RunState.FAILED
    assert "/nowhere/python" in str(ended.comment)
    assert house.settled(run).exit is None


def test_a_run_in_another_python_than_its_app_is_made_for_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    pythons = house.queue.preparing.environments.pythons
    monkeypatch.setattr(pythons, "provide", lambda *_: False)
    run = house.add("print('hello')", python=None)
    app = house.workspace.folder / house.queue.preparing.told(run).source.folder
    (app / "Dockerfile").write_text("FROM python:3.9\n")
    house.queue.submit(run)
    assert house.ended(run).state is RunState.SUCCEEDED
    assert "it is made for Python 3.9" in str(house.settled(run).warning)


def test_no_run_starts_on_a_full_disk(house: House) -> None:
    house.free = FREE_AT_LEAST - 1
    ended = house.ended(run := house.submit("print('never')"))
    assert ended.state is RunState.FAILED
    assert "Only 2047 MB are free" in str(ended.comment)
    house.settled(run)
    house.free = FREE_AT_LEAST
    assert house.ended(house.submit("print('again')")).state is RunState.SUCCEEDED


def test_a_run_goes_on_while_there_is_no_queue(house: House) -> None:
    run = house.submit("import time; print('here', flush=True); time.sleep(1); print('done')")
    house.until_logged(run, "here")
    house.reopen()
    assert house.ended(run).state is RunState.SUCCEEDED
    house.settled(run)
    assert house.log(run).split() == ["here", "done"]
    assert logs_of(house, run) == ["log.out"]


def test_a_run_that_ended_while_there_was_no_queue_is_settled_once(house: House) -> None:
    run = house.submit("import time; print('here', flush=True); time.sleep(0.2)")
    house.until_logged(run, "here")
    house.close()
    house.until(lambda: not is_lived_in(house.folder(run)))
    house.open()
    house.settled(run)
    house.reopen()
    time.sleep(1)
    assert logs_of(house, run) == ["log.out"]


def test_a_queued_run_whose_record_exists_is_followed_and_not_started_twice(house: House) -> None:
    house.die_after_starts()
    run = house.submit("import time; print('here', flush=True); time.sleep(1)")
    house.until(lambda: (house.folder(run) / RECORD).exists())
    house.close()
    assert house.run(run).state is RunState.QUEUED
    before = read_record(house.folder(run) / RECORD).supervisor
    house.open()
    assert house.ended(run).state is RunState.SUCCEEDED
    assert read_record(house.folder(run) / RECORD).supervisor == before
    assert house.log(run) == "here\n"


def test_a_run_whose_start_was_cut_short_is_started_again(house: House) -> None:
    house.close()
    run = house.submit("print('here')")
    half = house.folder(run) / "work"
    half.mkdir(parents=True)
    (half / "left-over.py").write_text("half a file")
    (house.folder(run) / STARTING).touch()
    house.open()
    assert house.ended(run, 30).state is RunState.SUCCEEDED
    assert not (half / "left-over.py").exists()


def test_a_supervisor_that_a_crashed_station_started_is_waited_for(house: House) -> None:
    house.close()
    run = house.submit("print('twice')")
    (house.folder(run)).mkdir(parents=True)
    (house.folder(run) / STARTING).touch()
    house.open()
    time.sleep(0.7)
    order = house.order(run, "import time; print('once', flush=True); time.sleep(0.5)")
    ProcessRunner().start(order)
    assert house.ended(run).state is RunState.SUCCEEDED
    assert house.log(run) == "once\n"


def test_a_cancel_that_a_crash_interrupted_is_finished(house: House) -> None:
    run = house.submit(SLEEPS)
    house.until_logged(run, "here")
    house.close()
    house.workspace.write(lambda change: runs.ask_to_cancel(change, run))
    house.open()
    assert house.ended(run).state is RunState.CANCELLED
    assert house.settled(run).exit == -15


def test_closing_ends_the_runs_that_were_asked_to_end_and_no_others(house: House) -> None:
    house.reopen(limit=2)
    asked, other = house.submit(SLEEPS), house.submit(SLEEPS)
    house.until_logged(asked, "here")
    house.until_logged(other, "here")
    house.queue.cancel(asked)
    house.close()
    house.until(lambda: not is_lived_in(house.folder(asked)))  # its supervisor writes the end
    assert is_lived_in(house.folder(other))


def test_a_run_that_cannot_be_settled_now_is_settled_later_and_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cytodesk.runs.hands.REST", 0.1)
    process_ended, refusals = runs.process_ended, iter(range(3))

    def refused_thrice(*args: object, **more: object) -> Run:
        if next(refusals, None) is not None:
            raise WorkspaceError("The disk is full.")
        return process_ended(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(runs, "process_ended", refused_thrice)
    run = house.submit("print('here')")
    assert house.settled(run).exit == 0
    assert logs_of(house, run) == ["log.out"]
    assert len(list(house.files.folder.iterdir())) == 1


def test_a_run_whose_processes_are_gone_is_lost_and_not_looked_at_again(house: House) -> None:
    run = house.submit(SLEEPS)
    house.until_logged(run, "here")
    house.until(lambda: house.run(run).state is RunState.RUNNING)
    house.kill_all(run)
    assert house.ended(run).state is RunState.LOST
    record = house.settled(run)
    assert record.exit is None
    assert record.duration is not None
    assert record.duration < 30
    assert logs_of(house, run) == ["log.out"]
    house.until(lambda: house.queue.is_idle)


def test_a_run_that_had_spoken_stays_as_it_said_though_nobody_saw_its_end(house: House) -> None:
    run = house.submit(SLEEPS)
    house.until_logged(run, "here")
    house.workspace.write(lambda change: runs.told(change, run, status=3))
    house.kill_all(run)
    assert house.settled(run).exit is None
    assert house.run(run).state is RunState.SUCCEEDED


def test_a_program_that_stays_after_its_last_word_can_be_ended(house: House) -> None:
    run = house.submit(SLEEPS)
    house.until_logged(run, "here")
    house.workspace.write(lambda change: runs.told(change, run, status=3))
    house.queue.cancel(run)
    assert house.settled(run).exit == -15
    assert house.run(run).state is RunState.SUCCEEDED


def test_an_empty_record_of_nobody_is_lost_after_a_while(house: House) -> None:
    house.close()
    run = house.submit("print('never')")
    house.folder(run).mkdir(parents=True)
    (house.folder(run) / RECORD).touch()
    long_ago = time.time() - 3600
    os.utime(house.folder(run) / RECORD, (long_ago, long_ago))
    house.open()
    assert house.ended(run).state is RunState.LOST


def test_a_run_whose_folder_vanished_is_lost(house: House) -> None:
    run = house.submit(SLEEPS)
    house.until_logged(run, "here")
    house.until(lambda: house.run(run).state is RunState.RUNNING)
    house.close()
    house.kill_all(run)
    shutil.rmtree(house.folder(run))
    house.open()
    assert house.ended(run).state is RunState.LOST
    house.settled(run)


def test_a_script_by_hand_is_lost_when_it_was_silent_for_a_day(house: House) -> None:
    run = house.add("")
    house.workspace.write(lambda change: runs.told(change, run, status=2))
    time.sleep(1)
    assert house.run(run).state is RunState.RUNNING
    house.later = 24 * 3600 * 1000 + 60_000
    assert house.ended(run).comment == "not heard of for 24 hours"
    assert house.run(run).state is RunState.LOST


def test_a_run_executed_by_hand_is_not_queued_meanwhile(house: House) -> None:
    run = house.add("")
    house.workspace.write(lambda change: runs.told(change, run, status=2))
    assert house.queue.submit(run).state is RunState.RUNNING
    assert not runs.record_of(house.workspace.reading(), run).executed


def test_a_deleted_run_leaves_no_folder_unless_it_lives(house: House) -> None:
    run, other = house.submit(SLEEPS), house.submit("print('kept')")
    house.until_logged(run, "here")
    house.queue.cancel(run)
    house.settled(run)
    house.settled(other)
    house.until(lambda: not is_lived_in(house.folder(run)))
    house.workspace.write(lambda change: change.delete("run", run))
    house.queue.sweep()
    assert not house.folder(run).exists()
    assert (house.folder(other) / LOG).exists()


def test_the_folder_of_a_deleted_run_stays_while_somebody_works_there(house: House) -> None:
    run = house.submit(SLEEPS)
    house.until_logged(run, "here")
    house.workspace.write(lambda change: change.delete("run", run))
    house.queue.sweep()
    assert (house.folder(run) / LOG).exists()


def test_a_big_log_is_kept_whole(house: House) -> None:
    run = house.submit("for n in range(40): print('x' * 99_999)")
    house.settled(run)
    [file] = notes.attached_files(house.workspace.reading(), Run.wire_class, run)
    assert file.size == 40 * 100_000


def test_a_deleted_run_does_not_stop_the_queue(house: House) -> None:
    run = house.submit(SLEEPS)
    house.until_logged(run, "here")
    house.kill_all(run)
    house.workspace.write(lambda change: change.delete("run", run))
    assert house.ended(house.submit("print('next')")).state is RunState.SUCCEEDED
    assert not [event for event, _ in house.noted if event == "mistake"]


def test_a_mistake_of_ours_is_said_of_the_run_and_noted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(launching: Launching) -> None:
        raise ZeroDivisionError("no such number")

    monkeypatch.setattr(Launching, "_refuse_on_full_disk", broken)
    run = house.submit("print('never')")
    ended = house.ended(run)
    assert ended.state is RunState.FAILED
    assert "no such number" in str(ended.comment)
    house.until(lambda: any(event == "mistake" for event, _ in house.noted))


def test_what_a_program_leaves_running_ends_with_it(house: House) -> None:
    run = house.submit(
        "import subprocess, sys\n"
        "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(left.pid, flush=True)"
    )
    house.settled(run)
    left = identify(int(house.log(run)))
    assert left is None or not is_alive(left)


def test_no_key_of_a_run_stays_in_its_log(house: House) -> None:
    run = house.submit("import sys; print(sys.argv)", with_key=True)
    house.settled(run)
    keys = house.keys(house.run(run).user or 0)
    assert "--cytomine_private_key" in house.log(run)
    assert keys.private not in house.log(run)
    stored = house.workspace.rows("select stored from attached_file")[0][0]
    assert keys.private not in house.files.path(stored).read_text()


def _children() -> set[psutil.Process]:
    children = psutil.Process().children()
    return {each for each in children if each.status() != psutil.STATUS_ZOMBIE}


def test_nothing_is_left_behind(house: House) -> None:
    before = _children()
    house.settled(house.submit("print('here')"))
    house.close()
    assert not _children() - before
    assert isinstance(house.queue, RunQueue)
