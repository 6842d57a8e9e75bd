"""A program's output as lines with time and level, however it writes them.

Known: the Cytomine client's `[2026-11-21 05:42:13,809][ERROR] words`, Python's logging in its usual
formats, levels that begin a line, and tracebacks, of which each line is an error.
"""

from __future__ import annotations

import re

from cytodesk.ui.parts.log_model import LogLine

_LEVELS = {
    "debug": "debug",
    "trace": "debug",
    "info": "info",
    "notice": "info",
    "warn": "warning",
    "warning": "warning",
    "error": "error",
    "err": "error",
    "critical": "error",
    "fatal": "error",
    "exception": "error",
}
_LEVEL = "|".join(sorted(_LEVELS, key=len, reverse=True))
_TIME = r"(?:\d{4}-\d\d-\d\d[ T])?(?P<time>\d\d:\d\d:\d\d(?:[.,]\d{1,3})?)\d*(?:Z|[+-]\d\d:?\d\d)?"
_STAMPED = re.compile(
    rf"^\[?{_TIME}\]?\s*[-|:]*\s*(?:\[?(?P<level>{_LEVEL})\]?(?=[\s\]:|-]|$))?[\s:|-]*(?P<text>.*)$",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"^\[?(?P<level>{_LEVEL})\]?\s*[:|]\s*(?P<text>.*)$", re.IGNORECASE)
_CODES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_TRACEBACK = "Traceback (most recent call last):"
_EXCEPTION = re.compile(r"^(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Warning)\b")


class LogReader:
    """Reads a log that comes in pieces; a last line without an end waits for it."""

    def __init__(self) -> None:
        self._rest = ""
        self._in_traceback = False

    def read(self, piece: str, *, is_end: bool = False) -> list[LogLine]:
        """Return the lines that are whole now; at the end, the last one as it is."""
        *whole, self._rest = (self._rest + piece).split("\n")
        if is_end and self._rest:
            whole.append(self._rest)
            self._rest = ""
        return [self._line(text) for text in whole if text.strip()]

    def _line(self, raw: str) -> LogLine:
        # a progress bar rewrites its line: what stood last in it counts
        text = _CODES.sub("", raw).rstrip("\r").rpartition("\r")[2].rstrip()
        if text.strip() == _TRACEBACK:
            self._in_traceback = True
            return LogLine("", "error", text)
        if self._in_traceback:
            self._in_traceback = not text or text[0] in " \t"
            if self._in_traceback or _EXCEPTION.match(text):
                return LogLine("", "error", text)
        if found := _STAMPED.match(text):
            return LogLine(_time(found["time"]), _level(found["level"]), found["text"])
        if found := _NAMED.match(text):
            return LogLine("", _level(found["level"]), found["text"])
        return LogLine("", "error" if _EXCEPTION.match(text) else "info", text)


def _time(text: str) -> str:
    return text.replace(",", ".")


def _level(word: str | None) -> str:
    return _LEVELS[word.lower()] if word else "info"


def last_error(lines: list[LogLine]) -> list[LogLine]:
    """Return the end of a log that tells what went wrong: its last traceback, or its last lines."""
    begins = [place for place, line in enumerate(lines) if line.text.strip() == _TRACEBACK]
    first = begins[-1] if begins else max(0, len(lines) - 30)
    return lines[max(first, len(lines) - 200) :]
