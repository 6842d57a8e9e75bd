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
    Boxes,
    Drawing,
)
from cytodesk.charts.figures import language_of, untranslated
from cytodesk.charts.writing import elided, number
from cytodesk.reports.colours import HAIRLINE, INK, MARKERS, SOFT, fill_of, stroke_of
from cytodesk.reports.marks import paint

Translate = Callable[[str], str]
_MOST_CATEGORIES = 12
_LONGEST_CATEGORY = 14
_MOST_IN_LEGEND = 12
_LEGEND_COLUMNS = 6
_ROOM_FOR_LABELS = 30
"""Of more bars in a chart, labels would stand on each other."""


def paint_drawing(drawing: Drawing, axes: Axes, translate: Translate = untranslated) -> None:
    """Paint a drawing that is not empty; title and sentence are left to the page."""
    bars = sum(len(m.x) for s in drawing.series for m in s.marks if isinstance(m, Bars))
    for series in drawing.series:
        for mark in series.marks:
            paint(mark, series, axes, translate, has_room=bars <= _ROOM_FOR_LABELS)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(HAIRLINE)
    axes.tick_params(which="both", length=0, labelsize=8, labelcolor=SOFT)
    _axis(drawing.x, axes, translate, is_x=True)
    _axis(drawing.y, axes, translate, is_x=False)
    if drawing.verticals:
        _verticals(drawing.verticals, axes, translate)
    _legend(drawing, axes)


def _axis(axis: Axis, axes: Axes, translate: Translate, *, is_x: bool) -> None:
    title = translate(axis.title) if axis.title else ""
    label = f"{title} ({axis.unit})" if axis.unit else title
    one = axes.xaxis if is_x else axes.yaxis
    one.set_label_text(label, fontsize=8, color=SOFT)
    if axis.is_log:
        (axes.set_xscale if is_x else axes.set_yscale)("log")
    _limits(axis, axes, is_x=is_x)
    if axis.categories:
        _categories(axis.categories, axes, translate, is_x=is_x)
        return
    language = language_of(translate)
    form = _FORMATS[axis.ticks]
    one.set_major_formatter(FuncFormatter(lambda value, _: form(value, language)))
    if not axis.is_log:
        one.set_major_locator(MaxNLocator(nbins=6, integer=axis.ticks is Ticks.WHOLE))
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
    low = low if axis.low is None else min(axis.low, low) if low < axis.low - 1e-9 else axis.low
    high = high if axis.high is None else axis.high
    if low == high:
        low, high = low - 0.5, high + 0.5
    (axes.set_xlim if is_x else axes.set_ylim)(low, high)


def _categories(names: Sequence[str], axes: Axes, translate: Translate, *, is_x: bool) -> None:
    """Name the places of an axis; of too many, every second, third, ... one."""
    step = -(-len(names) // _MOST_CATEGORIES) if is_x else 1
    places = list(range(0, len(names), max(1, step)))
    texts = [elided(translate(names[place]), _LONGEST_CATEGORY) for place in places]
    one = axes.xaxis if is_x else axes.yaxis
    one.set_ticks(places, texts)
    if is_x and max(map(len, texts)) * len(texts) > 70:
        for label in axes.get_xticklabels():
            label.set(rotation=30, ha="right", rotation_mode="anchor")


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
    """Name the runs, unless the axis already does."""
    named = drawing.legend
    says_it = drawing.x.categories and all(s.name in drawing.x.categories for s in named)
    if len(named) < 2 or says_it:
        return
    shown = named[:_MOST_IN_LEGEND]
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
    axes.legend(
        handles,
        texts,
        fontsize=7,
        frameon=False,
        labelcolor=SOFT,
        ncols=min(_LEGEND_COLUMNS, len(texts)),
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        borderaxespad=0.2,
        handletextpad=0.5,
        columnspacing=1.2,
    )


def height_of(drawing: Drawing) -> float:
    """Return how many inches high a drawing wants to be on paper."""
    rows = len(drawing.y.categories)
    has_boxes = any(isinstance(mark, Boxes) for s in drawing.series for mark in s.marks)
    return max(2.6 if has_boxes else 2.4, 0.9 + 0.3 * rows) + legend_height_of(drawing)


def legend_height_of(drawing: Drawing) -> float:
    """Return how many inches of that its legend takes beyond one line."""
    lines = -(-min(len(drawing.legend), _MOST_IN_LEGEND + 1) // _LEGEND_COLUMNS)
    return 0.16 * max(0, lines - 1)
