"""What a run left: a table by term, a piece of the slide, files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.assets import Words
from cytodesk.charts.figures import MICRON2
from cytodesk.charts.writing import decimals, number
from cytodesk.ui.amounts import number_said
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card, Hairline
from cytodesk.ui.parts.cells import Cell, Inked, Share, Swatch
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.table import ROW, Table
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.runs.figures import ALL, RunFigures, TermFigures, is_no_name
from cytodesk.ui.runs.files import FileTile
from cytodesk.ui.runs.overlay import Overlay
from cytodesk.wire.runs import RunFile

_PICTURE = 204
_BAR = 88
_ROOM_FOR_PICTURE, _ROOM_FOR_BAR = 760, 620
"""Pixels that the card, and the table in it, must have."""
_HEADING, _HEADER = 30, 33
_MOST_ROWS = 6


class ResultsCard(Card):
    preview_wanted = Signal(object)
    save_wanted = Signal(object)
    slide_wanted = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, padding=1, spacing=0, parent=parent)
        words = look.words
        self._figures: RunFigures | None = None
        self.images = Pick(look, words("Image"))
        self.images.changed.connect(self._show)
        self.images.hide()
        self.slide = Button(look, words("Show on the slide"), kind="link")
        self.slide.clicked.connect(self._want_slide)
        self.slide.hide()
        self.table: Table[TermFigures] = Table(
            look, _columns(words, MICRON2), lambda each: each.term,
            sortable=False, name=words("Results by term"),
        )  # fmt: skip
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.states = ListStates(look, self.table)
        self.states.set_inset(16)
        self.note = Text(look, "", "caption", wraps=True)
        self.note.setContentsMargins(16, 8, 16, 0)
        self.note.hide()
        self.picture = Overlay(look)
        self.picture.setFixedWidth(_PICTURE)
        self._tiles = row(spacing=12, margins=(16, 10, 16, 16))
        heading = row(
            Text(look, words("Results"), "title"), 8, self.images, None, self.slide,
            margins=(15, 6, 16, 2),
        )  # fmt: skip
        heading.addStrut(_HEADING)
        self._line = Hairline(look)
        left = column(heading, self.states, self._line, self.note, self._tiles, spacing=0)
        whole = row(left, self.picture, spacing=0, margins=(0, 0, 1, 1), align=None)
        self.add(whole)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._fit(3)

    def loading(self) -> None:
        self.states.loading()

    def put(self, figures: RunFigures) -> None:
        """Show figures; the image that was chosen stays chosen."""
        self._figures = figures
        words, images = self._look.words, list(figures.by_image)
        rows = [(image, _image_name(words, image)) for image in images]
        self.images.set_choices(rows)
        if self.images.value() not in images:
            self.images.set_value(ALL)
        self.images.setVisible(len(images) > 1)
        self.slide.setVisible(figures.view is not None)
        self._arrange()
        self._show()

    def put_files(self, files: Sequence[RunFile]) -> None:
        while item := self._tiles.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for file in files:
            tile = FileTile(self._look, file)
            tile.preview_wanted.connect(lambda wanted=file: self.preview_wanted.emit(wanted))
            tile.save_wanted.connect(lambda wanted=file: self.save_wanted.emit(wanted))
            self._tiles.addWidget(tile, 1)
        if len(files) == 1:
            self._tiles.addStretch(1)
        self._line.setVisible(bool(files))
        margins = (16, 10, 16, 16) if files else (0, 0, 0, 0)
        self._tiles.setContentsMargins(*margins)

    def say(self, title: str, help: str = "") -> None:
        """Say why there are no figures."""
        self.picture.hide()
        self.slide.hide()
        self.states.empty(title, help)

    def _show(self) -> None:
        if self._figures is None:
            return
        words, image = self._look.words, str(self.images.value() or ALL)
        found = self._figures.by_image.get(image, ())
        unit = self._figures.units.get(image, MICRON2)
        self.table.set_columns(_columns(words, unit, has_bar=self._has_bar()))
        self.table.put(found if len(found) != 2 else found[:1])
        self._fit(len(self.table.things()))
        notes = [note.said(words) for note in self._figures.notes] if found else []
        self.note.setText(" ".join(notes))
        self.note.setVisible(bool(notes))
        if found:
            self.states.full()
        else:
            self.states.empty(words("It drew no annotations"))

    def _fit(self, rows: int) -> None:
        self.states.setFixedHeight(_HEADER + ROW * max(2, min(rows, _MOST_ROWS)))

    def _arrange(self) -> None:
        """Show the picture where there is room for it."""
        has_view = self._figures is not None and self._figures.view is not None
        self.picture.setVisible(has_view and self.width() >= _ROOM_FOR_PICTURE)

    def _has_bar(self) -> bool:
        taken = _PICTURE if self.picture.isVisibleTo(self) else 0
        return self.width() - taken >= _ROOM_FOR_BAR

    def _want_slide(self) -> None:
        if self._figures and self._figures.view:
            self.slide_wanted.emit(self._figures.view)

    # Qt calls these

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        had_bar = any(column.name == "bar" for column in self.table.rows.columns)
        self._arrange()
        if had_bar is not self._has_bar():
            self._show()


def _columns(words: Words, unit: str, *, has_bar: bool = True) -> list[Column[TermFigures]]:
    def name(row: TermFigures) -> Cell:
        if row.term == ALL:
            return Inked(words("All"), weight=500)
        text = words(row.term) if is_no_name(row.term) else row.term
        return Swatch(row.color, text) if row.color else text

    def bar(row: TermFigures) -> Cell:
        return "" if row.term == ALL else Share(row.share, row.color)

    columns: list[Column[TermFigures]] = [
        Column(words("Term"), name, name="term", stretch=True),
        Column(
            words("Annotations"),
            lambda row: Inked(number_said(row.count, words), weight=500),
            "right",
            name="count",
        ),
        Column(
            words("Share"),
            lambda row: decimals(100 * row.share, 1, words.language),
            "right",
            unit="%",
            name="share",
        ),
        Column("", bar, name="bar", width=_BAR),
        Column(
            words("Median area"),
            lambda row: _figure(words, row.median_area),
            "right",
            unit=unit,
            name="area",
        ),
        Column(words("Per mm²"), lambda row: _figure(words, row.density), "right", name="density"),
    ]
    return [column for column in columns if has_bar or column.name != "bar"]


def _figure(words: Words, value: float | None) -> str | None:
    if value is None:
        return None
    return number(value if value >= 1000 else float(f"{value:.3g}"), words.language)


def _image_name(words: Words, image: str) -> str:
    if image == ALL:
        return words("All images")
    return words(image) if is_no_name(image) else image
