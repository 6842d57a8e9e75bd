"""One program, from its start to its end, whoever else goes away meanwhile.

Standard library only, one file: started by path as `python -I -S supervisor.py`, and by the
front door of a frozen build as `main()`. The order comes as JSON on stdin, so that keys among
the program's arguments stand in no argv, environment or file of ours:

    {"schema": 1, "command": [...], "folder": ..., "environment": {...},
     "log": path, "record": path, "nice": increment}

The record grows by one JSON line per event, each on disk before the next:

    {"schema": 1, "event": "supervising", "pid", "created"}
    {"schema": 1, "event": "started", "pid", "created", "at"}
    {"schema": 1, "event": "ended", "exit" or "signal", "duration", "memory", "at"}
    {"schema": 1, "event": "not_started", "why", "at"}

`at` is UTC in epoch milliseconds, `duration` monotonic seconds, `memory` the bytes that the
largest of the program's processes held at most (not on Windows); `created` is the birth of a
process as `processes.ProcessId` has it: seconds since the computer started on Linux, elsewhere
UTC in epoch seconds, true to a second or two.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

SCHEMA = 1
_RETRY_AFTER = 1.0
"""Seconds between attempts to write a line that found no room."""
_GIVE_UP_AFTER = 3600.0
"""Seconds after the program's end for which an unwritten line is still tried."""


class RecordFile:
    """Lines that reach the disk, in order; those that cannot yet are kept and tried again."""

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._unwritten: list[bytes] = []
        self._mid_line = False

    @property
    def has_unwritten(self) -> bool:
        return bool(self._unwritten)

    def add(self, event: str, **fields: object) -> None:
        line = json.dumps({"schema": SCHEMA, "event": event, **fields})
        self._unwritten.append(line.encode() + b"\n")
        self.flush()

    def flush(self) -> None:
        """Write what is unwritten; a full disk leaves it for later."""
        try:
            while self._unwritten:
                self._write(self._unwritten[0])
                os.fsync(self._descriptor)
                del self._unwritten[0]
        except OSError:
            return

    def _write(self, line: bytes) -> None:
        # A full disk may take half a line: the next attempt begins on a line of its own.
        data = b"\n" + line if self._mid_line else line
        written = os.write(self._descriptor, data)
        self._mid_line = written > 0 and written < len(data)
        if written < len(data):
            raise OSError("no room for the whole line")

    def flush_patiently(self, seconds: float) -> None:
        """Try until all is written, the file is gone, or `seconds` have passed."""
        give_up = time.monotonic() + seconds
        while self._unwritten and self._can_be_read() and time.monotonic() < give_up:
            time.sleep(_RETRY_AFTER)
            self.flush()

    def _can_be_read(self) -> bool:
        return sys.platform == "win32" or os.fstat(self._descriptor).st_nlink > 0


def supervise(order: Mapping[str, Any]) -> int:
    """Run the order's program to its end and record its fate; 0 if it was started."""
    _outlive_signals()
    record = RecordFile(order["record"])
    record.add("supervising", pid=os.getpid(), created=_created(os.getpid()))
    begin = time.monotonic()
    try:
        program = _start(order)
    except (OSError, ValueError) as problem:
        record.add("not_started", why=str(problem), at=_now())
        record.flush_patiently(_GIVE_UP_AFTER)
        return 1
    record.add("started", pid=program.pid, created=_created(program.pid), at=_now())
    status = _wait(program, record)
    duration = round(time.monotonic() - begin, 3)
    ending = {"signal": -status} if status < 0 else {"exit": status}
    record.add("ended", **ending, duration=duration, **_most_memory(), at=_now())
    record.flush_patiently(_GIVE_UP_AFTER)
    return 0


def main() -> int:
    """Supervise the order that stands on stdin."""
    order = json.loads(sys.stdin.buffer.read())
    return supervise(order)


def _outlive_signals() -> None:
    # A handler, not SIG_IGN: the program would inherit that and be deaf to a cancel.
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda *_: None)


def _start(order: Mapping[str, Any]) -> subprocess.Popen[bytes]:
    increment = int(order.get("nice", 0))
    # In our session: who finds us killed before we told of it ends what is left of that.
    options: dict[str, Any] = {"process_group": 0}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        lower = subprocess.BELOW_NORMAL_PRIORITY_CLASS if increment else 0
        options = {"creationflags": flags | lower}
    elif increment:
        os.nice(increment)
    with open(order["log"], "ab", buffering=0) as log:  # noqa: PTH123 - pathlib costs 5 ms
        return subprocess.Popen(
            order["command"],
            cwd=order["folder"],
            env=order["environment"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **options,
        )


def _wait(program: subprocess.Popen[bytes], record: RecordFile) -> int:
    while True:
        try:
            return program.wait(_RETRY_AFTER if record.has_unwritten else None)
        except subprocess.TimeoutExpired:
            record.flush()


def _most_memory() -> dict[str, int]:
    """Return what getrusage(2) says of the processes that were waited for."""
    if sys.platform == "win32":
        return {}
    import resource  # POSIX only

    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"memory": most * (1 if sys.platform == "darwin" else 1024)}


def _now() -> int:
    return time.time_ns() // 1_000_000


def _created(pid: int) -> float:
    if sys.platform != "linux":
        return time.time()
    with open(f"/proc/{pid}/stat", "rb") as stat:  # noqa: PTH123
        fields = stat.read().rpartition(b")")[2].split()
    return int(fields[19]) / os.sysconf("SC_CLK_TCK")  # field 22 of proc(5)


if __name__ == "__main__":
    sys.exit(main())
