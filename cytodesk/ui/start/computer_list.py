"""What this computer can run, as rows of a mark, what it is, and what that means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cytodesk.assets import Words
from cytodesk.ui.amounts import bytes_said
from cytodesk.ui.look import Look
from cytodesk.ui.marks import Mark
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card, Hairline
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.painting import hairline, rounded
from cytodesk.ui.parts.states import Skeleton
from cytodesk.ui.parts.texts import Elided, Text
from cytodesk.ui.start.computer import PYTHON, Computer

_ROW = 36
_ENGINE_PAGE = "https://podman.io/docs/installation"
_PYTHON_PAGE = "https://www.python.org/downloads/"


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: `mark` is good, warn or soft; `link` is (words, address)."""

    mark: str
    title: str
    about: str
    link: tuple[str, str] | None = None


class ComputerList(QWidget):
    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        title = Text(look, look.words("What this computer can run"), "title")
        self._card = Card(look, padding=1, spacing=0)
        self._card.setMinimumHeight(3 * _ROW + 4)
        self._card.add(_Awaited(look, parent=self))
        self.setLayout(column(title, self._card, spacing=8))

    def show_computer(self, computer: Computer) -> None:
        while item := self._card.body.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for place, line in enumerate(lines_of(self._look.words, computer)):
            if place:
                self._card.add(Hairline(self._look))
            self._card.add(_Row(self._look, line))


def lines_of(words: Words, computer: Computer) -> Iterator[Line]:
    """Say what an examined computer can do."""
    yield _python_line(words, computer)
    size = words(
        "{cores}, {memory} of memory, {disk} of disk",
        cores=words.plural("{number} core", "{number} cores", computer.cores),
        memory=bytes_said(computer.memory, words),
        disk=bytes_said(computer.disk, words),
    )
    if computer.suffices_for_sample:
        yield Line("good", size, words("enough for the sample"))
    else:
        yield Line("warn", size, words("the sample needs 2 GB of memory and 2 GB of disk"))
    yield _engine_line(words, computer)


def _python_line(words: Words, computer: Computer) -> Line:
    title = words("Python algorithms")
    if computer.has_python:
        return Line("good", title, words("can run here"))
    about = words("need Python {version}, which was not found here", version=PYTHON)
    return Line("warn", title, about, (words("How to install"), _PYTHON_PAGE))


def _engine_line(words: Words, computer: Computer) -> Line:
    title, engine = words("Container algorithms"), computer.engine
    if engine is None:
        about = words("need Docker or Podman, which was not found here")
        return Line("soft", title, about, (words("How to install"), _ENGINE_PAGE))
    if not engine.answers:
        return Line(
            "warn", title, words("{engine} is here but does not answer", engine=engine.kind.said)
        )
    return Line("good", title, words("{engine} answers", engine=engine.kind.said))


class _Awaited(Skeleton):
    """The shape of three facts that are not known yet."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        grey = theme.color("off-ground")
        for place, share in enumerate((0.24, 0.42, 0.3)):
            top = place * (_ROW + 1)
            if place:
                hairline(painter, theme.color("line"), 0, self.width(), top - 1)
            rounded(painter, QRectF(16, top + 10, 16, 16), grey, radius=8)
            rounded(painter, QRectF(43, top + 13, self.width() * share, 10), grey, radius=3)


class _Row(QWidget):
    def __init__(self, look: Look, line: Line) -> None:
        super().__init__()
        about = Elided(look, line.about, "soft", middle=False)
        items: list[QWidget | int | None] = [
            Mark(look, line.mark), Text(look, line.title, "label"), about, None,
        ]  # fmt: skip
        if line.link:
            words, address = line.link
            link = Button(look, words, kind="link")
            link.setToolTip(address)
            link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(address)))
            items.append(link)
        self.setLayout(row(*items, spacing=11, margins=(16, 0, 16, 0)))
        self.setFixedHeight(_ROW)
