"""Everything that a comparison says, as one: the page, the report and the command line read it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cytodesk.charts.agreement.agreeing import Agreement, agree
from cytodesk.charts.agreement.paired import PairedFigures, paired_figures
from cytodesk.charts.agreement.preparing import Prepared, Report, prepare
from cytodesk.charts.agreement.several import kappa_of_several
from cytodesk.charts.agreement.told import agreement_json, kappa_json
from cytodesk.charts.comparison import Comparison, compare
from cytodesk.charts.figures import Direction, Level, Note, untranslated
from cytodesk.charts.labels import labels_of
from cytodesk.charts.results import RunResults
from cytodesk.charts.statistics.reliability import Kappa
from cytodesk.charts.told import comparison_json


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """`agreements` and `paired` have one entry per run but the baseline, in the order of runs."""

    comparison: Comparison
    agreements: tuple[Agreement, ...]
    paired: tuple[tuple[PairedFigures, ...], ...]

    @property
    def kappa(self) -> Kappa | Note:
        """Return Fleiss' kappa of all layers; of two there is none, see the agreement's own."""
        return kappa_of_several(self.agreements)

    def at(self, iou: float) -> Study:
        """Return the same study at another IoU; nothing is measured again."""
        agreements = tuple(agree(each.prepared, iou) for each in self.agreements)
        return Study(self.comparison, agreements, self.paired)

    def as_json(self, translate: Callable[[str], str] = untranslated) -> dict[str, Any]:
        """Return what `Comparison.as_json` says, aggregates over images and every agreement."""
        told = comparison_json(self.comparison)
        told["aggregates"] = [
            {
                "name": str(row.metric.name),
                "unit": row.metric.unit,
                "source": row.metric.source,
                "runs": [asdict(each) for each in self.comparison.aggregates(row.metric)],
            }
            for row in self.comparison.metrics
            if row.metric.level is Level.RUN and row.metric.term is None
        ]
        told["agreements"] = [
            {
                **agreement_json(agreement, translate),
                "paired": [each.as_json(translate) for each in paired],
            }
            for agreement, paired in zip(self.agreements, self.paired, strict=True)
        ]
        several = len(self.agreements) > 1
        told["fleiss_kappa"] = kappa_json(self.kappa, translate) if several else None
        return told


def study(
    runs: Sequence[RunResults],
    names: Mapping[int, str] | None = None,
    *,
    iou: float = 0.5,
    terms: Collection[str] = (),
    directions: Mapping[str, Direction] | None = None,
    regions: RunResults | None = None,
    report: Report | None = None,
) -> Study:
    """Return everything about `runs`; the first is the baseline of every agreement.

    `terms` limits the agreement to objects of these; `regions` is as in `compare`. `report` is
    told the share that is done and may raise to end the work. Raises BadInput as `compare` and
    `agree` do.
    """
    comparison = compare(runs, names, directions, regions)
    labels = labels_of(runs)
    prepared: list[Prepared] = []
    for place, other in enumerate(runs[1:]):
        prepared.append(
            prepare(runs[0], other, labels, terms=terms, report=_part(report, place, len(runs) - 1))
        )
    return Study(
        comparison=comparison,
        agreements=tuple(agree(each, iou) for each in prepared),
        paired=tuple(
            paired_figures(each, (comparison.tables[0], comparison.tables[place]))
            for place, each in enumerate(prepared, start=1)
        ),
    )


def _part(report: Report | None, place: int, of: int) -> Report | None:
    return None if report is None else lambda share: report((place + share) / of)
