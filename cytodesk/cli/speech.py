"""What a command says: its answer on stdout, its progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from cytodesk.assets import Words
from cytodesk.charts.writing import columns


class Speech:
    """`answer` once, `tell` as often as there is something to tell."""

    def __init__(self, words: Words, *, as_json: bool) -> None:
        self.words = words
        self.as_json = as_json

    def answer(self, json_object: dict[str, Any], text: str) -> None:
        """Write the command's one answer: `json_object` with --json, else `text`."""
        said = json.dumps(json_object, ensure_ascii=False) if self.as_json else text
        if said:
            sys.stdout.write(f"{said}\n")
            sys.stdout.flush()

    def answer_bytes(self, text: str) -> None:
        """Write what comes in pieces, such as a log."""
        sys.stdout.write(text)
        sys.stdout.flush()

    def tell(self, sentence: str, **blanks: object) -> None:
        sys.stderr.write(f"{self.words(sentence, **blanks)}\n")
        sys.stderr.flush()

    def tell_as_it_is(self, text: str) -> None:
        """Write what somebody else said: a program's log, a warning in words."""
        sys.stderr.write(text)
        sys.stderr.flush()


def table(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return `rows` under `titles`, each column as wide as its widest cell."""
    cells = [list(titles), *([_shown(cell) for cell in row] for row in rows)]
    widths = [max(columns(line[place]) for line in cells) for place in range(len(titles))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - columns(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in cells
    )


def _shown(cell: object) -> str:
    return "–" if cell is None else str(cell)
