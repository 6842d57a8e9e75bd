"""How values are distributed in each run: boxes, violins, ECDF, histogram."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cytodesk.charts.drawing import (
    Axis,
    Boxes,
    Dots,
    Drawing,
    Mark,
    Reals,
    Series,
    Steps,
    Target,
    Ticks,
    Violins,
)
from cytodesk.charts.drawings.parts import (
    MOST_DOTS,
    RunName,
    bins_of,
    box_of,
    by_run,
    density_of,
    ecdf_of,
    series_of,
    spread,
    suffix,
)
from cytodesk.charts.figures import Note
from cytodesk.errors import N_

_BOX_WIDTH = 0.5
_DOT_WIDTH = 0.36


class Form(enum.StrEnum):
    BOXES = "boxes"
    VIOLINS = "violins"
    ECDF = "ecdf"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What is distributed: per run finite values, and where each of them leads."""

    key: str
    title: str
    """What is measured, marked for translation."""
    unit: str
    runs: tuple[RunName, ...]
    values: tuple[Reals, ...]
    images: tuple[Sequence[int | None], ...] = ()
    annotations: tuple[Sequence[int | None], ...] = ()
    left_out: tuple[Note, ...] = ()
    term: str | None = None
    """Of which term the objects are; None for all."""

    @property
    def what(self) -> Note:
        if self.term is None:
            return Note(self.title)
        return Note(N_("{what} of {term}"), {"what": Note(self.title), "term": self.term})

    @property
    def count(self) -> int:
        return sum(len(column) for column in self.values)


def distribution(sample: Sample, form: Form, *, is_log: bool = False) -> Drawing:
    """Return `sample` in this form; on a log axis only what is above 0, the rest counted."""
    shown, left_out = _above_zero(sample) if is_log else (sample, ())
    medians = [float(np.median(column)) if len(column) else None for column in shown.values]
    fields = {
        "what": sample.what,
        "values": by_run(sample.runs, medians),
        "unit": suffix(sample.unit),
    }
    what = _FORMS[form]
    values = Axis(sample.title, sample.unit, is_log=is_log)
    names = Axis(N_("Analysis"), categories=tuple(run.name for run in sample.runs))
    share = Axis(N_("Share"), ticks=Ticks.SHARE, low=0.0, high=1.0)
    count = Axis(N_("Number"), ticks=Ticks.WHOLE, low=0.0)
    upright = form in (Form.BOXES, Form.VIOLINS)
    return Drawing(
        key=f"{sample.key}-{form}",
        title=Note(what.title, fields),
        sentence=_sentence(shown, medians),
        caption=Note(what.caption, {"n": by_run(sample.runs, [len(v) for v in shown.values])}),
        x=names if upright else values,
        y=values if upright else (share if form is Form.ECDF else count),
        series=what.series(shown, is_log),
        left_out=(*sample.left_out, *left_out),
    )


def _sentence(sample: Sample, medians: Sequence[float | None]) -> Note:
    if not sample.count:
        return Note(N_("No values: {what}."), {"what": sample.what})
    if sample.count == 1:
        only = next(float(column[0]) for column in sample.values if len(column))
        template = N_("There is one value only: {value}{unit}.")
        return Note(template, {"value": only, "unit": suffix(sample.unit)})
    template = N_("{what}, median: {values}{unit}.")
    values = by_run(sample.runs, medians)
    return Note(template, {"what": sample.what, "values": values, "unit": suffix(sample.unit)})


def _above_zero(sample: Sample) -> tuple[Sample, tuple[Note, ...]]:
    keep = [column > 0 for column in sample.values]
    lost = sample.count - sum(int(kept.sum()) for kept in keep)

    def kept_of(columns: tuple[Sequence[int | None], ...]) -> tuple[Sequence[int | None], ...]:
        return tuple(
            [one for one, is_kept in zip(column, kept, strict=True) if is_kept]
            for column, kept in zip(columns, keep, strict=True)
        )

    shown = Sample(
        sample.key,
        sample.title,
        sample.unit,
        sample.runs,
        tuple(column[kept] for column, kept in zip(sample.values, keep, strict=True)),
        kept_of(sample.images) if sample.images else (),
        kept_of(sample.annotations) if sample.annotations else (),
        term=sample.term,
    )
    template = N_("Left out on the logarithmic axis, not above 0: {count}.")
    return shown, ((Note(template, {"count": lost}),) if lost else ())


def _boxes(sample: Sample, _: bool) -> tuple[Series, ...]:
    return tuple(
        series_of(
            run,
            place,
            Boxes(np.array([float(place)]), (box_of(np.sort(column)),), _BOX_WIDTH),
            *_dots(sample, place),
            n=len(column),
        )
        for place, (run, column) in enumerate(zip(sample.runs, sample.values, strict=True))
    )


def _dots(sample: Sample, place: int) -> tuple[Mark, ...]:
    """Return the values of a run as dots beside its box; of too many none at all."""
    column, run = sample.values[place], sample.runs[place]
    if not 0 < len(column) <= MOST_DOTS:
        return ()
    nobody: Sequence[int | None] = [None] * len(column)
    images = sample.images[place] if sample.images else nobody
    annotations = sample.annotations[place] if sample.annotations else nobody
    template = N_("{run}: {value}{unit}")
    return (
        Dots(
            spread(len(column), float(place), _DOT_WIDTH),
            column,
            is_faint=True,
            targets=[
                Target(run.id, image, annotation)
                for image, annotation in zip(images, annotations, strict=True)
            ],
            hovers=[
                Note(template, {"run": run.name, "value": value, "unit": suffix(sample.unit)})
                for value in column.tolist()
            ],
        ),
    )


def _violins(sample: Sample, is_log: bool) -> tuple[Series, ...]:
    edges = bins_of(sample.values, is_log=is_log)
    scale = np.log10(edges) if is_log else edges
    series = []
    for place, (run, column) in enumerate(zip(sample.runs, sample.values, strict=True)):
        marks: tuple[Mark, ...] = ()
        if len(column):
            heights, density = density_of(np.log10(column) if is_log else column, scale)
            y = 10.0**heights if is_log else heights
            # Smoothing reaches beyond the values; a violin must not show what nobody measured.
            there = (y >= column.min()) & (y <= column.max())
            y, density = y[there], density[there]
            marks = (
                Violins(float(place), y, density * _BOX_WIDTH * 0.8),
                Boxes(np.array([float(place)]), (box_of(np.sort(column)),), _BOX_WIDTH / 5),
            )
        series.append(series_of(run, place, *marks, n=len(column)))
    return tuple(series)


def _ecdfs(sample: Sample, _: bool) -> tuple[Series, ...]:
    return tuple(
        series_of(run, place, Steps(*ecdf_of(np.sort(column))), n=len(column))
        for place, (run, column) in enumerate(zip(sample.runs, sample.values, strict=True))
    )


def _histograms(sample: Sample, is_log: bool) -> tuple[Series, ...]:
    edges = bins_of(sample.values, is_log=is_log)
    series = []
    for place, (run, column) in enumerate(zip(sample.runs, sample.values, strict=True)):
        counts, _ = np.histogram(column, bins=edges)
        marks = (Steps(edges, counts.astype(np.float64)),) if len(column) else ()
        series.append(series_of(run, place, *marks, n=len(column)))
    return tuple(series)


@dataclass(frozen=True, slots=True)
class _Form:
    title: str
    caption: str
    series: Callable[[Sample, bool], tuple[Series, ...]]


_FORMS = {
    Form.BOXES: _Form(
        N_("{what} of each analysis"),
        N_(
            "Box: quartiles and median; whiskers: within 1.5 interquartile ranges; dots: single "
            "values, up to 400. n: {n}."
        ),
        _boxes,
    ),
    Form.VIOLINS: _Form(
        N_("{what} of each analysis"),
        N_("Width: how often a value occurs, smoothed; box: quartiles and median. n: {n}."),
        _violins,
    ),
    Form.ECDF: _Form(
        N_("{what}: share of values up to a given one"),
        N_("Each line rises from value to value, at up to 501 evenly spaced places. n: {n}."),
        _ecdfs,
    ),
    Form.HISTOGRAM: _Form(
        N_("{what}: how often values occur"),
        N_("Height: number of values in a bin, the same bins for all analyses. n: {n}."),
        _histograms,
    ),
}
