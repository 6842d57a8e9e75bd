"""A file that a run left: what it is, how large, and a look into it."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cytodesk.client.annotations import local_name
from cytodesk.ui.amounts import bytes_said
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.painting import rounded
from cytodesk.ui.parts.texts import Elided, Text
from cytodesk.wire.runs import RunFile

TABLES = {".csv", ".tsv", ".tab"}
TEXTS = {".txt", ".log", ".md", ".xml", ".html", ".htm", ".yml", ".yaml", ".json", ".geojson"}
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"}
LARGEST = 4 << 20
"""Bytes of a file that is looked into; a larger one is saved."""


def suffix_of(file: RunFile) -> str:
    return PurePath(local_name(file)).suffix.lower()


def can_be_seen(file: RunFile) -> bool:
    return suffix_of(file) in TABLES | TEXTS | PICTURES and (file.size or 0) <= LARGEST


class FileTile(QWidget):
    """`nuclei.csv  84 kB   Preview`."""

    preview_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, look: Look, file: RunFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        words, suffix = look.words, suffix_of(file)
        self._icon = "file-text"
        if suffix in TABLES:
            self._icon = "table"
        elif suffix in PICTURES:
            self._icon = "image"
        name = Elided(look, local_name(file), "label")
        size = words("not uploaded") if file.size is None else bytes_said(file.size)
        words_of_it = column(None, name, Text(look, size, "caption"), None, spacing=0)
        items: list[Button] = []
        if can_be_seen(file) and file.size is not None:
            preview = Button(look, words("Preview"), kind="link")
            preview.clicked.connect(self.preview_wanted)
            preview.setAccessibleName(words("Preview {name}", name=local_name(file)))
            items.append(preview)
        elif file.size is not None:
            save = Button(look, words("Save..."), kind="link")
            save.clicked.connect(self.save_wanted)
            save.setAccessibleName(words("Save {name}", name=local_name(file)))
            items.append(save)
        self.setLayout(row(words_of_it, 8, *items, spacing=0, margins=(44, 0, 12, 0)))
        self.setFixedHeight(44)
        look.theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        rounded(painter, QRectF(self.rect()), theme.color("surface"), theme.color("line"))
        paint_icon(painter, theme, self._icon, "ink-soft", 13, self.height() // 2, 18)
