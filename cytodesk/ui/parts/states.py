"""Each list can be loading, empty, failed or full, and says so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import be_shown, column, row
from cytodesk.ui.parts.painting import rounded
from cytodesk.ui.parts.texts import IconText, Text

_PATIENCE_MS = 200
Act = Callable[[], object]


class ListStates(QWidget):
    """Shows `content`, or instead why it is not there.

    `loading()` shows the shape of what comes, after 200 ms; a list that is full stays as it is.
    """

    def __init__(self, look: Look, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.content = content
        self._said: QWidget | None = None
        self._skeleton = Skeleton(look)
        self._stack = QStackedLayout(self)  # without its parent it would show a window
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(content)
        self._stack.addWidget(self._skeleton)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._stack.setCurrentWidget(self._skeleton))
        self._has_been_full = False

    def set_inset(self, pixels: int) -> None:
        """Keep the shape of what comes away from the edges, where the content touches them."""
        self._skeleton.setContentsMargins(pixels, pixels, pixels, 0)

    def state(self) -> str:
        """Return what is shown now: "full", "loading" or "said" (empty or failed)."""
        shown = self._stack.currentWidget()
        return {id(self.content): "full", id(self._skeleton): "loading"}.get(id(shown), "said")

    def loading(self) -> None:
        if not self._has_been_full or self.state() != "full":
            self._patience.start()

    def full(self) -> None:
        self._patience.stop()
        self._has_been_full = True
        self._stack.setCurrentWidget(self.content)

    def empty(self, title: str, help: str = "", action: tuple[str, str, Act] | None = None) -> None:
        """Say that there is nothing, and the one action (icon, words, act) that ends it."""
        line = Text(self._look, title, "title")
        buttons = []
        if action is not None:
            icon, words, act = action
            button = Button(self._look, words, icon)
            button.clicked.connect(lambda: act())
            buttons.append(button)
        self._say(_Said(self._look, line, help, buttons))

    def failed(
        self, sentence: str, retry: Act | None = None, details: Act | None = None, help: str = ""
    ) -> None:
        """Say what went wrong, with Retry and Details where there are any."""
        words = self._look.words
        line = IconText(self._look, "cloud-slash", "bad", sentence, weight=600)
        buttons = []
        if retry is not None:
            again = Button(self._look, words("Retry"), "arrow-clockwise")
            again.clicked.connect(lambda: retry())
            buttons.append(again)
        if details is not None:
            more = Button(self._look, words("Details"), kind="quiet")
            more.clicked.connect(lambda: details())
            buttons.append(more)
        self._say(_Said(self._look, line, help, buttons))

    def _say(self, said: QWidget) -> None:
        self._patience.stop()
        self._has_been_full = False
        if self._said is not None:
            self._stack.removeWidget(self._said)
            self._said.deleteLater()
        self._said = said
        self._stack.addWidget(said)
        self._stack.setCurrentWidget(said)


class _Said(QWidget):
    def __init__(self, look: Look, line: QWidget, help: str, buttons: list[Button]) -> None:
        super().__init__()
        note = Text(look, help, "caption", wraps=True, parent=self)
        note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        be_shown(note, bool(help))
        self.setAccessibleName(f"{line.accessibleName() or line.property('text')} {help}")
        self.setLayout(
            column(
                None,
                row(None, line, None),
                note,
                4,
                row(None, *buttons, None, spacing=8),
                None,
                spacing=6,
                margins=(24, 16, 24, 16),
            )
        )


class Skeleton(QWidget):
    """The shape of rows with a thumbnail and two lines, in grey."""

    _WIDTHS = ((0.32, 0.58), (0.4, 0.5), (0.25, 0.63))

    def __init__(self, look: Look, rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._rows = look, rows
        self.setAccessibleName(look.words("Loading"))
        self.setMinimumHeight(44 * rows)
        look.theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, grey = QPainter(self), self._look.theme.color("off-ground")
        inside = self.contentsRect()
        room = inside.width() - 48
        for place in range(self._rows):
            corner = inside.topLeft() + QPoint(0, place * 44)
            rounded(painter, QRectF(corner.x(), corner.y(), 36, 36), grey, radius=4)
            for line, share in enumerate(self._WIDTHS[place % len(self._WIDTHS)]):
                y = corner.y() + 4 + line * 18
                size = (room * share, 10) if line == 0 else (room * share, 8)
                rounded(painter, QRectF(corner.x() + 48, y, *size), grey, radius=3)
