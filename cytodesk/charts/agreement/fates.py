"""One word per object: what became of it in the other layer.

The first that is true, in this order:

    MATCHED       has a partner (matching.py) with the same term, or one of both has no term
    MISSED        of the baseline, EXTRA of the other layer: no partner, and no overlap of LEAST of
                  either area with anything
    SPLIT         an outline of the baseline, at least half of which is covered by two or more of
                  the other layer, each of them at least half inside it; and those parts
    MERGED        the reverse: several of the baseline in one of the other layer; and that one
    RELABELLED    has a partner with another term
    DISPLACED     overlaps something, but too little for any of these
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from cytodesk.charts.agreement.overlaps import LEAST, Ints, Overlaps, Reals
from cytodesk.errors import N_

_HALF = 0.5


class Fate(enum.IntEnum):
    MATCHED = 0
    MISSED = 1
    EXTRA = 2
    SPLIT = 3
    MERGED = 4
    RELABELLED = 5
    DISPLACED = 6

    @property
    def word(self) -> str:
        """Return it for people, untranslated; its name in lower case stands in JSON."""
        return _WORDS[self]


_WORDS = {
    Fate.MATCHED: N_("matched"),
    Fate.MISSED: N_("missed"),
    Fate.EXTRA: N_("extra"),
    Fate.SPLIT: N_("split"),
    Fate.MERGED: N_("merged"),
    Fate.RELABELLED: N_("relabelled"),
    Fate.DISPLACED: N_("displaced"),
}

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What does not depend on the IoU: per object of each layer whether the word could be said."""

    split_a: Flags
    split_b: Flags
    merged_a: Flags
    merged_b: Flags
    touched_a: Flags
    touched_b: Flags


def parts_of(
    overlaps: Overlaps,
    a: NDArray[np.object_],
    b: NDArray[np.object_],
    area_a: Reals,
    area_b: Reals,
) -> Parts:
    """Return who was split, merged, or touched at all."""
    split_a, split_b = _divided(overlaps.a, overlaps.b, overlaps.shared, area_a, area_b, a, b)
    merged_b, merged_a = _divided(overlaps.b, overlaps.a, overlaps.shared, area_b, area_a, b, a)
    touched_a, touched_b = (np.zeros(len(area), dtype=np.bool_) for area in (area_a, area_b))
    share = overlaps.shared / np.minimum(area_a[overlaps.a], area_b[overlaps.b])
    touched_a[overlaps.a[share >= LEAST]] = True
    touched_b[overlaps.b[share >= LEAST]] = True
    return Parts(split_a, split_b, merged_a, merged_b, touched_a, touched_b)


def _divided(
    whole: Ints,
    part: Ints,
    shared: Reals,
    area_whole: Reals,
    area_part: Reals,
    wholes: NDArray[np.object_],
    parts: NDArray[np.object_],
) -> tuple[Flags, Flags]:
    """Return which of the wholes are covered by several parts, and which parts those are.

    Parts that overlap each other cover no more than their union does.
    """
    is_whole, is_part = np.zeros(len(wholes), np.bool_), np.zeros(len(parts), np.bool_)
    inside = np.flatnonzero(shared >= _HALF * area_part[part])
    several = np.bincount(whole[inside], minlength=len(wholes))[whole[inside]] > 1
    inside = inside[several]
    covered = np.bincount(whole[inside], shared[inside], minlength=len(wholes))
    inside = inside[covered[whole[inside]] >= _HALF * area_whole[whole[inside]]]
    inside = inside[np.argsort(whole[inside], kind="stable")]
    for members in np.split(inside, np.flatnonzero(np.diff(whole[inside])) + 1):
        if not len(members):
            continue
        one = int(whole[members[0]])
        # 1.0 of a rounding error must not turn exactly one half into less.
        least = _HALF * area_whole[one] * (1 - 1e-12)
        together = shapely.union_all(parts[part[members]])
        if shapely.area(shapely.intersection(wholes[one], together)) >= least:
            is_whole[one] = True
            is_part[part[members]] = True
    return is_whole, is_part


def fates_of(
    partner: Ints,
    is_relabelled: Flags,
    touched: Flags,
    split: Flags,
    merged: Flags,
    unmatched: Fate,
) -> NDArray[np.int8]:
    """Return the word of each object of one layer; `partner` is -1 where it has none.

    `unmatched` is MISSED for the baseline and EXTRA for the other layer.
    """
    has_partner = partner >= 0
    fates = np.full(len(partner), Fate.DISPLACED, dtype=np.int8)
    fates[has_partner] = Fate.RELABELLED
    fates[merged] = Fate.MERGED
    fates[split] = Fate.SPLIT
    fates[~has_partner & ~touched] = unmatched
    fates[has_partner & ~is_relabelled] = Fate.MATCHED
    return fates
