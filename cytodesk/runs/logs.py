"""What a program's log says at its end, and the log without keys."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

_TAIL = 16_384
"""Bytes; a traceback with its message fits, and a log of gigabytes costs no more."""
_BLOCK = 1 << 20
LONGEST = 255
"""Characters of Cytomine's status comment."""
_TERMINAL_CODES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_EXCEPTION = re.compile(r"(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Warning|Iteration)\b")
_BARE_EXCEPTION = re.compile(r"(?:\w+\.)*[A-Z]\w*(?::\s|$)")
_ARGPARSE = re.compile(r"[^:\s]+(?: \S+)?: error: ")
_TRACEBACK = "Traceback (most recent call last):"


def last_words(log: Path) -> str:
    """Return the line of `log` that best says why its program ended, "" if there is none.

    The message of the last traceback, argparse's error, or else the last line; at most 255
    characters. Only the end of the file is read.
    """
    lines = _last_lines(log)
    words = _of_traceback(lines) or _of_argparse(lines) or (lines[-1].strip() if lines else "")
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def hide_secrets(log: Path, secrets: Iterable[str]) -> int:
    """Overwrite each secret in `log` by as many asterisks, in place; return how many were there.

    The length stays, so that a program may still write and readers keep their offsets.
    """
    hidden = 0
    needles = [secret.encode() for secret in secrets if secret]
    if not needles or not log.is_file():
        return 0
    overlap = max(map(len, needles)) - 1
    with log.open("r+b") as file:
        place = 0
        while block := _block_at(file, place):
            for found in _anyone_of(needles).finditer(block):
                file.seek(place + found.start())
                file.write(b"*" * len(found[0]))
                hidden += 1
            place += len(block) - overlap if len(block) == _BLOCK else len(block)
    return hidden


def _block_at(file: BinaryIO, place: int) -> bytes:
    file.seek(place)
    return file.read(_BLOCK)


def _anyone_of(needles: Iterable[bytes]) -> re.Pattern[bytes]:
    longest_first = sorted(needles, key=len, reverse=True)
    return re.compile(b"|".join(map(re.escape, longest_first)))


def _last_lines(log: Path) -> list[str]:
    try:
        with log.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            tail = file.read(_TAIL)
    except FileNotFoundError:
        return []
    text = _TERMINAL_CODES.sub("", tail.decode("utf-8", errors="replace"))
    # A progress bar rewrites its line: what stood last in it counts.
    lines = (line.rstrip("\r").rpartition("\r")[2].rstrip() for line in text.split("\n"))
    return [line for line in lines if line.strip()]


def _of_traceback(lines: list[str]) -> str:
    begins = [place for place, line in enumerate(lines) if line.strip() == _TRACEBACK]
    if not begins:
        return ""
    for line in lines[begins[-1] + 1 :]:
        if not line.startswith((" ", "\t")) and (
            _EXCEPTION.match(line) or _BARE_EXCEPTION.match(line)
        ):
            return line.strip()
    return ""


def _of_argparse(lines: list[str]) -> str:
    return next((line.strip() for line in reversed(lines) if _ARGPARSE.match(line)), "")
