"""How long a value may be where it is going, and how many of a list fit."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from cytodesk.algorithms.parameters import Parameter, Value
from cytodesk.algorithms.values import as_text
from cytodesk.errors import N_, Problem

TOO_LONG = "too-long"
ON_SERVERS = 5000
"""Letters of a value in the database of Cytomine's servers (contract 2.4)."""
HERE = 30_000 if sys.platform == "win32" else 131_000
"""Bytes of one argument: Linux takes 128 KiB of each, Windows 32 KiB for all of them."""
_IS_FOR_ALL = sys.platform == "win32"
_WORTH_A_WORD = 4
"""From this part of the room on it is told how much is left."""


@dataclass(frozen=True, slots=True)
class Room:
    """How long values may be where they go: one of them, or all together."""

    most: int = HERE
    is_for_all: bool = _IS_FOR_ALL

    @classmethod
    def of(cls, most: int) -> Room:
        return cls(most, _IS_FOR_ALL and most == HERE)

    def problems(
        self,
        parameters: Mapping[str, Parameter],
        values: Mapping[str, Value],
        exempt: str | None = None,
    ) -> dict[str, Problem]:
        """Return a problem for each value that does not fit; `exempt` is split anyway."""
        sizes = _sizes(parameters, values, exempt)
        wrong = [id for id, size in sizes.items() if size > self.most]
        if self.is_for_all and not wrong and sum(sizes.values()) > self.most:
            wrong = [max(sizes, key=lambda id: sizes[id])]
        found = {}
        for id in wrong:
            others = sum(sizes.values()) - sizes[id] if self.is_for_all else 0
            found[id] = _problem(parameters[id], values[id], max(self.most - others, 0))
        return found

    def left(
        self, parameters: Mapping[str, Parameter], values: Mapping[str, Value], id: str
    ) -> int | None:
        """Return how many more things fit into the list `id`; None while there is ample room."""
        value = values.get(id)
        if not isinstance(value, tuple) or not value:
            return None
        sizes = _sizes(parameters, values, None)
        used = sum(sizes.values()) if self.is_for_all else sizes[id]
        if used * _WORTH_A_WORD < self.most:
            return None
        each = math.ceil((sizes[id] + 1) / len(value))
        return max(self.most - used, 0) // each


def _sizes(
    parameters: Mapping[str, Parameter], values: Mapping[str, Value], exempt: str | None
) -> dict[str, int]:
    texts = {id: as_text(parameters[id], value) for id, value in values.items() if id != exempt}
    return {
        id: len(text if text.isascii() else text.encode("utf-8", "replace"))
        for id, text in texts.items()
    }


def _problem(parameter: Parameter, value: Value, most: int) -> Problem:
    text = as_text(parameter, value)
    if isinstance(value, tuple):
        fit = text.encode()[: most + 1].count(b",")
        return Problem(
            N_("{count} are too many at once: {fit} fit. Start several analyses instead."),
            {"count": len(value), "fit": fit},
            attribute=parameter.id,
            rule=TOO_LONG,
        )
    return Problem(
        N_("{count} letters are too many: {most} fit."),
        {"count": len(text), "most": most},
        attribute=parameter.id,
        rule=TOO_LONG,
    )
