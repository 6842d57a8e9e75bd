"""One chart in a file: as a picture, or its numbers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from cytodesk.charts.drawing import Drawing
from cytodesk.charts.drawings.data import as_csv
from cytodesk.charts.figures import untranslated
from cytodesk.errors import N_, BadInput
from cytodesk.reports.blocks import ids_of
from cytodesk.reports.colours import INK, SOFT
from cytodesk.reports.painting import paint_drawing
from cytodesk.reports.room import room_of
from cytodesk.reports.ruler import wrapped

WIDTH = 7.0
"""Inches of a figure on paper."""
_DPI = 200
_OTHER_SCRIPTS = ("Noto Sans CJK SC", "Noto Sans CJK JP", "Microsoft YaHei", "PingFang SC")


@contextmanager
def paper_style() -> Iterator[None]:
    """Write text as text: it can be searched and copied, and needs no font that is not inside."""
    style: dict[Any, Any] = {
        "font.family": list(_families()),
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": "cytodesk",
        "axes.unicode_minus": True,
        "text.parse_math": False,
    }
    with mpl.rc_context(style):
        yield


@cache
def _families() -> tuple[str, ...]:
    there = set(fontManager.get_font_names())
    return ("DejaVu Sans", *(name for name in _OTHER_SCRIPTS if name in there))


def save_drawing(
    drawing: Drawing, path: Path, translate: Callable[[str], str] = untranslated
) -> None:
    """Write a drawing to `path`: .png, .svg, .pdf, or .csv for its numbers.

    Raises BadInput for another ending.
    """
    ending = path.suffix.lower().lstrip(".")
    if ending == "csv":
        path.write_text(as_csv(drawing, translate), encoding="utf-8")
        return
    if ending not in ("png", "svg", "pdf"):
        template = N_("{path} ends in none of .png, .svg, .pdf and .csv.")
        raise BadInput(template, path=path)
    path.write_bytes(picture_of(drawing, ending, translate))


def picture_of(
    drawing: Drawing, ending: str, translate: Callable[[str], str] = untranslated
) -> bytes:
    """Return a drawing as `png`, `svg` or `pdf`, with its title, sentence and caption."""
    with paper_style():
        figure = figure_of(drawing, translate)
        file = io.BytesIO()
        # Without a date the same drawing gives the same file.
        metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(ending)
        figure.savefig(file, format=ending, dpi=_DPI, metadata=metadata)
    return file.getvalue()


def figure_of(drawing: Drawing, translate: Callable[[str], str]) -> Figure:
    """Return a figure of matplotlib with words above and below the chart."""
    above = [
        *((line, 10, INK) for line in wrapped(drawing.title.said(translate), 10, WIDTH - 0.4)),
        *((line, 8, INK) for line in wrapped(drawing.sentence.said(translate), 8, WIDTH - 0.4)),
    ]
    notes = [note.said(translate) for note in (drawing.caption, *drawing.left_out)]
    notes.append(ids_of(drawing, translate))
    below = [line for note in notes for line in wrapped(note, 7, WIDTH - 0.4)]
    room = room_of(drawing)
    chart = 0.0 if drawing.is_empty else room.height
    head, foot = 0.15 + 0.19 * len(above), 0.1 + 0.15 * len(below)
    height = head + chart + foot
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(figure)
    for place, (line, size, colour) in enumerate(above):
        y = 1 - (0.08 + 0.19 * place) / height
        figure.text(0.2 / WIDTH, y, line, fontsize=size, color=colour, va="top")
    for place, line in enumerate(below):
        y = (foot - 0.05 - 0.15 * place) / height
        figure.text(0.2 / WIDTH, y, line, fontsize=7, color=SOFT, va="top")
    if chart:
        left, right = room.left + 0.1, room.right + 0.2
        axes = figure.add_axes(
            (
                left / WIDTH,
                (foot + room.below) / height,
                (WIDTH - left - right) / WIDTH,
                room.inner / height,
            )
        )
        paint_drawing(drawing, axes, translate)
    return figure
