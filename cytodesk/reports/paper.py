"""Contents on pages of A4, as one PDF whose text can be searched and copied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure as Page
from matplotlib.lines import Line2D

from cytodesk.charts.drawing import Drawing
from cytodesk.charts.writing import elided
from cytodesk.errors import N_
from cytodesk.reports.blocks import Block, Figure, Heading, Paragraph, Table, ids_of
from cytodesk.reports.colours import HAIRLINE, INK, SOFT
from cytodesk.reports.methods import NOT_FOR_DIAGNOSIS
from cytodesk.reports.painting import paint_drawing
from cytodesk.reports.pictures import paper_style
from cytodesk.reports.room import room_of
from cytodesk.reports.ruler import width_of, wrapped
from cytodesk.reports.splitting import parts_of

Translate = Callable[[str], str]
_WIDTH, _HEIGHT = 8.27, 11.69
_MARGIN = 0.75
_ROOM = _WIDTH - 2 * _MARGIN
_BOTTOM = _HEIGHT - 0.8
_SIZES = {1: 17.0, 2: 12.0, 3: 9.5}
_TEXT = 8.5
_CELL = 7.0
_SMALLEST_CELL = 5.0
_LINE = 1.45
"""Height of a line in sizes of its letters."""
_GAP = 0.12
"""Inches between columns."""
_LONGEST_CELL = 44


def write_pdf(blocks: Iterable[Block], path: Path, translate: Translate, version: str) -> None:
    """Lay `blocks` out on pages, and write them to `path`."""
    title = translate(N_("Comparison of analyses"))
    footer = f"CytoDesk {version} · {translate(NOT_FOR_DIAGNOSIS)}"
    metadata = {"Title": title, "Creator": f"CytoDesk {version}", "CreationDate": None}
    with paper_style(), PdfPages(path, metadata=metadata) as pages:
        layout = _Layout(footer, translate)
        waiting: list[Heading] = []
        for block in blocks:
            # A heading goes to the page of what it heads.
            if isinstance(block, Heading):
                waiting.append(block)
                continue
            layout.keep_together(waiting, block)
            waiting = []
            layout.place(block)
        for page in layout.finished():
            pages.savefig(page)


class _Layout:
    """Fills page after page; `_y` is where the next thing begins, in inches from above."""

    def __init__(self, footer: str, translate: Translate) -> None:
        self._footer = footer
        self._translate = translate
        self._pages: list[Page] = []
        self._y = _BOTTOM
        self._figures = 0

    def finished(self) -> Iterator[Page]:
        for number, page in enumerate(self._pages, start=1):
            self._write(page, self._footer, _MARGIN, _HEIGHT - 0.5, 6.5, SOFT)
            place = f"{number} / {len(self._pages)}"
            page.text(
                (_WIDTH - _MARGIN) / _WIDTH,
                (0.5 - 6.5 / 72) / _HEIGHT,
                place,
                fontsize=6.5,
                color=SOFT,
                ha="right",
            )
            yield page

    def place(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraph(block.text, SOFT if block.is_soft else INK)
            case Table():
                for part in parts_of(block, self._fits):
                    self._table(part)
            case Figure():
                self._figure(block.drawing)

    def keep_together(self, headings: Sequence[Heading], block: Block) -> None:
        """Place `headings` where the beginning of `block` still fits below them."""
        high = sum(_SIZES[heading.level] / 72 * 2.8 for heading in headings)
        first = 0.9 if not isinstance(block, Figure) else 0.9 + _chart_height(block.drawing)
        if headings:
            self._need(high + first)
        for heading in headings:
            self._heading(heading)

    def _heading(self, heading: Heading) -> None:
        size = _SIZES[heading.level]
        self._need(size / 72 * 2.8)
        self._y += size / 72 * 0.9
        self._lines(heading.text, size, INK)
        self._y += size / 72 * 0.4

    def _paragraph(self, text: str, colour: str, size: float = _TEXT) -> None:
        self._lines(text, size, colour)
        self._y += 0.07

    def _lines(self, text: str, size: float, colour: str) -> None:
        for line in wrapped(text, size, _ROOM):
            self._need(size / 72 * _LINE)
            self._write(self._pages[-1], line, _MARGIN, self._y, size, colour)
            self._y += size / 72 * _LINE

    def _fits(self, table: Table) -> bool:
        return sum(_widths(table, _CELL)) <= _ROOM

    def _table(self, table: Table) -> None:
        size = _CELL
        while sum(_widths(table, size)) > _ROOM and size > _SMALLEST_CELL:
            size -= 0.5
        widths = _widths(table, size)
        spare = max(0.0, _ROOM - sum(widths))
        widths = [
            widths[0] + spare * 0.3,
            *(w + spare * 0.7 / (len(widths) - 1) for w in widths[1:]),
        ]
        height = size / 72 * 1.75
        self._need(height * 4)
        self._row(table.header, table.words, widths, size, SOFT)
        below = [*wrapped(table.caption, 7, _ROOM)]
        for at, row in enumerate(table.rows, start=1):
            # What a table means goes to the page of its last row.
            after = len(below) * 7 / 72 * _LINE if at == len(table.rows) else 0.0
            if self._y + height + after > _BOTTOM:
                self._need(_HEIGHT)
                self._row(table.header, table.words, widths, size, SOFT)
            self._row(row, table.words, widths, size, INK)
        self._y += 0.06
        self._lines(table.caption, 7, SOFT)
        self._y += 0.12

    def _row(
        self,
        cells: Sequence[str],
        words: Sequence[int],
        widths: Sequence[float],
        size: float,
        colour: str,
    ) -> None:
        page = self._pages[-1]
        baseline = self._y + size / 72 * 1.2
        x = _MARGIN
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            text = elided(cell, _LONGEST_CELL)
            is_word = place in words
            pad = _GAP / 2 if 0 < place < len(cells) - (not is_word) else 0.0
            edge = x + pad if is_word else x + width - pad
            page.text(
                edge / _WIDTH,
                1 - baseline / _HEIGHT,
                text,
                fontsize=size,
                color=colour,
                ha="left" if is_word else "right",
            )
            x += width
        self._y += size / 72 * 1.75
        line = 1 - self._y / _HEIGHT
        page.add_artist(_hairline(line))

    def _figure(self, drawing: Drawing) -> None:
        self._figures += 1
        chart = _chart_height(drawing)
        self._need(chart + 0.9)
        number = self._translate(N_("Figure {number}")).format(number=self._figures)
        self._lines(f"{number}. {drawing.title.said(self._translate)}", 9, INK)
        self._lines(drawing.sentence.said(self._translate), 8, INK)
        if chart:
            room = room_of(drawing)
            axes = self._pages[-1].add_axes(
                (
                    (_MARGIN + room.left) / _WIDTH,
                    1 - (self._y + room.above + room.inner) / _HEIGHT,
                    (_ROOM - room.left - room.right) / _WIDTH,
                    room.inner / _HEIGHT,
                )
            )
            paint_drawing(drawing, axes, self._translate)
            self._y += chart
        for note in (drawing.caption, *drawing.left_out):
            self._lines(note.said(self._translate), 7, SOFT)
        self._lines(ids_of(drawing, self._translate), 7, SOFT)
        self._y += 0.2

    def _need(self, height: float) -> None:
        """Begin a page where `height` inches do not fit on this one."""
        if self._pages and self._y + height <= _BOTTOM:
            return
        self._pages.append(Page(figsize=(_WIDTH, _HEIGHT)))
        self._y = _MARGIN

    def _write(self, page: Page, text: str, x: float, y: float, size: float, colour: str) -> None:
        page.text(
            x / _WIDTH,
            1 - (y + size / 72) / _HEIGHT,
            text,
            fontsize=size,
            color=colour,
            va="baseline",
        )


def _chart_height(drawing: Drawing) -> float:
    return 0.0 if drawing.is_empty else room_of(drawing).height


def _widths(table: Table, size: float) -> list[float]:
    """Return how wide each column wants to be, in inches."""
    columns = zip(table.header, *table.rows, strict=True)
    return [
        max(width_of(elided(cell, _LONGEST_CELL), size) for cell in column) + _GAP
        for column in columns
    ]


def _hairline(y: float) -> Line2D:
    ends = [_MARGIN / _WIDTH, 1 - _MARGIN / _WIDTH]
    return Line2D(ends, [y, y], color=HAIRLINE, linewidth=0.5)
