"""A comparison as an aligned table for a terminal, in blocks that fit its width."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from cytodesk.charts.comparison import Comparison, MetricRow
from cytodesk.charts.figures import Level, untranslated
from cytodesk.charts.parameters import ParameterRow, ParameterValue
from cytodesk.charts.writing import MISSING, columns, elided, plain, plain_signed
from cytodesk.errors import N_
from cytodesk.wire.runs import RunState

_GAP = "  "
_NARROWEST = 60
"""Below this, numbers would have to be cut, and numbers are never cut."""

_Translate = Callable[[str], str]

STATES = {
    RunState.CREATED: N_("not started"),
    RunState.QUEUED: N_("waiting"),
    RunState.RUNNING: N_("running"),
    RunState.SUCCEEDED: N_("done"),
    RunState.FAILED: N_("failed"),
    RunState.LOST: N_("lost"),
    RunState.CANCELLED: N_("cancelled"),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A label, a text per run, and for figures a change per run; a heading has neither."""

    label: str
    values: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


def as_text(
    comparison: Comparison,
    translate: Callable[[str], str] = untranslated,
    width: int = 80,
    *,
    by_image: bool = False,
) -> str:
    """Return `comparison` in lines of at most `width` columns (60 at the least).

    Beside each figure stands its signed change against the first run. Runs that do not fit beside
    each other follow in further blocks, each with the baseline in front. `by_image` adds the
    figures of every image to the pooled ones.
    """
    width = max(width, _NARROWEST)
    lines = list(_lines(comparison, translate, by_image))
    label_width = min(max(columns(line.label) for line in lines), width * 2 // 5)
    cap = (width - label_width) // 3 - len(_GAP)
    widths = [_widths(lines, run, cap) for run in range(len(comparison.runs))]
    said = [comparison.plain_sentence(translate), *(n.said(translate) for n in comparison.notes)]
    blocks = [
        _block(lines, label_width, block, widths) for block in _blocks(widths, width - label_width)
    ]
    first, *notes = ["\n".join(_wrapped(text, width)) for text in said]
    return "\n\n".join([first, *blocks, *(["\n".join(notes)] if notes else [])]) + "\n"


def _lines(comparison: Comparison, translate: _Translate, by_image: bool) -> Iterator[_Line]:
    runs = comparison.runs
    yield _Line(translate(N_("Analysis")), tuple(run.name for run in runs))
    yield _Line(translate(N_("Algorithm")), tuple(run.algorithm or MISSING for run in runs))
    yield _Line(translate(N_("State")), tuple(translate(STATES[run.state]) for run in runs))
    created = [_date_and_time(run.created) for run in runs]
    yield _Line(translate(N_("Created (UTC)")), tuple(date for date, _ in created))
    yield _Line("", tuple(time for _, time in created))
    yield _Line(translate(N_("Duration (s)")), tuple(plain(run.duration) for run in runs))
    if comparison.parameters:
        yield _Line("")
        yield _Line(translate(N_("Parameters (≠ differs)")))
    for row in comparison.parameters:
        yield _parameter_line(row, translate)
    shown = [row for row in comparison.metrics if by_image or row.metric.level is Level.RUN]
    for image, rows in groupby(shown, key=lambda row: row.metric.image):
        yield _Line("")
        yield _Line(translate(N_("Results")) if image is None else image)
        yield from (_figures_line(row, translate) for row in rows)


def _figures_line(row: MetricRow, translate: _Translate) -> _Line:
    return _Line(
        "  " + replace(row.metric, image=None).said(translate),
        tuple(plain(value) for value in row.values),
        tuple(plain_signed(change) for change in row.changes),
    )


def _parameter_line(row: ParameterRow, translate: _Translate) -> _Line:
    values = tuple(_value(value, translate) for value in row.values)
    return _Line(f"{'≠' if row.differs else ' '} {row.human_name}", values)


def _value(value: ParameterValue | None, translate: _Translate) -> str:
    if value is None:
        return MISSING
    shown = value.shown or '""'
    mark = translate(N_("(default)"))
    return f"{shown} {mark}" if value.is_default else shown


def _date_and_time(milliseconds: int | None) -> tuple[str, str]:
    if milliseconds is None:
        return MISSING, ""
    instant = datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.UTC)
    return instant.strftime("%Y-%m-%d"), instant.strftime("%H:%M:%S")


def _widths(lines: Sequence[_Line], run: int, cap: int) -> tuple[int, int]:
    """Return the widths of a run's values and of its changes."""
    values = max((columns(line.values[run]) for line in lines if line.values), default=0)
    changes = max((columns(line.changes[run]) for line in lines if line.changes), default=0)
    return min(values, cap), min(changes, cap) if run else 0


def _blocks(widths: Sequence[tuple[int, int]], room: int) -> Iterator[list[int]]:
    """Yield which runs stand beside each other; the baseline is in every block."""
    block, taken = [0], _taken(widths[0])
    for run in range(1, len(widths)):
        if len(block) > 1 and taken + _taken(widths[run]) > room:
            yield block
            block, taken = [0], _taken(widths[0])
        block.append(run)
        taken += _taken(widths[run])
    yield block


def _taken(widths: tuple[int, int]) -> int:
    return sum(len(_GAP) + width for width in widths if width)


def _block(
    lines: Sequence[_Line],
    label_width: int,
    block: Sequence[int],
    widths: Sequence[tuple[int, int]],
) -> str:
    return "\n".join(_written(line, label_width, block, widths).rstrip() for line in lines)


def _written(
    line: _Line, label_width: int, block: Sequence[int], widths: Sequence[tuple[int, int]]
) -> str:
    cells = [_left(line.label, label_width)]
    for run in block:
        value_width, change_width = widths[run]
        cells.append(_right(line.values[run] if line.values else "", value_width))
        if change_width:
            cells.append(_right(line.changes[run] if line.changes else "", change_width))
    return _GAP.join(cells)


def _left(text: str, width: int) -> str:
    indent = text[: len(text) - len(text.lstrip())]
    short = indent + elided(text, width - len(indent))
    return short + " " * (width - columns(short))


def _right(text: str, width: int) -> str:
    short = elided(text, width)
    return " " * (width - columns(short)) + short


def _wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in (elided(word, width) for word in text.split()):
        if line and columns(line) + 1 + columns(word) > width:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
    yield line
