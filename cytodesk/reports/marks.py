"""Each kind of mark by matplotlib."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from cytodesk.charts.drawing import (
    Bars,
    Boxes,
    Dots,
    Drawing,
    Heat,
    Line,
    Mark,
    Rule,
    Series,
    Steps,
    Violins,
)
from cytodesk.charts.figures import language_of
from cytodesk.charts.looks import Dash
from cytodesk.reports.bars import paint_bars
from cytodesk.reports.colours import INK, MARKERS, SOFT, fill_of, stroke_of

Translate = Callable[[str], str]
_MARKED_EVERY = 4
_DASHES = {Dash.SOLID: "-", Dash.DASHED: "--", Dash.DOTTED: ":", Dash.DASH_DOT: "-."}


def paint(mark: Mark, series: Series, axes: Axes, drawing: Drawing, translate: Translate) -> None:
    """Paint one mark of `drawing`."""
    match mark:
        case Bars():
            paint_bars(mark, series, axes, drawing, language_of(translate))
        case Boxes():
            _boxes(mark, series, axes)
        case Violins():
            _violin(mark, series, axes)
        case Dots():
            _dots(mark, series, axes, 26 if len(mark.x) == 1 or not drawing.is_crowded else 12)
            _words(mark, series, axes, drawing)
        case Line():
            _line(mark, series, axes, drawing.series.index(series))
        case Steps():
            _steps(mark, series, axes)
        case Heat():
            _heat(mark, axes, translate)
        case Rule():
            _rule(mark, axes, translate)
        case _:
            assert_never(mark)


def _boxes(mark: Boxes, series: Series, axes: Axes) -> None:
    stroke = stroke_of(series.look)
    for x, box in zip(mark.x.tolist(), mark.boxes, strict=True):
        if box is None:
            continue
        left, right = x - mark.width / 2, x + mark.width / 2
        axes.add_patch(
            Rectangle(
                (left, box.quartile_low),
                mark.width,
                box.quartile_high - box.quartile_low,
                facecolor=fill_of(series.look) + "55",
                edgecolor=stroke,
                linewidth=1,
                zorder=2,
            )
        )
        for low, high in (
            (box.whisker_low, box.quartile_low),
            (box.quartile_high, box.whisker_high),
        ):
            axes.plot([x, x], [low, high], color=stroke, linewidth=1, zorder=2)
        axes.plot([left, right], [box.median] * 2, color=stroke, linewidth=1.8, zorder=4)
        axes.plot([x], [box.mean], marker="_", color=INK, markersize=5, zorder=4)


def _violin(mark: Violins, series: Series, axes: Axes) -> None:
    axes.fill_betweenx(
        mark.y,
        mark.x - mark.half,
        mark.x + mark.half,
        facecolor=fill_of(series.look) + "55",
        edgecolor=stroke_of(series.look),
        linewidth=0.8,
    )


def _dots(mark: Dots, series: Series, axes: Axes, size: float) -> None:
    if mark.low is not None and mark.high is not None:
        axes.vlines(mark.x, mark.low, mark.high, color=stroke_of(series.look), linewidth=1)
    axes.scatter(
        mark.x,
        mark.y,
        s=6 if mark.is_faint else size,
        marker=MARKERS[series.look.shape] if series.look else "o",
        facecolor=fill_of(series.look),
        edgecolor=stroke_of(series.look),
        linewidth=0.3 if mark.is_faint else 0.8,
        alpha=0.6 if mark.is_faint else 1,
        zorder=3,
        clip_on=False,
    )


def _words(mark: Dots, series: Series, axes: Axes, drawing: Drawing) -> None:
    """Name the dot of each of many runs; say how many dots lie on each other."""
    style: dict[str, Any] = {"textcoords": "offset points", "fontsize": 6, "color": SOFT}
    if mark.is_faint:
        return
    if len(mark.x) == 1 and not drawing.x.categories and drawing.is_crowded:
        axes.annotate(series.name, (mark.x[0], mark.y[0]), (5, 4), **style)
    points = np.column_stack([mark.x, mark.y])
    for (x, y), count in zip(*np.unique(points, axis=0, return_counts=True), strict=True):
        if count > 1:
            axes.annotate(f"×{count}", (x, y), (4.5, 2), **style)


def _line(mark: Line, series: Series, axes: Axes, place: int) -> None:
    if mark.low is not None and mark.high is not None:
        axes.fill_between(mark.x, mark.low, mark.high, color=fill_of(series.look), alpha=0.2)
    axes.plot(
        mark.x,
        mark.y,
        color=stroke_of(series.look) if series.look else SOFT,
        linestyle=_DASHES[series.look.dash] if series.look else "-",
        linewidth=1.2 if series.look else 0.9,
        marker=MARKERS[series.look.shape] if series.look else "",
        markerfacecolor=fill_of(series.look),
        markersize=3.5,
        # Of lines that lie on each other each shows its shape somewhere else.
        markevery=(place % _MARKED_EVERY, _MARKED_EVERY) if len(mark.x) > 8 else None,
        zorder=2,
    )


def _steps(mark: Steps, series: Series, axes: Axes) -> None:
    style = _DASHES[series.look.dash] if series.look else "-"
    stroke = stroke_of(series.look)
    if mark.is_histogram:
        axes.stairs(mark.y, mark.x, color=stroke, linewidth=1.2, linestyle=style)
    elif len(mark.x):
        axes.step(mark.x, mark.y, where="post", color=stroke, linewidth=1.2, linestyle=style)


def _heat(mark: Heat, axes: Axes, translate: Translate) -> None:
    scale = Normalize(mark.low, mark.high)
    mesh = axes.pcolormesh(
        mark.x, mark.y, mark.values, cmap="cividis", norm=scale, edgecolor="white", linewidth=1
    )
    columns = mark.values.shape[1]
    for place, label in enumerate(mark.labels):
        row, column = divmod(place, columns)
        share = float(np.ma.filled(scale(mark.values[row, column]), np.nan))
        axes.text(
            (mark.x[column] + mark.x[column + 1]) / 2,
            (mark.y[row] + mark.y[row + 1]) / 2,
            label.said(translate),
            ha="center",
            va="center",
            fontsize=8,
            # Cividis is as far from black as from white a little below its middle.
            color="black" if share > 0.45 else "white" if share <= 0.45 else SOFT,
        )
    mesh.set_rasterized(mark.values.size > 10_000)


def _rule(mark: Rule, axes: Axes, translate: Translate) -> None:
    style: dict[str, Any] = {"color": SOFT, "linewidth": 0.9, "linestyle": _DASHES[mark.dash]}
    label = mark.label.said(translate)
    match mark.direction:
        case "upright":
            axes.axvline(mark.at, **style)
            axes.annotate(
                label, (mark.at, 1), xycoords=("data", "axes fraction"), fontsize=7, color=SOFT
            )
        case "diagonal":
            axes.axline((0, mark.at), slope=1, **style)
        case _:
            axes.axhline(mark.at, **style)
