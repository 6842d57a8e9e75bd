"""The lines of the table 'What differs', from a Comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from cytodesk.assets import Words
from cytodesk.charts.comparison import ComparedRun, Comparison, MetricRow
from cytodesk.charts.figures import Direction, Level
from cytodesk.charts.parameters import ParameterRow, ParameterValue
from cytodesk.charts.tables import STATES
from cytodesk.charts.writing import MINUS, MISSING, number
from cytodesk.errors import N_

_SECONDS = "s"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is compared: a text per run, a change per run (none for the baseline)."""

    name: str
    unit: str
    values: tuple[str, ...]
    changes: tuple[str, ...]
    differs: bool
    metric: str = ""
    """The name of the figure, "" where it is none of which more could be better."""
    verdicts: tuple[str, ...] = ()
    """Per run: good, bad or "", once somebody said which way is better."""
    group: str = ""
    """Parameters, facts of the run, results, or the image that figures are of."""


def lines_of(comparison: Comparison, words: Words, *, by_image: bool = False) -> list[Line]:
    """Return what differs first: parameters, then figures (pooled, or all), then durations."""
    return [
        *parameter_lines(comparison, words),
        *figure_lines(comparison, words, by_image=by_image),
        _duration_line(comparison.runs, words),
    ]


def parameter_lines(comparison: Comparison, words: Words) -> Iterator[Line]:
    for row in comparison.parameters:
        values = tuple(_value(value, words) for value in row.values)
        group = words("Parameters")
        yield Line(row.human_name, "", values, _steps(row), row.differs, group=group)


def fact_lines(comparison: Comparison, words: Words) -> Iterator[Line]:
    """Return what is not a parameter and may explain a difference all the same."""
    group = words("Analysis")
    runs = comparison.runs
    for name, values in (
        (N_("Algorithm"), tuple(run.algorithm or MISSING for run in runs)),
        (N_("State"), tuple(words(STATES[run.state]) for run in runs)),
    ):
        nothing = ("",) * len(runs)
        yield Line(words(name), "", values, nothing, len(set(values)) > 1, group=group)
    yield replace(_duration_line(runs, words), group=group)


def figure_lines(comparison: Comparison, words: Words, *, by_image: bool = False) -> Iterator[Line]:
    for row in comparison.metrics:
        if row.metric.level is Level.RUN or by_image:
            yield _figure_line(row, words)


def _figure_line(row: MetricRow, words: Words) -> Line:
    metric = row.metric
    name = replace(metric, unit="", image=None).said(words)
    values = tuple(number(value, words.language) for value in row.values)
    differs = len(set(row.values)) > 1
    group = metric.image or words("Results")
    verdicts = tuple(_verdict(change, row.direction) for change in row.changes)
    shares = _shares(row, words)
    return Line(name, metric.unit, values, shares, differs, str(metric.name), verdicts, group)


def _verdict(change: float | None, direction: Direction) -> str:
    if not change or direction is Direction.NONE:
        return ""
    return "good" if (change > 0) is (direction is Direction.HIGHER) else "bad"


def _shares(row: MetricRow, words: Words) -> tuple[str, ...]:
    """Return each change in per cent of the baseline; as a figure where that is 0."""
    baseline = row.values[0]
    return tuple(
        "" if place == 0 else change_of(change, baseline, words.language)
        for place, change in enumerate(row.changes)
    )


def change_of(change: float | None, baseline: float | None, language: str = "en") -> str:
    """Return `−17 %`, `+0.4 %`, `0`; a signed figure where there is no per cent of nothing."""
    if change is None or baseline is None:
        return MISSING
    if change == 0:
        return "0"
    if not baseline:
        return _signed(number(change, language))
    percent = 100 * change / abs(baseline)
    places = 0 if abs(percent) >= 10 else 1 if abs(percent) >= 0.1 else 2
    size = f"{abs(percent):,.{places}f}"
    return f"{'+' if percent > 0 else MINUS}{size} %"


def _steps(row: ParameterRow) -> tuple[str, ...]:
    """Return by how much each number differs from the baseline's, with the digits as given."""
    first = _number(row.values[0])
    steps = [""]
    for value in row.values[1:]:
        other = _number(value)
        same = first is None or other is None or other == first
        steps.append("" if same else _signed(_plain(other - first)))  # type: ignore[operator]
    return tuple(steps)


def _number(value: ParameterValue | None) -> Decimal | None:
    try:
        number = Decimal((value and value.text) or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _plain(number: Decimal) -> str:
    return f"{number:f}".replace("-", MINUS)


def _signed(text: str) -> str:
    return text if text.startswith(MINUS) else f"+{text}"


def _value(value: ParameterValue | None, words: Words) -> str:
    if value is None:
        return MISSING
    return (
        value.shown.replace("-", MINUS, 1)
        if _number(value) is not None
        else (value.shown or words("(empty)"))
    )


def _duration_line(runs: Sequence[ComparedRun], words: Words) -> Line:
    baseline = runs[0].duration
    changes = [""]
    for run in runs[1:]:
        known = run.duration is not None and baseline is not None
        step = round(run.duration - baseline, 1) if known else None  # type: ignore[operator]
        changes.append(MISSING if step is None else _signed(number(step)) if step else "0")
    values = tuple(number(None if run.duration is None else round(run.duration, 1)) for run in runs)
    differs = len(set(values)) > 1
    group = words("Analysis")
    return Line(words("Duration"), _SECONDS, values, tuple(changes), differs, group=group)
