"""The matching as its rule says it: every IoU, every matching, the best one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import shapely

Pairs = tuple[tuple[int, int], ...]


def iou_table(
    a: list[shapely.Polygon], b: list[shapely.Polygon]
) -> dict[tuple[int, int], Fraction]:
    """Return the IoU of each pair that shares something; areas of whole boxes are exact."""
    table = {}
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            shared = Fraction(one.intersection(other).area)
            if shared:
                both = Fraction(one.area) + Fraction(other.area) - shared
                table[i, j] = shared / both
    return table


def best_matching(table: dict[tuple[int, int], Fraction], least: float) -> Pairs:
    """Return the best of all matchings: most pairs, largest sum of IoU, smallest positions."""
    pairs = sorted(pair for pair, iou in table.items() if iou >= Fraction(least))
    matchings = list(_matchings(pairs))
    return min(matchings, key=lambda m: (-len(m), -sum(table[p] for p in m), m))


def _matchings(pairs: list[tuple[int, int]]) -> Iterator[Pairs]:
    if not pairs:
        yield ()
        return
    first, *rest = pairs
    yield from _matchings(rest)
    free = [p for p in rest if p[0] != first[0] and p[1] != first[1]]
    for matching in _matchings(free):
        yield (first, *matching)
