"""The list of every command, project and page, searched while one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cytodesk.client.natural import folded
from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.painting import icon, rounded, sized, write
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.window.commands import Command

_WIDTH = 560
_ROW = 34
_ROWS = 10


class Palette(Popup):
    """A popup over the window's top; Enter does what is marked, Escape does nothing."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.setObjectName("palette")
        self._all: Sequence[Command] = ()
        self.field = SearchField(look, look.words("Search or run a command"))
        self._model = _Found(look)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Row(look, self._model, self))
        self._list.setUniformItemSizes(True)
        self._list.setProperty("ground", "none")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(look.words("Commands"))
        self._none = Text(look, look.words("Nothing is called so."), "soft")
        self.field.searched.connect(self._search)
        self._list.clicked.connect(self._do)
        self.body.addLayout(column(self.field, self._none, self._list, margins=(9, 9, 9, 9)))

    def open_over(self, window: QWidget, commands: Sequence[Command]) -> None:
        """Show what can be done now, nothing typed yet."""
        self._all = [command for command in commands if command.is_possible()]
        self.field.clear()
        self._search("")
        middle = window.mapToGlobal(QPoint(window.width() // 2, 52))
        self.setFixedWidth(_WIDTH + 2 * SHADOW)
        self.move(middle.x() - self.width() // 2, middle.y() - SHADOW)
        self.show()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return self._steers(event) or super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._steers(event):
            super().keyPressEvent(event)

    def _steers(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS,
            Qt.Key.Key_PageUp: -_ROWS,
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(self._list.currentIndex())
        elif key in steps:
            self._mark(self._list.currentIndex().row() + steps[key])
        else:
            return False
        return True

    def _search(self, text: str) -> None:
        words = folded(text).split()
        said = self._look.words
        found = [
            command
            for command in self._all
            if all(word in folded(f"{said(command.words)} {command.note}") for word in words)
        ]
        found.sort(key=lambda command: not folded(said(command.words)).startswith(folded(text)))
        self._model.put(found)
        self._none.setVisible(not found)
        self._list.setVisible(bool(found))
        self._list.setFixedHeight(_ROW * min(max(len(found), 1), _ROWS))
        self.fit()
        self._mark(0)

    def _mark(self, row: int) -> None:
        row = max(0, min(row, self._model.rowCount() - 1))
        self._list.setCurrentIndex(self._model.index(row))

    def _do(self, index: QModelIndex) -> None:
        if index.isValid():
            command = self._model.commands[index.row()]
            self.hide()
            command.act()


class _Found(QAbstractListModel):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.commands: list[Command] = []

    def put(self, commands: list[Command]) -> None:
        self.beginResetModel()
        self.commands = commands
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.commands)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._look.words(self.commands[index.row()].words)
        return None


class _Row(QStyledItemDelegate):
    def __init__(self, look: Look, model: _Found, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._model = look, model

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = self._look.theme
        command = self._model.commands[index.row()]
        rect = QRect(option.rect)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            rounded(painter, rect.adjusted(0, 1, 0, -1), theme.color("accent-ground"), radius=4)
        font = sized(option.font)
        soft, middle = theme.color("ink-soft"), rect.center().y() + 1
        icon(painter, theme, command.icon or "arrow-right", "ink-soft", rect.left() + 10, middle)
        keys = QKeySequence(command.keys[0]).toString(
            QKeySequence.SequenceFormat.NativeText
        ) if command.keys else command.note  # fmt: skip
        right = rect.adjusted(0, 0, -10, 0)
        taken = write(painter, right, keys, soft, sized(font, 12), right=True)
        place = rect.adjusted(36, 0, -taken - 20, 0)
        write(painter, place, str(index.data()), theme.color("ink"), font)
