"""Where two layers agree at an IoU; quick, so that the IoU can be moved by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.agreement.counting import by_image_of, confusion_of, iou_of_pairs
from cytodesk.charts.agreement.fates import Fate, fates_of
from cytodesk.charts.agreement.matching import match
from cytodesk.charts.agreement.overlaps import Ints
from cytodesk.charts.agreement.preparing import Prepared
from cytodesk.charts.agreement.raster import Covered
from cytodesk.charts.agreement.scores import Scores
from cytodesk.charts.figures import Note, Rounded
from cytodesk.charts.statistics.reliability import Kappa, cohen_kappa
from cytodesk.errors import N_, BadInput

NO_PARTNER = N_("no partner")
LOWEST_IOU = 0.1
"""Overlaps of less are not looked at, so no smaller IoU can be asked for."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An object (or a relabelled pair) that both sides see differently; `area` in pixels²."""

    fate: Fate
    image: str
    baseline: int | None
    """Id of the annotation in the baseline; None where it has none there."""
    other: int | None
    area: float


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """The matching at `iou`, as positions in the layers of `prepared`, and what follows."""

    prepared: Prepared
    iou: float
    partner_of_baseline: Ints
    partner_of_other: Ints
    fates_of_baseline: NDArray[np.int8]
    fates_of_other: NDArray[np.int8]
    by_image: tuple[Scores, ...]
    confusion: NDArray[np.int64]
    """Rows: terms of the baseline; columns: of the other; the last of both: without partner."""

    @property
    def is_known(self) -> bool:
        """Whether there is an image to compare; if not, counts of 0 say nothing."""
        both_empty = not len(self.prepared.baseline) and not len(self.prepared.other)
        return bool(self.prepared.images) or (both_empty and not self.prepared.notes)

    @property
    def pooled(self) -> Scores:
        return reduce(Scores.plus, self.by_image, Scores(0, 0, 0, 0.0))

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the names of the rows and columns of `confusion`."""
        return (*self.prepared.terms, NO_PARTNER)

    @property
    def covered(self) -> Covered | None:
        """Return the pixels of all images together; None if no image said its size."""
        known = [each for each in self.prepared.covered if each is not None]
        if not known:
            return None
        # Pixels of different images weigh as their images' own pixels.
        squares = [(each, each.factor**2) for each in known]
        return Covered(
            sum(each.both * square for each, square in squares),
            sum(each.baseline * square for each, square in squares),
            sum(each.other * square for each, square in squares),
        )

    def count(self, fate: Fate, *, of_other: bool = False) -> int:
        fates = self.fates_of_other if of_other else self.fates_of_baseline
        return int((fates == fate).sum())

    @property
    def kappa(self) -> Kappa | Note:
        """Return Cohen's kappa of the terms of matched pairs that have one on both sides."""
        return cohen_kappa(self._given)

    def kappa_of(self, term: str) -> Kappa | Note:
        """Return Cohen's kappa of one term against all others, over the same pairs."""
        place = self.prepared.terms.index(term)
        given = self._given
        both = given[place, place]
        rows, columns = given[place].sum() - both, given[:, place].sum() - both
        rest = given.sum() - both - rows - columns
        return cohen_kappa(np.array([[both, rows], [columns, rest]]))

    @property
    def _given(self) -> NDArray[np.int64]:
        """Return the confusion of pairs that have a term on both sides."""
        return self.confusion[:-2, :-2]

    def scores_of(self, term: str) -> Scores:
        """Return the scores of one term: pairs count where both sides gave it."""
        prepared = self.prepared
        place = prepared.terms.index(term)
        here = np.flatnonzero(prepared.baseline.label == place)
        partner = self.partner_of_baseline[here]
        pairs = here[(partner >= 0) & (prepared.other.label[partner] == place)]
        return Scores(
            len(pairs),
            len(here),
            int((prepared.other.label == place).sum()),
            float(iou_of_pairs(prepared, pairs, self.partner_of_baseline).sum()),
        )

    def cell(self, row: str, column: str) -> Iterator[Disagreement]:
        """Yield what one cell of the confusion counts, largest first (`NO_PARTNER`: alone)."""
        found = (each for each in self._pairs() if self._labels_of(each) == (row, column))
        return (self._shown(*each) for each in sorted(found, key=self._size))

    def disagreements(self) -> Iterator[Disagreement]:
        """Yield every object that is not matched, relabelled pairs once, largest first."""
        found = (each for each in self._pairs() if self._fate(*each) is not Fate.MATCHED)
        return (self._shown(*each) for each in sorted(found, key=self._size))

    def sentence(self) -> Note:
        """Return what the matching says, in one sentence with numbers."""
        pooled = self.pooled
        names = {"baseline": self.prepared.baseline.name, "other": self.prepared.other.name}
        if not self.is_known:
            template = N_("{baseline} and {other} have no image that both may have looked at.")
            return Note(template, names)
        if not pooled.baseline and not pooled.other:
            return Note(N_("Neither {baseline} nor {other} left objects to compare."), names)
        fields = {
            **names,
            "iou": self.iou,
            "matches": pooled.matches,
            "of_baseline": pooled.baseline,
            "of_other": pooled.other,
            "f1": Rounded(pooled.f1, 3),
            "missed": self.count(Fate.MISSED),
            "extra": self.count(Fate.EXTRA, of_other=True),
            "split": self.count(Fate.SPLIT),
            "merged": self.count(Fate.MERGED),
        }
        template = N_(
            "At IoU {iou}, {matches} of {of_baseline} objects of {baseline} and {of_other} of "
            "{other} match (F1 {f1}); missed {missed}, extra {extra}, split {split}, merged "
            "{merged}."
        )
        return Note(template, fields)

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Yield (baseline, other) of every pair and of everything alone, -1 for nobody."""
        yield from enumerate(self.partner_of_baseline.tolist())
        alone = np.flatnonzero(self.partner_of_other < 0)
        yield from ((-1, place) for place in alone.tolist())

    def _labels_of(self, pair: tuple[int, int]) -> tuple[str, str]:
        terms, (a, b) = self.prepared.terms, pair
        row = terms[self.prepared.baseline.label[a]] if a >= 0 else NO_PARTNER
        return row, terms[self.prepared.other.label[b]] if b >= 0 else NO_PARTNER

    def _fate(self, a: int, b: int) -> Fate:
        return Fate(self.fates_of_baseline[a] if a >= 0 else self.fates_of_other[b])

    def _area(self, a: int, b: int) -> float:
        layers = ((self.prepared.baseline, a), (self.prepared.other, b))
        return max(float(layer.area[place]) for layer, place in layers if place >= 0)

    def _size(self, pair: tuple[int, int]) -> tuple[float, int, int]:
        """Return what comes first: the largest, in µm² where its image has a pixel size."""
        sizes = self.prepared.pixel_sizes[self._image(*pair)]
        scale = sizes[0] * sizes[1] if sizes else 1.0
        return (-self._area(*pair) * scale, *pair)

    def _image(self, a: int, b: int) -> int:
        one, other = self.prepared.baseline, self.prepared.other
        return int(one.image[a] if a >= 0 else other.image[b])

    def _shown(self, a: int, b: int) -> Disagreement:
        one, other = self.prepared.baseline, self.prepared.other
        image = self._image(a, b)
        return Disagreement(
            self._fate(a, b),
            self.prepared.images[image],
            int(one.ids[a]) if a >= 0 else None,
            int(other.ids[b]) if b >= 0 else None,
            self._area(a, b),
        )


def agree(prepared: Prepared, iou: float = 0.5) -> Agreement:
    """Return the agreement at this IoU. Raises BadInput unless it is from 0.1 to 1."""
    if not LOWEST_IOU <= iou <= 1:
        template = N_("An IoU of {iou} cannot be asked for: from {lowest} to 1.")
        raise BadInput(template, iou=iou, lowest=LOWEST_IOU)
    overlaps, one, other = prepared.overlaps, prepared.baseline, prepared.other
    pairs = match(overlaps, iou, one.ids, other.ids)
    a, b = overlaps.a[pairs], overlaps.b[pairs]
    partner_a, partner_b = np.full(len(one), -1), np.full(len(other), -1)
    partner_a[a], partner_b[b] = b, a
    nameless = len(prepared.terms) - 1
    differs = one.label[a] != other.label[b]
    differs &= (one.label[a] != nameless) & (other.label[b] != nameless)
    relabelled_a, relabelled_b = (np.zeros(len(layer), np.bool_) for layer in (one, other))
    relabelled_a[a[differs]], relabelled_b[b[differs]] = True, True
    parts = prepared.parts
    return Agreement(
        prepared=prepared,
        iou=iou,
        partner_of_baseline=partner_a,
        partner_of_other=partner_b,
        fates_of_baseline=fates_of(
            partner_a, relabelled_a, parts.touched_a, parts.split_a, parts.merged_a, Fate.MISSED
        ),
        fates_of_other=fates_of(
            partner_b, relabelled_b, parts.touched_b, parts.split_b, parts.merged_b, Fate.EXTRA
        ),
        by_image=by_image_of(prepared, a, overlaps.iou[pairs]),
        confusion=confusion_of(prepared, partner_a, partner_b),
    )
