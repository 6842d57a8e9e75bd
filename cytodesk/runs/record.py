"""What a supervisor wrote down about its run: read at any time, half-written or whole."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cytodesk.errors import N_, WorkspaceError
from cytodesk.processes import ProcessId, identify

SCHEMA = 1
_SAME_BIRTH = 2.0
"""Seconds."""
_STILLBORN_AFTER = 60.0
"""Seconds that an empty record may be old; a power cut leaves such."""

_SIGNALS = {
    1: N_("its terminal went away"),
    2: N_("interrupted"),
    4: N_("illegal instruction"),
    6: N_("aborted"),
    7: N_("bus error"),
    8: N_("arithmetic error"),
    9: N_("killed"),
    11: N_("segmentation fault"),
    15: N_("asked to end"),
    24: N_("out of processor time"),
    25: N_("out of file size"),
}
"""POSIX signal numbers in words; a record may be read on another system than its own."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended; `duration` in monotonic seconds, `at` in UTC epoch milliseconds."""

    exit: int | None
    signal: int | None
    duration: float
    at: int
    memory: int | None = None
    """Bytes that the largest of its processes held at most, where the system tells."""

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the ending as a sentence."""
        if self.signal is None:
            return translate(N_("the program ended with exit status {exit}")).format(exit=self.exit)
        if self.signal not in _SIGNALS:
            sentence = translate(N_("the program was ended by signal {signal}"))
            return sentence.format(signal=self.signal)
        sentence = translate(N_("the program was ended by signal {signal} ({meaning})"))
        return sentence.format(signal=self.signal, meaning=translate(_SIGNALS[self.signal]))


@dataclass(frozen=True, slots=True)
class Record:
    """All that one supervisor has said so far."""

    supervisor: ProcessId | None = None
    program: ProcessId | None = None
    started_at: int | None = None
    """UTC epoch milliseconds."""
    ended: Ended | None = None
    not_started: str | None = None


def read_record(path: Path) -> Record:
    """Read the record at `path`; a missing file is an empty record, a half line is not there yet.

    Raises WorkspaceError if a newer CytoDesk wrote it.
    """
    record = Record()
    for event in _events(path):
        record = _with(record, event)
    return record


def is_stillborn(path: Path) -> bool:
    """Whether a record has lain there for a while without a word of a supervisor in it."""
    age = time.time() - path.stat().st_mtime
    return age > _STILLBORN_AFTER and read_record(path).supervisor is None


def _events(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            _refuse_newer(path, event)
            yield event


def _refuse_newer(path: Path, event: dict[str, Any]) -> None:
    schema = event.get("schema", SCHEMA)
    if isinstance(schema, int) and schema > SCHEMA:
        raise WorkspaceError(
            N_("{path} was written by a newer CytoDesk; open the workspace with that one."),
            path=path,
        )


def _with(record: Record, event: dict[str, Any]) -> Record:
    match event:
        case {"event": "supervising", "pid": int(pid), "created": float() | int() as created}:
            return replace(record, supervisor=_process(pid, float(created)))
        case {"event": "started", "pid": int(pid), "created": float() | int() as created}:
            program = _process(pid, float(created))
            return replace(record, program=program, started_at=event.get("at"))
        case {"event": "ended", "duration": float() | int() as duration, "at": int(at)}:
            signal, memory = event.get("signal"), event.get("memory")
            ended = Ended(event.get("exit"), signal, float(duration), at, memory)
            return replace(record, ended=ended)
        case {"event": "not_started", "why": str(why)}:
            return replace(record, not_started=why)
    return record


def _process(pid: int, created: float) -> ProcessId:
    """Return who is meant; away from Linux the supervisor knows a birth only about."""
    now = identify(pid) if sys.platform != "linux" else None
    if now is not None and abs(now.created - created) < _SAME_BIRTH:
        return now
    return ProcessId(pid, created)
