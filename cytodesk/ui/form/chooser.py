"""Which algorithm, where none was wanted yet: all of them in a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.row_list_view import TALL, RowList
from cytodesk.ui.parts.row_lists import ListRow, RowModel
from cytodesk.ui.parts.texts import Text
from cytodesk.wire.algorithms import InstalledAlgorithm

_WIDTH = 500
_ROWS = 10


class Chooser(QWidget):
    """Enter or a click takes the algorithm."""

    algorithm_wanted = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = look.words
        self._model = RowModel(self)
        self._list = RowList(look, self._model)
        self._list.set_row_height(TALL)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setAccessibleName(self._words("Choose an algorithm"))
        self._list.taken.connect(lambda taken: self.algorithm_wanted.emit(taken.key))
        card = Card(look, padding=12, spacing=4)
        help = self._words("Its form opens here, beside the image it will run on.")
        title = Text(look, self._words("Which algorithm?"), "title")
        said = column(title, Text(look, help, "caption"), spacing=2, margins=(10, 4, 10, 8))
        card.add(said, self._list)
        card.setFixedWidth(_WIDTH)
        self.setLayout(column(row(card, None, align=None), None))
        self.hide()

    def show_algorithms(self, installed: Sequence[InstalledAlgorithm]) -> None:
        self._model.put([self._row(each) for each in installed])
        self._list.setFixedHeight(TALL * min(len(installed), _ROWS))
        self._list.go_to(0)
        self.show()
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, installed: InstalledAlgorithm) -> ListRow:
        runs = self._words.plural("{number} analysis", "{number} analyses", installed.run_count)
        version = self._words("Version {version}", version=installed.version)
        said = [version if installed.version else "", runs if installed.run_count else ""]
        if not said[0] and not said[1]:
            said = [self._words("not run yet")]
        detail = "  ·  ".join(filter(None, said))
        return ListRow(installed.id, installed.name, detail, icon="puzzle-piece")
