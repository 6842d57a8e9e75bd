"""Charts on cards, beside each other where there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from cytodesk.charts.drawing import Drawing
from cytodesk.ui.charts.chart import Chart
from cytodesk.ui.look import Look
from cytodesk.ui.parts.cards import Card

GAP = 12
_LOWEST = 322
_NARROWEST = 420


class ChartCard(Card):
    def __init__(self, look: Look, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(look, padding=1, spacing=0, parent=parent)
        self.chart = Chart(look, drawing)
        self.add(self.chart)
        if not drawing.is_empty:
            self.setMinimumHeight(_LOWEST)


class ChartGrid(QWidget):
    """Two columns of cards, one where it is narrow; the same drawings keep their charts."""

    def __init__(
        self, look: Look, connect: Callable[[Chart], Chart], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._connect = look, connect
        self._cards: dict[str, ChartCard] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self.setLayout(self._grid)

    def cards(self) -> list[ChartCard]:
        return list(self._cards.values())

    def put(self, drawings: Sequence[Drawing]) -> None:
        """Show `drawings`, each known by its key."""
        for key in self._cards.keys() - {drawing.key for drawing in drawings}:
            card = self._cards.pop(key)
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        for drawing in drawings:
            if (known := self._cards.get(drawing.key)) is not None:
                known.chart.show_drawing(drawing)
            else:
                self._cards[drawing.key] = ChartCard(self._look, drawing)
                self._connect(self._cards[drawing.key].chart)
        self._cards = {drawing.key: self._cards[drawing.key] for drawing in drawings}
        self._place()

    def _place(self) -> None:
        columns = 2 if self.width() >= 2 * _NARROWEST else 1
        for place, card in enumerate(self._cards.values()):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))

    def resizeEvent(self, event: object) -> None:
        self._place()
