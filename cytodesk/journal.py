"""Our own log: JSON lines, one file per process, keys masked before a line is written.

    {"time": 1763690000123, "level": "warning", "process": "station", "pid": 4711,
     "run": 17, "request": "5f2c", "event": "slow", "message": "...", "stack": "..."}

Rooms write to `logging.getLogger(__name__)`, with `extra={"event": "..."}` where it has a name;
the process that composes them opens a Journal, which listens. `time` is UTC epoch milliseconds.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import threading
import time
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

_MASK = "•••"
_SHORTEST_KEY = 8  # a shorter one would mask innocent words
_OWN_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_about: ContextVar[tuple[object, object]] = ContextVar("about", default=(None, None))


@contextlib.contextmanager
def about(*, run: object = None, request: object = None) -> Iterator[None]:
    """Let every line written inside, in this task or thread, name the run and the request."""
    outer_run, outer_request = _about.get()
    token = _about.set((outer_run if run is None else run, request or outer_request))
    try:
        yield
    finally:
        _about.reset(token)


class Masks:
    """The keys that no line may show."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self._lock = threading.Lock()

    def add(self, *keys: str) -> None:
        with self._lock:
            self._keys.update(key for key in keys if len(key) >= _SHORTEST_KEY)
            self._pattern = None  # a thousand runs add two thousand keys: made when needed

    def masked(self, text: str) -> str:
        with self._lock:
            if self._pattern is None:
                self._pattern = self._made()
            return self._pattern.sub(_MASK, text)

    def _made(self) -> re.Pattern[str]:
        escaped = {json.dumps(key)[1:-1] for key in self._keys} | self._keys
        longest_first = sorted(escaped, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


class Journal(logging.Handler):
    """The log of one process; a full disk loses lines, never the work.

    A file of its own per process needs no lock between processes, and a full one is followed by
    a new one instead of being renamed, which Windows refuses while it is open.
    """

    def __init__(
        self,
        folder: Path,
        process: str,
        masks: Masks | None = None,
        *,
        file_size: int = 5_000_000,
        kept_files: int = 10,
    ) -> None:
        super().__init__()
        self.masks = masks or Masks()
        self._folder, self._process = folder, process
        self._file_size, self._kept_files = file_size, kept_files
        self._descriptor: int | None = None
        self._written = 0

    @classmethod
    def open(cls, folder: Path, process: str, masks: Masks | None = None) -> Journal:
        """Listen to all loggers from now on; `process` is station, window, supervisor or cli."""
        journal = cls(folder, process, masks)
        root = logging.getLogger()
        root.addHandler(journal)
        root.setLevel(min(root.level or logging.INFO, logging.INFO))
        logging.captureWarnings(True)
        return journal

    def close(self) -> None:
        logging.getLogger().removeHandler(self)
        with self._locked():
            self._close_file()
        super().close()

    def note(self, event: str, message: str = "", /, **fields: object) -> None:
        """Write a line at level `info`."""
        self._write(logging.INFO, event, message, None, fields)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line for what a logger said; attributes given as `extra` become fields."""
        fields = {k: v for k, v in vars(record).items() if k not in _OWN_ATTRIBUTES}
        event = fields.pop("event", record.name)
        stack = fields.pop("stack", None) or _stack_of(record)
        self._write(record.levelno, str(event), _message_of(record), stack, fields)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(
        self, level: int, event: str, message: str, stack: object, fields: dict[str, object]
    ) -> None:
        run, request = _about.get()
        told = {
            "time": time.time_ns() // 1_000_000,
            "level": logging.getLevelName(level).lower(),
            "process": self._process,
            "pid": os.getpid(),
            "run": run,
            "request": request,
            "event": event,
            "message": message,
            **fields,
            **({"stack": stack} if stack else {}),
        }
        line = self.masks.masked(_as_json(told)) + "\n"
        with self._locked(), contextlib.suppress(OSError):
            self._append(line.encode(errors="replace"))

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.acquire()
        try:
            yield
        finally:
            self.release()

    def _append(self, line: bytes) -> None:
        if self._written and self._written + len(line) > self._file_size:
            self._close_file()
        if self._descriptor is None:
            self._descriptor = self._next_file()
        os.write(self._descriptor, line)
        self._written += len(line)

    def _next_file(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        older = sorted(self._folder.glob(f"{self._process}-*.jsonl"), key=_age)
        for path in older[: max(0, len(older) + 1 - self._kept_files)]:
            with contextlib.suppress(OSError):  # somebody reads it: next time
                path.unlink()
        name = f"{self._process}-{time.time_ns() // 1_000_000}-{os.getpid()}.jsonl"
        self._written = 0
        return os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def _close_file(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _as_json(told: dict[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, default=str, skipkeys=True)


def _message_of(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a slip in some log call must not stop its caller
        return f"{record.msg} {record.args}"


def _stack_of(record: logging.LogRecord) -> str | None:
    if record.exc_info and record.exc_info[1]:
        return "".join(traceback.format_exception(record.exc_info[1]))
    return record.stack_info


def _age(path: Path) -> tuple[int, str]:
    told = path.stem.split("-")[-2]
    return (int(told) if told.isdigit() else 0, path.name)
