from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cytodesk.errors import WorkspaceError
from cytodesk.processes import ProcessId, identify
from cytodesk.runs.process_runner import RECORD, Lost, Running, Waiting, follow
from cytodesk.runs.record import Ended, Record, read_record
from cytodesk.runs.supervisor import RecordFile

WHOLE = [
    {"schema": 1, "event": "supervising", "pid": 4194000, "created": 1.5},
    {"schema": 1, "event": "started", "pid": 4194001, "created": 1.7, "at": 1000},
    {"schema": 1, "event": "ended", "exit": 0, "duration": 2.5, "at": 3500},
]


def written(folder: Path, *events: object) -> Path:
    path = folder / RECORD
    path.write_text("".join(json.dumps(event) + "\n" for event in events))
    return path


def test_a_whole_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_record(written(tmp_path, *WHOLE)) == Record(
        supervisor=ProcessId(4194000, 1.5),
        program=ProcessId(4194001, 1.7),
        started_at=1000,
        ended=Ended(exit=0, signal=None, duration=2.5, at=3500),
    )


def test_no_record_is_an_empty_one(tmp_path: Path) -> None:
    assert read_record(tmp_path / "none") == Record()
    assert follow(tmp_path) == Waiting()


@given(st.integers(min_value=0, max_value=400), st.binary(max_size=20))
@settings(derandomize=True, max_examples=60)
def test_a_record_cut_anywhere_is_a_prefix_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes
) -> None:
    folder = tmp_path_factory.mktemp("record")
    path = written(folder, *WHOLE)
    prefixes = [read_record(written(folder, *WHOLE[:count])) for count in range(4)]
    whole = "".join(json.dumps(event) + "\n" for event in WHOLE).encode()
    path.write_bytes(whole[:cut] + b"\n" + junk.replace(b"\n", b""))
    assert read_record(path) in prefixes


def test_a_half_line_before_a_repeated_one_does_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, *WHOLE[:2])
    with path.open("a") as file:
        file.write(json.dumps(WHOLE[2])[:20] + "\n" + json.dumps(WHOLE[2]) + "\n")
    assert read_record(path) == read_record(written(tmp_path, *WHOLE))


def test_a_newer_record_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="newer CytoDesk"):
        read_record(written(tmp_path, {"schema": 2, "event": "paused"}))


def test_an_unknown_event_of_this_schema_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, *WHOLE, {"schema": 1, "event": "measured", "memory": 5})
    assert read_record(path).ended is not None


def test_a_pid_used_again_is_not_taken_for_the_program(tmp_path: Path) -> None:
    ours = identify(os.getpid())
    assert ours is not None
    living = {"pid": ours.pid, "created": ours.created}
    written(tmp_path, WHOLE[0] | living, WHOLE[1] | living)
    assert follow(tmp_path) == Running(ours, 1000)
    older = {"pid": ours.pid, "created": ours.created - 1000}
    written(tmp_path, WHOLE[0] | older, WHOLE[1] | older)
    assert follow(tmp_path) == Lost()


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        (Ended(2, None, 1.0, 0), "the program ended with exit status 2"),
        (Ended(None, 11, 1.0, 0), "the program was ended by signal 11 (segmentation fault)"),
        (Ended(None, 35, 1.0, 0), "the program was ended by signal 35"),
    ],
)
def test_an_ending_is_told_in_words(ended: Ended, words: str) -> None:
    assert ended.said() == words


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_delays_a_line_and_raises_nothing() -> None:
    record = RecordFile("/dev/full")
    record.add("supervising", pid=1, created=1.0)
    assert record.has_unwritten


def test_a_line_that_found_half_its_room_is_written_again_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = RecordFile(str(tmp_path / RECORD))
    write = os.write
    # A disk that fills up in mid-line cannot be had without the rights of an administrator.
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:30]))
    record.add("supervising", pid=4194000, created=1.5)
    assert record.has_unwritten
    assert read_record(tmp_path / RECORD) == Record()
    monkeypatch.setattr(os, "write", write)
    record.add("not_started", why="no such file")
    assert not record.has_unwritten
    expected = Record(supervisor=ProcessId(4194000, 1.5), not_started="no such file")
    assert read_record(tmp_path / RECORD) == expected
