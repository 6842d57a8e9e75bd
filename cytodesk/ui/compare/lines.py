"""The lines of the table 'What differs', from a Comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cytodesk.assets import Words
from cytodesk.charts.comparison import ComparedRun, Comparison, MetricRow
from cytodesk.charts.drawing import Reals
from cytodesk.charts.figures import Level, Metric
from cytodesk.charts.parameters import ParameterValue
from cytodesk.charts.statistics.aggregates import Aggregate
from cytodesk.charts.tables import STATES
from cytodesk.charts.writing import MINUS, MISSING, elided, number
from cytodesk.errors import N_
from cytodesk.ui.compare.changes import exact, shares_of, signed, steps_of, verdict_on

_SECONDS = "s"
_LONGEST_FACT = 24
"""Letters of a path or an address: longer ones would push other runs out of sight."""


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
    """Parameters, facts of the run, or results."""
    figures: tuple[object, ...] = ()
    """The values with all their digits, for other programs; none where there are no others."""
    spark: tuple[Reals, ...] = field(default=(), compare=False)
    """The figure on each image, a line per run."""


def lines_of(
    comparison: Comparison, words: Words, sparks: Mapping[Metric, tuple[Reals, ...]] | None = None
) -> list[Line]:
    """Return what differs first: parameters, then pooled figures, then durations."""
    return [
        *parameter_lines(comparison, words),
        *figure_lines(comparison, words, sparks or {}),
        _duration_line(comparison.runs, words),
    ]


def tabled(runs: Sequence[ComparedRun], lines: Sequence[Line], words: Words) -> list[list[object]]:
    """Return a table for other programs: all digits, a column per run, missing is empty."""
    header: list[object] = [words("Name"), words("Unit"), *(run.name for run in runs)]
    rows = [
        [
            line.name,
            line.unit,
            *(
                "" if each is None or each == MISSING else each
                for each in line.figures or line.values
            ),
        ]
        for line in lines
    ]
    return [header, *rows]


def parameter_lines(comparison: Comparison, words: Words) -> Iterator[Line]:
    group = words("Parameters")
    for row in comparison.parameters:
        values = tuple(_value(value, words) for value in row.values)
        figures = tuple(None if value is None else value.shown for value in row.values)
        steps = steps_of(row)
        yield Line(row.human_name, "", values, steps, row.differs, group=group, figures=figures)


def fact_lines(comparison: Comparison, words: Words) -> Iterator[Line]:
    """Return what is not a parameter and may explain a difference all the same."""
    group = words("Analysis")
    runs = comparison.runs
    for name, values in (
        (N_("Algorithm"), tuple(run.algorithm or MISSING for run in runs)),
        (N_("Version"), tuple(run.environment.version or MISSING for run in runs)),
        (N_("Descriptor"), tuple(run.environment.descriptor_hash[:12] or MISSING for run in runs)),
        (
            N_("Place"),
            tuple(elided(run.environment.place or MISSING, _LONGEST_FACT) for run in runs),
        ),
        (N_("Environment"), tuple(_made_with(run) for run in runs)),
        (N_("State"), tuple(words(STATES[run.state]) for run in runs)),
        (N_("Tags"), tuple(", ".join(run.tags) or MISSING for run in runs)),
    ):
        nothing = ("",) * len(runs)
        yield Line(words(name), "", values, nothing, len(set(values)) > 1, group=group)
    yield replace(_duration_line(runs, words), group=group)


def _made_with(run: ComparedRun) -> str:
    said = run.environment.image_digest[:19] or run.environment.interpreter or MISSING
    return elided(said, _LONGEST_FACT)


def figure_lines(
    comparison: Comparison, words: Words, sparks: Mapping[Metric, tuple[Reals, ...]]
) -> Iterator[Line]:
    for row in comparison.metrics:
        if row.metric.level is Level.RUN:
            name = replace(row.metric, unit="").said(words)
            yield _figure_line(row, name, words, sparks.get(row.metric, ()))


def image_lines(rows: Sequence[MetricRow], words: Words) -> list[Line]:
    """Return a line per image, the one on which the runs differ most first."""
    ordered = sorted(rows, key=_spread, reverse=True)
    return [_figure_line(row, _image(row, words), words) for row in ordered]


def _image(row: MetricRow, words: Words) -> str:
    image = row.metric.image
    return words(image) if image else MISSING


def _spread(row: MetricRow) -> float:
    known = [value for value in row.values if value is not None]
    return max(known) - min(known) if known else -1.0


_AGGREGATES: tuple[tuple[str, Callable[[Aggregate], float | None], bool], ...] = (
    (N_("Images"), lambda each: float(each.n), False),
    (N_("Images without it"), lambda each: float(each.missing), False),
    (N_("Mean"), lambda each: each.mean, True),
    (N_("Standard deviation"), lambda each: each.sd, True),
    (N_("Median"), lambda each: each.median, True),
    (N_("Lower quartile"), lambda each: each.quartile_low, True),
    (N_("Upper quartile"), lambda each: each.quartile_high, True),
    (N_("Least"), lambda each: each.smallest, True),
    (N_("Greatest"), lambda each: each.largest, True),
    (N_("95 % interval of the mean, from"), lambda each: each.low, True),
    (N_("95 % interval of the mean, to"), lambda each: each.high, True),
)


def aggregate_lines(metric: Metric, found: Sequence[Aggregate], words: Words) -> list[Line]:
    """Return what the images of each run come down to, a line per statistic."""
    lines = []
    for name, value, has_unit in _AGGREGATES:
        own = replace(metric, unit=metric.unit if has_unit else "")
        row = MetricRow(own, tuple(value(each) for each in found))
        lines.append(replace(_figure_line(row, words(name), words), metric=""))
    return lines


def _figure_line(row: MetricRow, name: str, words: Words, spark: tuple[Reals, ...] = ()) -> Line:
    metric = row.metric
    values = tuple(number(value, words.language) for value in row.values)
    differs = len(set(row.values)) > 1
    verdicts = tuple(verdict_on(change, row.direction) for change in row.changes)
    shares = shares_of(row, words)
    return Line(
        name=name,
        unit=metric.unit,
        values=values,
        changes=shares,
        differs=differs,
        metric=str(metric.name),
        verdicts=verdicts,
        group=words("Results"),
        figures=row.values,
        spark=spark,
    )


def _value(value: ParameterValue | None, words: Words) -> str:
    if value is None:
        return MISSING
    return (
        value.shown.replace("-", MINUS, 1)
        if exact(value) is not None
        else (value.shown or words("(empty)"))
    )


def _duration_line(runs: Sequence[ComparedRun], words: Words) -> Line:
    baseline, language = runs[0].duration, words.language
    changes = [""]
    for run in runs[1:]:
        known = run.duration is not None and baseline is not None
        step = round(run.duration - baseline, 1) if known else None  # type: ignore[operator]
        changes.append(MISSING if step is None else signed(number(step, language)) if step else "0")
    lasted = (None if run.duration is None else round(run.duration, 1) for run in runs)
    values = tuple(number(each, language) for each in lasted)
    differs = len(set(values)) > 1
    group = words("Analysis")
    figures = tuple(run.duration for run in runs)
    return Line(
        words("Duration"), _SECONDS, values, tuple(changes), differs, group=group, figures=figures
    )
