"""What is compared, in which order, and what of it is hidden. No Qt here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cytodesk.assets import Words
from cytodesk.ui.memory import Drawer

MOST_RUNS = 100
_KEPT = "compare.kept"
_MOST_KEPT = 30
_MOST_IN_TITLE = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """Runs by id, the first as the baseline; below 0 stand layers of people."""

    ids: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()
    name: str = ""
    """What it was saved as."""

    @classmethod
    def of(cls, ids: Iterable[int]) -> Chosen:
        return cls(tuple(dict.fromkeys(ids))[:MOST_RUNS])

    def of_ids(self, ids: Iterable[int]) -> Chosen:
        """Return the same with these runs; what is hidden and still there stays hidden."""
        found = tuple(dict.fromkeys(ids))[:MOST_RUNS]
        return replace(self, ids=found, hidden=self.hidden & set(found))

    def without(self, run: int) -> Chosen:
        return self.of_ids(each for each in self.ids if each != run)

    def with_baseline(self, run: int) -> Chosen:
        return self.of_ids((run, *self.ids))

    def moved(self, run: int, to: int) -> Chosen:
        others = [each for each in self.ids if each != run]
        return self.of_ids((*others[:to], run, *others[to:]))

    def toggled(self, run: int) -> Chosen:
        """Return the same with `run` hidden, or shown again."""
        return replace(self, hidden=self.hidden ^ {run})


def key_of(ids: Sequence[int]) -> str:
    """Return by which runs a page was opened: what is kept of it is known by that."""
    return "+".join(map(str, ids))


def remembered(memory: Drawer, key: str, ids: Sequence[int]) -> Chosen:
    """Return what the page that was opened on `ids` showed last."""
    told = memory.get(_KEPT, {}).get(key)
    if not isinstance(told, Mapping):
        return Chosen.of(ids)
    return Chosen(tuple(told["ids"]), frozenset(told["hidden"]), str(told["name"]))


def remember(memory: Drawer, key: str, chosen: Chosen) -> None:
    told: dict[str, Any] = {
        "ids": list(chosen.ids),
        "hidden": sorted(chosen.hidden),
        "name": chosen.name,
    }
    kept = {name: value for name, value in memory.get(_KEPT, {}).items() if name != key}
    newest = list({**kept, key: told}.items())[-_MOST_KEPT:]
    memory.put(_KEPT, dict(newest))


def title_of(names: Sequence[str], words: Words) -> str:
    """Return what a comparison of runs is called that nobody has named."""
    first, more = ", ".join(names[:_MOST_IN_TITLE]), len(names) - _MOST_IN_TITLE
    if more <= 0:
        return first
    return words("{names} and {more} more", names=first, more=more)
