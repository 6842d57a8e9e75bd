"""What the worker does for the tab Agreement: match, count, and find who disagrees. No Qt here."""

from __future__ import annotations

import enum
import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cytodesk.charts.agreement.agreeing import Agreement, agree
from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.agreement.paired import PairedFigures, paired_figures
from cytodesk.charts.agreement.preparing import Prepared, prepare
from cytodesk.charts.agreement.several import sentence_of_several
from cytodesk.charts.drawing import Drawing
from cytodesk.charts.drawings.agreement import (
    bland_altman_plot,
    nothing_paired,
)
from cytodesk.charts.drawings.confusion import confusion
from cytodesk.charts.drawings.scores import scores_by_image, scores_by_iou
from cytodesk.charts.figures import Note, Quantity
from cytodesk.charts.labels import labels_of
from cytodesk.charts.statistics.reliability import Kappa
from cytodesk.ui.compare.study import Asked, Runs, compared, comparison_of, runs_of
from cytodesk.ui.worker import report

MOST_COLUMNS = 6
"""Runs that the table sets beside each other; of more only the chosen one is matched."""
_FEWEST_IMAGES = 3


@dataclass(frozen=True, slots=True)
class Matching:
    """One column of the table: a run against the baseline; what is not known is None."""

    run: int
    name: str
    counts: dict[Fate, int]
    f1: float | None
    mean_iou: float | None
    dice: float | None
    kappa: float | None
    kappa_by_term: dict[str, float | None]
    is_known: bool


class Evidence(enum.StrEnum):
    """Which chart stands beside the matrix."""

    IMAGES = "images"
    COUNTS = "counts"
    AREAS = "areas"
    IOUS = "ious"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the tab shows for one IoU; `other` is the run of the matrix and of the crops."""

    baseline: str
    other: int
    iou: float
    columns: tuple[Matching, ...]
    matrix: Drawing
    evidence: Drawing
    evidence_kind: Evidence
    sentence: Note
    notes: tuple[Note, ...]
    several: Note | None = None
    """What all layers say together, if all of them were matched."""

    @property
    def evidence_of(self) -> object:
        """Return what the evidence depends on: the runs, and the IoU only image by image."""
        iou = self.iou if self.evidence_kind is Evidence.IMAGES else None
        runs = tuple(column.run for column in self.columns)
        return runs, self.baseline, self.other, self.evidence_kind, iou

    @property
    def chosen(self) -> Matching:
        return next(column for column in self.columns if column.run == self.other)


def agreement_of(asked: Asked, other: int, iou: float, evidence: Evidence | None = None) -> Agreed:
    """Return how every run agrees with the first one; the matrix is that of `other`.

    Without a wish for `evidence`, counts image by image are shown, or of few images the IoUs.
    """
    found, runs = runs_of(asked), asked.runs
    places = range(1, len(runs)) if len(runs) <= MOST_COLUMNS else [runs.index(other)]
    agreed = []
    for done, place in enumerate(places, start=1):
        agreed.append(agree(prepared_of(found, place), iou))
        report(done / len(places))
    chosen = next(each for each in agreed if each.prepared.other.run == other)
    kind = evidence or _telling(chosen)
    return Agreed(
        baseline=chosen.prepared.baseline.name,
        other=other,
        iou=iou,
        columns=tuple(_matching(each) for each in agreed),
        matrix=confusion(chosen),
        evidence=_evidence(asked, kind, chosen, agreed, tuple(places)),
        evidence_kind=kind,
        sentence=chosen.sentence(),
        notes=chosen.prepared.notes,
        several=sentence_of_several(agreed) if len(agreed) == len(runs) - 1 else None,
    )


def _telling(chosen: Agreement) -> Evidence:
    has_few = len(chosen.prepared.images) < _FEWEST_IMAGES
    return Evidence.IOUS if has_few else Evidence.COUNTS


def _evidence(
    asked: Asked,
    kind: Evidence,
    chosen: Agreement,
    agreed: Sequence[Agreement],
    places: tuple[int, ...],
) -> Drawing:
    found, place = runs_of(asked), asked.runs.index(chosen.prepared.other.run)
    match kind:
        case Evidence.IMAGES:
            return scores_by_image(comparison_of(asked), agreed, places)
        case Evidence.IOUS:
            return _with_reason(_by_iou(found, places), _paired_of(found, place, Quantity.COUNT))
    wanted = Quantity.COUNT if kind is Evidence.COUNTS else Quantity.AREA
    paired = _paired_of(found, place, wanted)
    if paired is None:
        return nothing_paired(chosen)
    return bland_altman_plot(paired, chosen, place)


def _with_reason(drawing: Drawing, paired: PairedFigures | None) -> Drawing:
    """Return what stands in the place of Bland and Altman's limits with why there are none."""
    if paired is None or not isinstance(paired.limits, Note):
        return drawing
    return replace(drawing, left_out=(*drawing.left_out, paired.limits))


def _paired_of(runs: Runs, place: int, wanted: Quantity) -> PairedFigures | None:
    return next((each for each in _paired(runs, place) if each.metric.name == wanted), None)


@functools.lru_cache(16)
def _paired(runs: Runs, place: int) -> tuple[PairedFigures, ...]:
    tables = compared(runs).tables
    return paired_figures(prepared_of(runs, place), (tables[0], tables[place]))


@functools.lru_cache(4)
def _by_iou(runs: Runs, others: tuple[int, ...]) -> Drawing:
    """Return the same for every IoU of the slider: it need not be drawn again."""
    agreed = [agree(prepared_of(runs, place)) for place in others]
    return scores_by_iou(compared(runs), agreed, others)


@functools.lru_cache(16)
def prepared_of(runs: Runs, place: int) -> Prepared:
    return prepare(runs[0], runs[place], labels_of(runs))


def _matching(agreement: Agreement) -> Matching:
    pooled, covered, kappa = agreement.pooled, agreement.covered, agreement.kappa
    counts = {fate: agreement.count(fate, of_other=fate is Fate.EXTRA) for fate in Fate}
    return Matching(
        run=agreement.prepared.other.run,
        name=agreement.prepared.other.name,
        counts={**counts, Fate.MATCHED: pooled.matches},
        f1=pooled.f1,
        mean_iou=pooled.mean_iou,
        dice=covered.dice if covered else None,
        kappa=kappa.kappa if isinstance(kappa, Kappa) else None,
        kappa_by_term={term: _kappa_of(agreement, term) for term in agreement.prepared.terms[:-1]},
        is_known=agreement.is_known,
    )


def _kappa_of(agreement: Agreement, term: str) -> float | None:
    kappa = agreement.kappa_of(term)
    return kappa.kappa if isinstance(kappa, Kappa) else None
