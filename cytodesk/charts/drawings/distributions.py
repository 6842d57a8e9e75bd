"""How values are distributed in each run: boxes, violins, ECDF, histogram."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cytodesk.charts.axes import Axis, Ticks
from cytodesk.charts.drawing import (
    Boxes,
    Dots,
    Drawing,
    Mark,
    Series,
    Steps,
    Target,
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
from cytodesk.charts.drawings.samples import Origin, Sample
from cytodesk.charts.figures import Note
from cytodesk.errors import N_

_BOX_WIDTH = 0.36
_VIOLIN_WIDTH = 0.5
_MOST_WITH_DOTS = 16
"""Of more runs the boxes stand too close for dots between them."""
_DOTS_AT, _DOTS_WIDTH = 0.33, 0.2
"""How far beside the middle of its box a run's dots stand, and how wide."""


class Form(enum.StrEnum):
    BOXES = "boxes"
    VIOLINS = "violins"
    ECDF = "ecdf"
    HISTOGRAM = "histogram"


def distribution(sample: Sample, form: Form, *, is_log: bool = False) -> Drawing:
    """Return `sample` in this form; on a log axis only what is above 0, the rest counted."""
    shown = sample.above_zero() if is_log else sample
    medians = [float(np.median(column)) if len(column) else None for column in shown.values]
    fields = {
        "what": sample.what,
        "values": by_run(sample.runs, medians),
        "unit": suffix(sample.unit),
    }
    what = _FORMS[form]
    values = Axis(sample.title, sample.unit, is_log=is_log)
    names = Axis(
        N_("Analysis"),
        categories=tuple(run.name for run in sample.runs),
        notes=tuple(Note(N_("n = {n}"), {"n": len(column)}) for column in shown.values),
    )
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
        left_out=shown.left_out,
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
    """Return the values of a run as dots beside its box; of too many those at even ranks."""
    column, run, origin = sample.values[place], sample.runs[place], sample.origin(place)
    if not len(column) or len(sample.runs) > _MOST_WITH_DOTS:
        return ()
    shown = np.arange(len(column))
    if len(column) > MOST_DOTS:
        ranks = np.round(np.linspace(0, len(column) - 1, MOST_DOTS)).astype(np.intp)
        shown = np.argsort(column, kind="stable")[ranks]
    places = shown.tolist()
    return (
        Dots(
            spread(len(shown), place + _DOTS_AT, _DOTS_WIDTH),
            column[shown],
            is_faint=True,
            targets=[origin.target(run.id, at) if origin else Target(run.id) for at in places],
            hovers=[_hover(sample, run, origin, at, float(column[at])) for at in places],
        ),
    )


def _hover(sample: Sample, run: RunName, origin: Origin | None, at: int, value: float) -> Note:
    fields = {"run": run.name, "value": value, "unit": suffix(sample.unit)}
    if origin is None:
        return Note(N_("{run}: {value}{unit}"), fields)
    image = origin.images[origin.image[at]]
    return Note(N_("{run}, {image}: {value}{unit}"), {**fields, "image": image})


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
                Violins(float(place), y, density * _VIOLIN_WIDTH * 0.8),
                Boxes(np.array([float(place)]), (box_of(np.sort(column)),), _VIOLIN_WIDTH / 5),
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
            "Box: quartiles and median; whiskers: within 1.5 interquartile ranges; dots of up to "
            "16 analyses: single values, of more than 400 those at 400 even ranks. n: {n}."
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
