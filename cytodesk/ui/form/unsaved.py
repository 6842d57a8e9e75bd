"""What was entered and not launched, kept through a crash."""

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

    def is_per_image(self, algorithm: int) -> bool:
        return self._kept(algorithm).get("per_image") is True

    def keep(self, algorithm: int, answers: Mapping[str, object], *, is_per_image: bool) -> None:
        """Keep answers as JSON has them: lists of ids are arrays there."""
        written = {
            id: list(answer) if isinstance(answer, tuple) else answer
            for id, answer in answers.items()
        }
        kept = {"answers": written, "per_image": is_per_image}
        self._memory.put(_key(algorithm), kept if written else None)

    def forget(self, algorithm: int) -> None:
        """Keep no answers any more; the next form still begins with this algorithm."""
        self._memory.put(_key(algorithm), None)

    def _kept(self, algorithm: int) -> Mapping[str, Any]:
        found = self._memory.get(_key(algorithm))
        return found if isinstance(found, Mapping) else {}


def _key(algorithm: int) -> str:
    return f"form {algorithm}"
