"""A look into a file that a run left: a table, text or a picture; nothing waits for it."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from cytodesk.client.annotations import local_name
from cytodesk.client.connection import Connection
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.dialogs import Dialog, result_of
from cytodesk.ui.parts.long_texts import Reading
from cytodesk.ui.parts.pictures import Picture
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.table import ROW, Table
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.runs.files import PICTURES, TABLES, suffix_of
from cytodesk.wire.runs import RunFile

_MOST_ROWS = 1000
_MOST_COLUMNS = 40
_MOST_LETTERS = 200_000
_WIDTH = 760
_ROWS_SEEN = 11
_PICTURE = QSize(712, 400)
_BAR = 14
"""Pixels below the rows of a table, for a scroll bar."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts: its headings, and the first of its rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Page:
    text: str
    is_cut: bool


Seen = Sheet | Page | bytes
"""What a preview shows; bytes are those of a picture."""


def look_into(connection: Connection, file: RunFile) -> Seen:
    """Fetch a file and read as much of it as a person looks at."""
    content = connection.bytes_of(f"jobdata/{file.id}/download")
    suffix = suffix_of(file)
    if suffix in PICTURES:
        return content
    text = content.decode("utf-8-sig", errors="replace")
    if suffix in TABLES:
        return sheet_of(text)
    if suffix in (".json", ".geojson"):
        text = _indented(text)
    return Page(text[:_MOST_LETTERS], len(text) > _MOST_LETTERS)


def sheet_of(text: str) -> Sheet:
    """Return the first rows of a CSV, whatever it separates its columns by."""
    try:
        kind: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4096], ",;\t|")
    except csv.Error:
        kind = csv.excel
    try:
        lines = list(itertools.islice(csv.reader(io.StringIO(text), kind), _MOST_ROWS + 2))
    except csv.Error:
        lines = [[line] for line in text.splitlines()[: _MOST_ROWS + 2]]
    lines = [line for line in lines if line]
    if not lines:
        return Sheet((), (), False)
    width = min(max(len(line) for line in lines), _MOST_COLUMNS)
    filled = [tuple((line + [""] * width)[:width]) for line in lines]
    return Sheet(filled[0], tuple(filled[1 : _MOST_ROWS + 1]), len(filled) > _MOST_ROWS + 1)


def preview(look: Look, parent: QWidget, file: RunFile, seen: Seen) -> Dialog:
    """Return the dialog that shows `seen`; its button `save` saves the file."""
    words = look.words
    dialog = Dialog(look, local_name(file), parent)
    note = Text(look, "", "caption")
    match seen:
        case Sheet():
            dialog.body.addWidget(_table(look, seen), 1)
            rows = words.plural("{number} row", "{number} rows", len(seen.rows))
            more = words("The first {number} rows are shown.", number=f"{len(seen.rows):,}")
            note.setText(more if seen.is_cut else rows)
        case Page():
            dialog.body.addWidget(Reading(look, seen.text, local_name(file)), 1)
            note.setText(words("The beginning is shown.") if seen.is_cut else "")
        case bytes():
            dialog.body.addWidget(_picture(look, seen, local_name(file)), 1)
    dialog.foot.insertWidget(0, note)
    save = dialog.add_button(Button(look, words("Save..."), "download-simple"))
    save.clicked.connect(lambda: dialog.done(2))
    close = dialog.add_button(Button(look, words("Close"), kind="primary"))
    close.clicked.connect(dialog.accept)
    dialog.setMinimumWidth(_WIDTH)
    return dialog


async def read_text(look: Look, parent: QWidget, title: str, text: str) -> None:
    """Show `text` in a dialog that it can be copied from."""
    dialog = Dialog(look, title, parent)
    dialog.body.addWidget(Reading(look, text, title), 1)
    copy = dialog.add_button(Button(look, look.words("Copy"), "copy"))
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
    close = dialog.add_button(Button(look, look.words("Close"), kind="primary"))
    close.clicked.connect(dialog.accept)
    dialog.setMinimumWidth(_WIDTH)
    await result_of(dialog)


def _table(look: Look, sheet: Sheet) -> QWidget:
    rows = list(enumerate(sheet.rows))
    columns = [_column(place, heading, sheet) for place, heading in enumerate(sheet.headings)]
    table: Table[tuple[int, Sequence[str]]] = Table(
        look, columns, lambda row: row[0], name=look.words("Contents")
    )
    table.put(rows)
    high = ROW * (1 + min(len(rows), _ROWS_SEEN)) + _BAR
    table.setMinimumHeight(high)
    if len(rows) <= _ROWS_SEEN:
        table.setMaximumHeight(high)
    card = Card(look, padding=1)
    card.add(table)
    return card


def _column(place: int, heading: str, sheet: Sheet) -> Column[tuple[int, Sequence[str]]]:
    def text(row: tuple[int, Sequence[str]]) -> str:
        return row[1][place]

    is_number = all(_is_number(line[place]) for line in sheet.rows[:50])
    return Column(
        heading,
        text,
        "right" if is_number else "left",
        name=f"{place}",
        order=(lambda row: _value(text(row))) if is_number else None,
    )


def _picture(look: Look, content: bytes, name: str) -> QWidget:
    image = QImage.fromData(content)
    if image.isNull():
        return Text(look, look.words("This picture cannot be read."), "soft")
    return Picture(image, name, _PICTURE)


def _indented(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _is_number(text: str) -> bool:
    return not text.strip() or _value(text) is not None


def _value(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value == value else None
