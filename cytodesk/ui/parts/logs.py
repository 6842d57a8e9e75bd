"""A log: time, level, text; found by words and by level; 100,000 lines stay fluid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cytodesk.errors import N_
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.cards import Hairline
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.log_model import Index, LogLine, LogModel
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.painting import sized, write
from cytodesk.ui.parts.switches import Segmented, Switch
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.theme.theme import mono_font

LINE = 24
_LEFT, _TIME, _LEVEL = 16, 124, 104
_WARNINGS, _ERRORS = ("warning", "error"), ("error",)
_LEVELS: dict[str, tuple[str, ...]] = {"all": (), "warnings": _WARNINGS, "errors": _ERRORS}
_NAMES = {
    "debug": N_("debug"),
    "info": N_("info"),
    "warning": N_("warning"),
    "error": N_("error"),
}
_SIGNS = {"warning": ("warning", "warn"), "error": ("x-circle", "bad")}


class LogView(QWidget):
    """The log with its head: levels, search, follow, copy, save."""

    save_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        words = look.words
        self.model = LogModel(self)
        self.view = _Lines(look, self.model)
        choices = (
            ("all", words("All")),
            ("warnings", words("Warnings")),
            ("errors", words("Errors")),
        )
        self.levels = Segmented(look, choices, name=words("Level"))
        self.search = SearchField(look, words("Search the log"))
        self.search.setMaximumWidth(220)
        self.follow = Switch(look)
        self.follow.setAccessibleName(words("Follow"))
        self.copy = IconButton(look, "copy", words("Copy the log"))
        self.save = IconButton(look, "download-simple", words("Save the log..."))
        title = Text(look, words("Log"), "title")
        head = row(
            title, 8, self.levels, self.search, None, Text(look, words("Follow")), self.follow, 8,
            self.copy, self.save, margins=(16, 10, 16, 10),
        )  # fmt: skip
        self.setLayout(column(head, Hairline(look), self.view, spacing=0))
        self._connect()
        self._tell()

    def _connect(self) -> None:
        self.levels.changed.connect(self._look_for)
        self.search.searched.connect(lambda _: self._look_for())
        self.copy.clicked.connect(self.view.copy_all)
        self.save.clicked.connect(self.save_wanted)
        self.follow.changed.connect(self._go_down)
        self.model.rowsInserted.connect(self._go_down)

    def put(self, lines: Sequence[LogLine]) -> None:
        self.model.put(lines)
        self._tell()

    def add(self, lines: Iterable[LogLine]) -> None:
        self.model.add(lines)
        self._tell()

    def text(self) -> str:
        """Return all lines as text, for a file."""
        lines = self.model.lines
        return "".join(f"{line.time} {line.level:<7} {line.text}\n" for line in lines)

    def _look_for(self) -> None:
        self.model.look_for(self.search.text(), _LEVELS[str(self.levels.value())])

    def _go_down(self) -> None:
        if self.follow.value():
            self.view.scrollToBottom()

    def _tell(self) -> None:
        words, counts = self._look.words, self.model.counts
        all_lines, warnings = len(self.model.lines), counts["warning"] + counts["error"]
        self.levels.set_text("all", words("All {number}", number=f"{all_lines:,}"))
        self.levels.set_text("warnings", words("Warnings {number}", number=f"{warnings:,}"))
        self.levels.set_text("errors", words("Errors {number}", number=f"{counts['error']:,}"))


class _Lines(QListView):
    def __init__(self, look: Look, model: LogModel) -> None:
        super().__init__()
        self.setModel(model)
        self._model = model
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_LineDelegate(look, model, self))
        self.setAccessibleName(look.words("Log"))
        look.theme.changed.connect(self.viewport().update)

    def copy_all(self) -> None:
        self._put(self._model.shown)

    def _put(self, lines: Iterable[LogLine]) -> None:
        text = "\n".join(map(str, lines))
        QGuiApplication.clipboard().setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted(index.row() for index in self.selectedIndexes())
            self._put(self._model.shown[row] for row in chosen)
        else:
            super().keyPressEvent(event)


class _LineDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, model: LogModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._model = look, model
        self._mono = mono_font(12)
        self._advance = QFontMetrics(self._mono).horizontalAdvance("0")

    # Qt calls these

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        text = (self._model.longest + 1) * self._advance
        return QSize(_LEFT + _TIME + _LEVEL + text, LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: LogLine = index.data(Qt.ItemDataRole.UserRole)
        theme, rect = self._look.theme, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent-ground"))
        x, soft = rect.left() + _LEFT, theme.color("ink-soft")
        time = QRect(x, rect.top(), _TIME - 8, LINE)
        write(painter, time, line.time, soft, self._mono)
        sign = _SIGNS.get(line.level)
        level = QRect(x + _TIME, rect.top(), _LEVEL - 8, LINE)
        if sign:
            icon, token = sign
            paint_icon(painter, theme, icon, token, x + _TIME, rect.center().y() + 1)
            level.adjust(24, 0, 0, 0)
        word, ink = (
            self._look.words(_NAMES.get(line.level, line.level)),
            theme.color(sign[1]) if sign else soft,
        )
        write(painter, level, word, ink, sized(option.font, 12))
        text = rect.adjusted(_LEFT + _TIME + _LEVEL, 0, 0, 0)
        token = "ink-soft" if line.level == "debug" else "ink"
        write(painter, text, line.text, theme.color(token), self._mono)
