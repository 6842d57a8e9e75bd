"""The matrix of terms as a Drawing: what the baseline's objects are called in the other run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.agreement.agreeing import NO_PARTNER, Agreement
from cytodesk.charts.drawing import Axis, Drawing, Heat, Reals, Series, Target
from cytodesk.charts.figures import Note
from cytodesk.charts.labels import NO_TERM
from cytodesk.charts.writing import MISSING
from cytodesk.errors import N_


def confusion_drawing(agreement: Agreement) -> Drawing:
    """Return rows of the baseline from the top, columns of the other run; terms of nobody go."""
    counts = agreement.confusion
    labels = agreement.labels
    used = [
        place
        for place, name in enumerate(labels)
        if name not in (NO_TERM,) or counts[place].any() or counts[:, place].any()
    ]
    counts = counts[np.ix_(used, used)]
    names = tuple(labels[place] for place in used)
    sums = counts.sum(axis=1, keepdims=True)
    shares: Reals = np.divide(counts, sums, out=np.zeros(counts.shape), where=sums > 0)
    shares[-1, -1] = np.nan
    size = len(names)
    order = [(row, column) for row in reversed(range(size)) for column in range(size)]
    one, other = agreement.prepared.baseline.name, agreement.prepared.other.name
    hover = N_("{baseline} {row}, {other} {column}: {count} ({percent} % of the row)")
    edges: Reals = np.arange(size + 1, dtype=np.float64) - 0.5
    return Drawing(
        key="confusion",
        title=Note(N_("Terms")),
        sentence=agreement.sentence(),
        caption=Note(
            N_("Rows {baseline}, columns {other}; share of the row; a cell shows its objects."),
            {"baseline": one, "other": other},
        ),
        x=Axis(N_("Term"), categories=names),
        y=Axis(N_("Term"), categories=tuple(reversed(names))),
        series=(
            Series(
                other,
                (
                    Heat(
                        edges,
                        edges,
                        shares[::-1],
                        0.0,
                        1.0,
                        labels=tuple(_label(counts, shares, *cell) for cell in order),
                        targets=[Target(cell=(names[row], names[col])) for row, col in order],
                        hovers=[
                            Note(
                                hover,
                                {
                                    "baseline": one,
                                    "other": other,
                                    "row": _named(names[row]),
                                    "column": _named(names[col]),
                                    "count": int(counts[row, col]),
                                    "percent": round(100 * float(np.nan_to_num(shares[row, col]))),
                                },
                            )
                            for row, col in order
                        ],
                    ),
                ),
            ),
        ),
    )


def _label(counts: NDArray[np.int64], shares: Reals, row: int, column: int) -> Note:
    if np.isnan(shares[row, column]):
        return Note(MISSING)
    share = round(100 * float(shares[row, column]))
    return Note("{count}\n{share} %", {"count": int(counts[row, column]), "share": share})


def _named(name: str) -> object:
    return Note(name) if name in (NO_TERM, NO_PARTNER) else name
