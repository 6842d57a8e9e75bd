"""How long a value may be where it is going, and how many of a list fit."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from cytodesk.algorithms.parameters import Parameter, Value
from cytodesk.algorithms.values import as_text
from cytodesk.errors import N_, Problem

ON_SERVERS = 5000
"""Letters of a value in the database of Cytomine's servers (contract 2.4)."""
HERE = 30_000 if sys.platform == "win32" else 131_000
"""Bytes of one argument: Linux takes 128 KiB, Windows 32 KiB for all of them."""


def too_long(
    parameters: Mapping[str, Parameter], values: Mapping[str, Value], most: int, exempt: str | None
) -> dict[str, Problem]:
    """Return a problem for each value that is longer than `most`; `exempt` is split anyway."""
    found = {}
    for id, value in values.items():
        text = as_text(parameters[id], value)
        if id != exempt and len(text.encode("utf-8", "replace")) > most:
            found[id] = _problem(id, text, value, most)
    return found


def _problem(id: str, text: str, value: Value, most: int) -> Problem:
    if isinstance(value, tuple):
        fit = text.encode()[: most + 1].count(b",")
        return Problem(
            N_("{count} are too many at once: {fit} fit. Start several analyses instead."),
            {"count": len(value), "fit": fit},
            attribute=id,
            rule="too-long",
        )
    return Problem(
        N_("{count} letters are too many: {most} fit."),
        {"count": len(text), "most": most},
        attribute=id,
        rule="too-long",
    )
