"""Matrices of terms: what the baseline's objects are called elsewhere, what was expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.agreement.agreeing import NO_PARTNER, Agreement
from cytodesk.charts.axes import Axis
from cytodesk.charts.comparison import Comparison
from cytodesk.charts.drawing import (
    Drawing,
    Heat,
    Reals,
    Series,
    Target,
)
from cytodesk.charts.figures import Note
from cytodesk.charts.labels import NO_TERM
from cytodesk.charts.writing import MISSING
from cytodesk.errors import N_

_HOVER = N_("{baseline} {row}, {other} {column}: {count} ({percent} % of the row)")
_EXPECTED = N_("{run}, {row} expected, {column} given: {count} ({percent} % of the row)")


def confusion(agreement: Agreement) -> Drawing:
    """Return rows of the baseline from the top, columns of the other run; a click shows a cell.

    'No term' is left out where neither side has such objects.
    """
    counts, labels = agreement.confusion, agreement.labels
    used = [
        place
        for place, name in enumerate(labels)
        if name != NO_TERM or counts[place].any() or counts[:, place].any()
    ]
    counts = counts[np.ix_(used, used)]
    names = tuple(labels[place] for place in used)
    one, other = agreement.prepared.baseline.name, agreement.prepared.other.name
    heat = _heat(counts, names, _HOVER, {"baseline": one, "other": other})
    run = agreement.prepared.other.run
    return Drawing(
        key="confusion",
        title=Note(N_("Terms")),
        sentence=agreement.sentence(),
        caption=Note(
            N_("Rows {baseline}, columns {other}; share of the row. n = {n}."),
            {"baseline": one, "other": other, "n": int(counts.sum())},
        ),
        x=Axis(other, categories=names),
        y=Axis(one, categories=tuple(reversed(names))),
        series=(Series(other, (heat,), run, n=int(counts.sum())),) if counts.any() else (),
        left_out=agreement.prepared.notes,
        against=(one, agreement.prepared.baseline.run),
        hint=Note(N_("A cell shows its objects.")),
    )


def expected(comparison: Comparison) -> Iterator[Drawing]:
    """Yield, of each run that said so, which terms it gave where which were right."""
    for run, table in zip(comparison.runs, comparison.tables, strict=True):
        found = table.expected
        if found is None:
            continue
        counts = np.array(found.counts, dtype=np.int64)
        names, n = found.terms, int(counts.sum())
        fields = {"run": run.name, "right": int(np.trace(counts)), "n": n}
        heat = _heat(counts, names, _EXPECTED, {"run": run.name}, Target(run.id))
        yield Drawing(
            key=f"expected-{run.id}",
            title=Note(N_("Expected and given terms of {run}"), fields),
            sentence=Note(
                N_("{run} gave the expected term to {right} of {n} annotations."), fields
            ),
            caption=Note(N_("Rows expected, columns given; share of the row. n = {n}."), fields),
            x=Axis(N_("Given"), categories=names),
            y=Axis(N_("Expected"), categories=tuple(reversed(names))),
            series=(Series(run.name, (heat,), run.id, n=n),),
        )


def _heat(
    counts: NDArray[np.int64],
    names: Sequence[str],
    hover: str,
    sides: Mapping[str, object],
    target: Target | None = None,
) -> Heat:
    """Return the cells; each leads to `target`, without one to its objects."""
    sums = counts.sum(axis=1, keepdims=True)
    shares: Reals = np.divide(counts, sums, out=np.zeros(counts.shape), where=sums > 0)
    if names[-1] == NO_PARTNER:
        shares[-1, -1] = np.nan  # what nobody found is not known
    size = len(names)
    order = [(row, column) for row in reversed(range(size)) for column in range(size)]
    edges: Reals = np.arange(size + 1, dtype=np.float64) - 0.5
    return Heat(
        edges,
        edges,
        shares[::-1],
        0.0,
        1.0,
        labels=tuple(_label(counts, shares, *cell) for cell in order),
        targets=[_target(target, names[row], names[column]) for row, column in order],
        hovers=[_hover(counts, shares, names, cell, hover, sides) for cell in order],
        counts=counts[::-1],
        ends=(
            Note(N_("{percent} %"), {"percent": 0}),
            Note(N_("{percent} % of the row"), {"percent": 100}),
        ),
    )


def _target(run: Target | None, row: str, column: str) -> Target:
    cell = (row, column)
    return Target(cell=cell) if run is None else replace(run, cell=cell)


def _hover(
    counts: NDArray[np.int64],
    shares: Reals,
    names: Sequence[str],
    cell: tuple[int, int],
    template: str,
    sides: Mapping[str, object],
) -> Note:
    row, column = cell
    fields = {
        "row": _named(names[row]),
        "column": _named(names[column]),
        "count": int(counts[row, column]),
        "percent": round(100 * float(np.nan_to_num(shares[row, column]))),
    }
    return Note(template, {**sides, **fields})


def _label(counts: NDArray[np.int64], shares: Reals, row: int, column: int) -> Note:
    if np.isnan(shares[row, column]):
        return Note(MISSING)
    share = round(100 * float(shares[row, column]))
    return Note("{count}\n{share} %", {"count": int(counts[row, column]), "share": share})


def _named(name: str) -> object:
    return Note(name) if name in (NO_TERM, NO_PARTNER) else name
