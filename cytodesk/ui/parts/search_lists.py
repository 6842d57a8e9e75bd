"""A searchable list of rows that come page by page, and the field that opens it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cytodesk.errors import CytoDeskError
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.cards import Hairline
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import be_shown, column, row
from cytodesk.ui.parts.paged import PagedRows, Picture, Source
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.row_lists import TALL, ListRow, RowList
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.tasks import Tasks

_SHOWN = 6
_OPENS = (Qt.Key.Key_Down, Qt.Key.Key_F4)


class SearchList(QWidget):
    """Rows, and below them how many are shown and a way to tick all that match.

    `ticks_changed` tells that the user ticked, `taken` the row that was taken without ticks.
    """

    taken = Signal(object)
    ticks_changed = Signal()

    def __init__(
        self,
        look: Look,
        source: Source,
        *,
        picture: Picture | None = None,
        several: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.model = PagedRows(source, picture, self)
        self.view = RowList(look, self.model)
        self.view.set_row_height(TALL)
        self.chosen: dict[Hashable, ListRow] = {}
        self._has_all = False
        self._several = several
        self.model.ticked = set() if several else None
        self._tasks = Tasks(self, self._fail)
        self.states = ListStates(look, self.view)
        self._all = Button(look, "", kind="link")
        self._count = Text(look, "", "caption")
        self._foot = QWidget()
        foot = row(self._all, None, self._count, margins=(16, 2, 16, 2))
        self._foot.setLayout(column(Hairline(look), foot, spacing=0))
        self.setLayout(column(self.states, self._foot, spacing=0))
        self._asked = ""
        self._connect()

    def _connect(self) -> None:
        self.model.came.connect(self._tell)
        self.model.failed.connect(self._fail)
        self.view.taken.connect(self._take)
        self._all.clicked.connect(self._choose_all)
        self.view.verticalScrollBar().valueChanged.connect(self._want_pictures)

    def ask(self, query: str) -> None:
        self._asked = query
        self._has_all = False
        self.states.loading()
        self.model.ask(query)

    def set_chosen(self, rows: Iterable[ListRow]) -> None:
        self.chosen = {row.key: row for row in rows}
        if self._several:
            self.model.set_ticked(self.chosen)

    def wanted_height(self) -> int:
        """Return the height of some whole rows and the foot."""
        return _SHOWN * self.view.row_height() + self._foot.sizeHint().height()

    def stop(self) -> None:
        self.model.stop()
        self._tasks.cancel_all()

    def _take(self, row: ListRow) -> None:
        if not self._several:
            self.taken.emit(row)
            return
        if self.model.toggle(row):
            self.chosen[row.key] = row
        else:
            self.chosen.pop(row.key, None)
            self._has_all = False
        self._tell()
        self.ticks_changed.emit()

    def _choose_all(self) -> None:
        self._tasks.start(self._take_all(), replacing="all")

    async def _take_all(self) -> None:
        rows = await self.model.all_rows(self.model.query)
        keys = {row.key for row in rows}
        self._has_all = not keys <= self.chosen.keys()
        if not self._has_all:
            rest = [row for key, row in self.chosen.items() if key not in keys]
            self.set_chosen(rest)
        else:
            self.set_chosen([*self.chosen.values(), *rows])
        self._tell()
        self.ticks_changed.emit()

    def _tell(self) -> None:
        words, total = self._look.words, self.model.total or 0
        if not total:
            self.states.empty(words("Nothing found"), self._hint())
            self._foot.hide()
            return
        self.states.full()
        be_shown(self._foot, True)
        shown = min(len(self.model.rows), total)
        self._count.setText(words("{shown} of {total} shown", shown=shown, total=f"{total:,}"))
        be_shown(self._all, self._several)
        if self._has_all:
            self._all.setText(words("Clear the selection"))
        elif self.model.query:
            self._all.setText(words("Select all {total} that match", total=f"{total:,}"))
        else:
            self._all.setText(words("Select all {total}", total=f"{total:,}"))
        self._all.updateGeometry()
        if not self.view.currentIndex().isValid():
            self.view.go_to(0)
        QTimer.singleShot(0, self, self._want_pictures)

    def _hint(self) -> str:
        if not self._asked:
            return ""
        return self._look.words("No name contains “{query}”.", query=self._asked)

    def _fail(self, trouble: CytoDeskError) -> None:
        words = self._look.words
        self._foot.hide()
        self.states.failed(
            words("The list could not be read."),
            retry=lambda: self.ask(self._asked),
            help=trouble.said(words),
        )

    def _want_pictures(self) -> None:
        height = self.view.row_height()
        first = self.view.verticalScrollBar().value() // height
        last = first + self.view.viewport().height() // height + 1
        for each in self.model.rows[first : last + 1]:
            self.model.want_picture(each)


class SearchPick(SearchField):
    """A search field whose list opens below it while one types; Down, Enter, Esc as expected.

    `chosen()` are the rows that were ticked or taken, whatever is searched for now.
    """

    chosen_changed = Signal()

    def __init__(
        self,
        look: Look,
        source: Source,
        placeholder: str = "",
        *,
        picture: Picture | None = None,
        several: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, placeholder, parent=parent)
        self._several = several
        self._source, self._picture = source, picture
        self._rows: dict[Hashable, ListRow] = {}
        self._open: _OpenList | None = None
        self._caret = IconButton(look, "caret-down", look.words("Show the list"), size=26)
        self._caret.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._caret.clicked.connect(self.open)
        self.add_trailing(self._caret)
        self.searched.connect(self._search)

    def chosen(self) -> list[ListRow]:
        return list(self._rows.values())

    def set_chosen(self, rows: Iterable[ListRow]) -> None:
        self._rows = {row.key: row for row in rows}
        if self._open is not None:
            self._open.list.set_chosen(self._rows.values())

    def set_source(self, source: Source) -> None:
        self._source = source

    def open(self) -> None:
        """Open the list with what is searched for now."""
        if self._open is not None or not self.isEnabled():
            return
        opened = _OpenList(self._look, self._source, self._picture, self._several, self)
        self._open = opened
        opened.list.set_chosen(self._rows.values())
        opened.list.ticks_changed.connect(self._note_ticks)
        opened.list.taken.connect(self._take)
        opened.closed.connect(self._closed)
        opened.list.ask(self.text())
        opened.open_below(self, width=self.width())
        self._caret.set_icon("caret-up")
        self.update()

    def opened(self) -> _OpenList | None:
        return self._open

    def close_list(self) -> None:
        if self._open is not None:
            self._open.close()

    def _search(self, query: str) -> None:
        if self._open is None:
            self.open()
        else:
            self._open.list.ask(query)

    def _note_ticks(self) -> None:
        assert self._open is not None
        self._rows = dict(self._open.list.chosen)
        self.chosen_changed.emit()

    def _take(self, row: ListRow) -> None:
        self._rows = {row.key: row}
        self.close_list()
        self.chosen_changed.emit()

    def _closed(self) -> None:
        if self._open is not None:
            self._open.list.stop()
            self._open.deleteLater()
        self._open = None
        self._caret.set_icon("caret-down")
        self.update()

    def _has_focus(self) -> bool:
        return self._open is not None or super()._has_focus()

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_press and event.key() in _OPENS and self._open is None:  # type: ignore[attr-defined]
            self.open()
            return True
        return super().eventFilter(watched, event)


class _OpenList(Popup):
    """The open list; what is typed goes on to the field, what moves stays here."""

    _OURS = (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    )

    def __init__(
        self,
        look: Look,
        source: Source,
        picture: Picture | None,
        several: bool,
        field: SearchPick,
    ) -> None:
        super().__init__(look, field)
        self._field = field
        self.list = SearchList(look, source, picture=picture, several=several)
        self.body.addWidget(self.list)
        edge = SHADOW + 1
        self.body.setContentsMargins(edge, edge + 3, edge, edge + 2)
        self.list.setFixedHeight(self.list.wanted_height())
        self.list.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.view.installEventFilter(self)

    # Qt calls these

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.close()
            QCoreApplication.sendEvent(self._field.edit, event)
        elif key in self._OURS:
            self.list.view.keyPressEvent(event)
        elif key == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.list.view.take_current()
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            QCoreApplication.sendEvent(self._field.edit, event)
