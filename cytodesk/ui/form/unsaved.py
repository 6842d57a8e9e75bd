"""What was entered and not launched, kept through a crash; and what was launched last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cytodesk.ui.memory import Drawer

_LAST = "form"


class Unsaved:
    """By algorithm; the last one that was worked at is opened again."""

    def __init__(self, memory: Drawer) -> None:
        self._memory = memory

    def last(self) -> int | None:
        found = self._memory.get(_LAST)
        return found if isinstance(found, int) else None

    def begin(self, algorithm: int) -> None:
        """Remember that this one was opened."""
        self._memory.put(_LAST, algorithm)

    def answers(self, algorithm: int) -> dict[str, Any]:
        found = self._kept(algorithm).get("answers")
        return dict(found) if isinstance(found, Mapping) else {}

    def shape(self, algorithm: int) -> object:
        """Return how many analyses were to be made, as JSON has it."""
        return self._kept(algorithm).get("many")

    def keep(self, algorithm: int, answers: Mapping[str, object], many: object) -> None:
        written = _written(answers)
        self._memory.put(_key(algorithm), {"answers": written, "many": many} if written else None)

    def open_groups(self, algorithm: int) -> dict[str, bool]:
        """Return which groups of its form were unfolded (True) or folded by hand."""
        found = self._memory.get(_groups_key(algorithm))
        return dict(found) if isinstance(found, Mapping) else {}

    def keep_open_groups(self, algorithm: int, groups: Mapping[str, bool]) -> None:
        self._memory.put(_groups_key(algorithm), dict(groups))

    def last_values(self, name: str) -> dict[str, object]:
        """Return what an algorithm, whichever version, was launched with last in this project."""
        found = self._memory.get(_last_key(name))
        return dict(found) if isinstance(found, Mapping) else {}

    def keep_last(self, name: str, answers: Mapping[str, object]) -> None:
        self._memory.put(_last_key(name), _written(answers) or None)

    def forget(self, algorithm: int) -> None:
        """Keep no answers any more; the next form still begins with this algorithm."""
        self._memory.put(_key(algorithm), None)

    def _kept(self, algorithm: int) -> Mapping[str, Any]:
        found = self._memory.get(_key(algorithm))
        return found if isinstance(found, Mapping) else {}


def _key(algorithm: int) -> str:
    return f"form {algorithm}"


def _groups_key(algorithm: int) -> str:
    return f"form {algorithm} groups"


def _last_key(name: str) -> str:
    return f"last values {name}"


def _written(answers: Mapping[str, object]) -> dict[str, object]:
    """Return answers as JSON has them: lists of ids are arrays there."""
    return {
        id: list(answer) if isinstance(answer, tuple) else answer for id, answer in answers.items()
    }
