"""A Drawing on axes of matplotlib."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from cytodesk.charts.axes import (
    Axis,
    Ticks,
    Vertical,
)
from cytodesk.charts.drawing import (
    Bars,
    Drawing,
    Rule,
)
from cytodesk.charts.figures import language_of, untranslated
from cytodesk.charts.writing import elided, number
from cytodesk.reports.colours import HAIRLINE, INK, MARKERS, SOFT, fill_of, stroke_of
from cytodesk.reports.marks import paint
from cytodesk.reports.room import (
    LEGEND_COLUMNS,
    LONGEST_CATEGORY,
    MOST_IN_LEGEND,
    has_notes,
    is_named_beside,
    is_slanted,
    named_in,
)

Translate = Callable[[str], str]
_MOST_CATEGORIES = 30
_RULE_LINE = 9.0
"""Points from one name of a line of reference to the next."""
_STEPS = (1, 2, 2.5, 5, 10)
"""Ticks stand at multiples of these."""


def paint_drawing(drawing: Drawing, axes: Axes, translate: Translate = untranslated) -> None:
    """Paint a drawing that is not empty; title and sentence are left to the page."""
    for series in drawing.series:
        for mark in series.marks:
            paint(mark, series, axes, drawing, translate)
    if any(isinstance(mark, Bars) for series in drawing.series for mark in series.marks):
        axes.margins(y=0.2 if drawing.is_crowded else 0.1)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(HAIRLINE)
    axes.tick_params(which="both", length=0, labelsize=8, labelcolor=SOFT)
    _axis(drawing.x, axes, translate, is_x=True)
    _axis(drawing.y, axes, translate, is_x=False)
    if drawing.verticals:
        _verticals(drawing.verticals, axes, translate)
    _legend(drawing, axes)
    _name_rules(drawing, axes, translate)


def _axis(axis: Axis, axes: Axes, translate: Translate, *, is_x: bool) -> None:
    title = translate(axis.title) if axis.title else ""
    label = f"{title} ({axis.unit})" if axis.unit else title
    one = axes.xaxis if is_x else axes.yaxis
    one.set_label_text(label, fontsize=8, color=SOFT)
    if axis.is_log:
        (axes.set_xscale if is_x else axes.set_yscale)("log")
    _limits(axis, axes, is_x=is_x)
    if axis.categories:
        _categories(axis, axes, translate, is_x=is_x)
        return
    language = language_of(translate)
    form = _FORMATS[axis.ticks]
    one.set_major_formatter(FuncFormatter(lambda value, _: form(value, language)))
    if not axis.is_log:
        is_whole = axis.ticks is Ticks.WHOLE
        one.set_major_locator(MaxNLocator(nbins=6, integer=is_whole, steps=_STEPS))
    one.grid(True, color=HAIRLINE, linewidth=0.6)
    axes.set_axisbelow(True)


def _limits(axis: Axis, axes: Axes, *, is_x: bool) -> None:
    if axis.categories:
        ends = (-0.6, len(axis.categories) - 0.4)
        (axes.set_xlim if is_x else axes.set_ylim)(*ends)
        return
    if axis.is_log:
        return
    low, high = (axes.get_xlim if is_x else axes.get_ylim)()
    # The least of the marks themselves, without the margin that matplotlib adds.
    least = axes.dataLim.x0 if is_x else axes.dataLim.y0
    low = low if axis.low is None or least < axis.low - 1e-9 else axis.low
    high = high if axis.high is None else axis.high
    if low == high:
        low, high = low - 0.5, high + 0.5
    (axes.set_xlim if is_x else axes.set_ylim)(low, high)


def _categories(axis: Axis, axes: Axes, translate: Translate, *, is_x: bool) -> None:
    """Name the places of an axis; of too many, every second, third, ... one."""
    names = axis.categories
    step = -(-len(names) // _MOST_CATEGORIES) if is_x else 1
    places = list(range(0, len(names), max(1, step)))
    texts = [elided(translate(names[place]), LONGEST_CATEGORY) for place in places]
    if is_x and step == 1 and has_notes(axis):
        texts = [f"{t}\n{n.said(translate)}" for t, n in zip(texts, axis.notes, strict=True)]
    one = axes.xaxis if is_x else axes.yaxis
    one.set_ticks(places, texts)
    if is_x and is_slanted(axis):
        for label in axes.get_xticklabels():
            label.set(rotation=40, ha="right", rotation_mode="anchor", fontsize=7)


def _number(value: float, language: str) -> str:
    return number(value if value == int(value) else float(f"{value:.6g}"), language)


def _share(value: float, language: str) -> str:
    return f"{_number(round(100 * value, 6), language)} %"


def _instant(value: float, language: str) -> str:
    instant = datetime.datetime.fromtimestamp(value / 1000, datetime.UTC)
    return instant.strftime("%Y-%m-%d\n%H:%M")


_FORMATS = {
    Ticks.NUMBER: _number,
    Ticks.WHOLE: _number,
    Ticks.SHARE: _share,
    Ticks.INSTANT: _instant,
}


def _verticals(verticals: Sequence[Vertical], axes: Axes, translate: Translate) -> None:
    """Paint the axes of parallel coordinates, with their ends."""
    axes.set_yticks([])
    axes.set_xlim(-0.3, len(verticals) - 0.7)
    axes.set_ylim(-0.12, 1.12)
    names = [f"{elided(translate(v.title), 16)}\n{v.unit}".strip() for v in verticals]
    axes.xaxis.set_ticks(range(len(verticals)), names)
    axes.grid(False)
    language = language_of(translate)
    for place, vertical in enumerate(verticals):
        axes.plot([place, place], [0, 1], color=SOFT, linewidth=0.8, zorder=1)
        ends = (vertical.names[0], vertical.names[-1]) if vertical.names else None
        texts = ends or (number(vertical.low, language), number(vertical.high, language))
        for text, y, side in zip(texts, (-0.02, 1.02), ("top", "bottom"), strict=True):
            axes.text(place, y, elided(text, 12), ha="center", va=side, fontsize=7, color=INK)


def _legend(drawing: Drawing, axes: Axes) -> None:
    """Name the runs, row by row, unless the axis already does."""
    named = named_in(drawing)
    if not named:
        return
    shown = named[:MOST_IN_LEGEND] if len(named) <= MOST_IN_LEGEND else named[: MOST_IN_LEGEND - 1]
    handles = [
        Line2D(
            [],
            [],
            color=stroke_of(series.look),
            marker=MARKERS[series.look.shape] if series.look else "",
            markerfacecolor=fill_of(series.look),
            markersize=5,
            linewidth=1.2,
        )
        for series in shown
    ]
    texts = [series.name for series in shown]
    if len(named) > len(shown):
        handles.append(Line2D([], [], linestyle=""))
        texts.append(f"+ {len(named) - len(shown)}")
    columns = min(LEGEND_COLUMNS, len(texts))
    # matplotlib fills column after column.
    order = [at for column in range(columns) for at in range(column, len(texts), columns)]
    axes.legend(
        [handles[at] for at in order],
        [texts[at] for at in order],
        fontsize=7,
        frameon=False,
        labelcolor=SOFT,
        ncols=columns,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        borderpad=0.2,
        borderaxespad=0.7,
        handletextpad=0.5,
        columnspacing=1.2,
    )


def _name_rules(drawing: Drawing, axes: Axes, translate: Translate) -> None:
    """Write the names of level lines at the right, from below, none on another."""
    rules = [mark for series in drawing.series for mark in series.marks if is_named_beside(mark)]
    lowest = float("-inf")
    for rule in sorted((mark for mark in rules if isinstance(mark, Rule)), key=lambda r: r.at):
        _, at = axes.transData.transform((0, rule.at)) * 72 / axes.figure.dpi
        lowest = max(at, lowest + _RULE_LINE)
        axes.annotate(
            rule.label.said(translate),
            (1, rule.at),
            (4, lowest - at),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=7,
            color=SOFT,
            annotation_clip=False,
        )
