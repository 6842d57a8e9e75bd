"""What a run predicted where a human had said what is right (contract 3.14 and 7.5 b)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


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
    """`counts[i][j]`: rows that were expected to be `expected[i]` and were given `given[j]`."""

    expected: tuple[int, ...]
    given: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]


def confusion_of(rated: Sequence[Rated]) -> Confusion:
    """Return the counts by expected term (rows) and predicted term (columns), sorted by id."""
    terms = tuple(sorted({row.expected for row in rated} | {row.term for row in rated}))
    counts = Counter((row.expected, row.term) for row in rated)
    return Confusion(
        terms, terms, tuple(tuple(counts[one, other] for other in terms) for one in terms)
    )
