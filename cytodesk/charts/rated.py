"""What a run predicted where a human had said what is right (contract 3.14 and 7.5 b)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rated:
    """One term that a run gave: `term` the predicted, `expected` the right one, ids both."""

    annotation: int
    term: int
    expected: int
    rate: float | None = None

    @property
    def is_right(self) -> bool:
        return self.term == self.expected


def success_rate(rated: Sequence[Rated]) -> float | None:
    """Return the share of rows whose term is the expected one; None of no rows.

    Cytomine's `avg` (contract 3.14), its micro average.
    """
    return sum(row.is_right for row in rated) / len(rated) if rated else None


def class_success_rate(rated: Sequence[Rated]) -> float | None:
    """Return the mean over expected terms of the share that was right: `avgMiddlePerClass`."""
    if not rated:
        return None
    total = Counter(row.expected for row in rated)
    right = Counter(row.expected for row in rated if row.is_right)
    return sum(right[term] / count for term, count in total.items()) / len(total)


@dataclass(frozen=True, slots=True)
class Confusion:
    """`counts[i][j]`: rows that were expected to be `terms[i]` and were given `terms[j]`."""

    terms: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    def success_of(self, row: int) -> float | None:
        """Return the share of a row that was right, as the last column of Cytomine's matrix."""
        total = sum(self.counts[row])
        return self.counts[row][row] / total if total else None

    def as_json(self) -> dict[str, Any]:
        success = [self.success_of(row) for row in range(len(self.terms))]
        return {"labels": list(self.terms), "counts": list(self.counts), "success": success}


def confusion_of(rated: Sequence[Rated], name: Callable[[int], str]) -> Confusion | None:
    """Return the counts by expected term (rows) and predicted term (columns), sorted by id.

    `name` says what a term is called; of no rows there is nothing.
    """
    terms = sorted({row.expected for row in rated} | {row.term for row in rated})
    counts = Counter((row.expected, row.term) for row in rated)
    rows = tuple(tuple(counts[one, other] for other in terms) for one in terms)
    return Confusion(tuple(map(name, terms)), rows) if rated else None
