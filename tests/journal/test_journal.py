from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cytodesk.journal import (
    Journal,
    Masks,
    about,
)
from cytodesk.processes import own_environment
from cytodesk.watchdog import Slow, Watchdog

KEY = "0c1b6f1e-6f2b-4e0a-9b61-2b1f3f0f7a11"
ODD_KEY = 'pass"word\\with\nall'


def lines(folder: Path) -> list[dict[str, Any]]:
    files = sorted(folder.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "log", "station") as opened:
        yield opened


def test_a_line_says_when_who_and_what(journal: Journal, tmp_path: Path) -> None:
    before = time.time_ns() // 1_000_000
    journal.note("started", "ready", port=4711)
    [line] = lines(tmp_path / "log")
    assert before <= line.pop("time") <= time.time_ns() // 1_000_000
    assert line.pop("pid") > 0
    assert line == {
        "level": "info",
        "process": "station",
        "run": None,
        "request": None,
        "event": "started",
        "message": "ready",
        "port": 4711,
    }


def test_run_and_request_stand_on_every_line_written_about_them(
    journal: Journal, tmp_path: Path
) -> None:
    async def serve(run: int) -> None:
        with about(request=f"r{run}"):
            await asyncio.sleep(0.01)
            with about(run=run):
                await asyncio.to_thread(logging.getLogger("cytodesk.runs").warning, "moved")

    async def both() -> None:
        await asyncio.gather(serve(1), serve(2))

    asyncio.run(both())
    journal.note("after")
    said = {(line["run"], line["request"]) for line in lines(tmp_path / "log")}
    assert said == {(1, "r1"), (2, "r2"), (None, None)}


def test_a_logged_exception_brings_its_stack_and_its_event(
    journal: Journal, tmp_path: Path
) -> None:
    try:
        raise ValueError("no such thing")
    except ValueError:
        logging.getLogger("cytodesk").exception("failed %s", "here", extra={"event": "broken"})
    [line] = lines(tmp_path / "log")
    assert (line["level"], line["event"], line["message"]) == ("error", "broken", "failed here")
    assert "test_journal.py" in line["stack"]
    assert line["stack"].endswith("ValueError: no such thing\n")


@pytest.mark.parametrize("key", [KEY, ODD_KEY])
def test_no_line_shows_a_known_key(journal: Journal, tmp_path: Path, key: str) -> None:
    journal.masks.add(key)
    try:
        raise ValueError(f"refused {key}")
    except ValueError:
        logging.getLogger("x").exception("with %s", key, extra={"argv": ["--key", key]})
    with about(run=key, request=f"q?{key}&x"):
        journal.note(key, key, **{key: 1, "nested": {"deep": [Path(f"/{key}")]}})
    text = "".join(file.read_text("utf-8") for file in (tmp_path / "log").iterdir())
    assert key not in text
    assert json.dumps(key)[1:-1] not in text
    assert text.count("•••") >= 8
    assert len(lines(tmp_path / "log")) == 2


def test_a_key_that_holds_another_is_masked_whole() -> None:
    masks = Masks()
    masks.add(KEY, KEY + "-longer")
    assert masks.masked(f"a {KEY}-longer b {KEY}") == "a ••• b •••"


def test_an_empty_or_tiny_key_masks_nothing() -> None:
    masks = Masks()
    masks.add("", "a", "level")
    assert masks.masked('{"level": "a"}') == '{"level": "a"}'


def test_a_full_file_is_followed_by_a_new_one_and_old_ones_go(tmp_path: Path) -> None:
    with Journal(tmp_path, "cli", file_size=1000, kept_files=3) as journal:
        for number in range(60):
            journal.note("filling", "x" * 100, number=number)
            time.sleep(0.001)
    files = list(tmp_path.iterdir())
    assert len(files) == 3
    assert all(file.stat().st_size <= 1000 for file in files)
    assert max(line["number"] for line in lines(tmp_path)) == 59


def test_many_processes_and_threads_write_whole_lines(tmp_path: Path) -> None:
    write = f"""
import logging, threading
from pathlib import Path
from cytodesk.journal import Journal
with Journal.open(Path({str(tmp_path)!r}), "cli"):
    def speak():
        for n in range(200):
            logging.getLogger("x").info("é" * 200)
    threads = [threading.Thread(target=speak) for _ in range(4)]
    [t.start() for t in threads]; [t.join() for t in threads]
"""
    command = [sys.executable, "-c", write]
    started = [subprocess.Popen(command, env=own_environment()) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]
    assert len(lines(tmp_path)) == 3 * 4 * 200


def test_a_process_with_nothing_to_say_leaves_no_file(tmp_path: Path) -> None:
    Journal.open(tmp_path / "log", "cli").close()
    assert not (tmp_path / "log").exists()


def test_a_full_disk_loses_lines_and_not_the_work(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.write", full_disk)
    journal.note("lost")


def test_a_slip_in_a_log_call_does_not_stop_its_caller(journal: Journal, tmp_path: Path) -> None:
    told = {"msg": "%d of %d", "args": ("one",), "odd": {(1, 2): "key"}}
    journal.handle(logging.makeLogRecord(told))
    [line] = lines(tmp_path / "log")
    assert line["message"] == "%d of %d ('one',)"


def test_a_slow_piece_of_work_is_noted_with_its_stack(journal: Journal, tmp_path: Path) -> None:
    watchdog = Watchdog(0.05)
    with watchdog.watching("GET /api/project.json"):
        _dawdle(0.2)
    with watchdog.watching("GET /quick"):
        pass
    watchdog.close()
    [line] = lines(tmp_path / "log")
    assert (line["event"], line["level"]) == ("slow", "warning")
    assert line["message"].startswith("GET /api/project.json took 2")
    assert "_dawdle" in line["stack"]


def test_a_late_beat_is_a_stall_with_the_stack_of_the_beating_thread() -> None:
    noted: list[Slow] = []
    watchdog = Watchdog(0.05, noted.append)

    def window() -> None:
        for pause in (0.01, 0.01, 0.2, 0.01):
            watchdog.beat()
            _dawdle(pause)
        watchdog.beat()

    thread = threading.Thread(target=window)
    thread.start()
    thread.join()
    watchdog.close()
    [stall] = [slow for slow in noted if slow.seconds > 0.15]
    assert "_dawdle" in stall.stack


def _dawdle(seconds: float) -> None:
    time.sleep(seconds)
