"""The card 'Where they disagree': objects of a kind, or of a cell, as crops of the slide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.writing import number
from cytodesk.errors import N_
from cytodesk.ui.compare.agreement_study import Agreed
from cytodesk.ui.compare.crop_study import Crop, crops_of
from cytodesk.ui.compare.crops import SIDE, CropView, OutlineNames
from cytodesk.ui.compare.view import Bench
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.switches import Segmented
from cytodesk.ui.parts.texts import Text

MOST_CROPS = 40
_FATE = "compare.fate"
_FATES = (
    (Fate.RELABELLED, N_("Other term")),
    (Fate.MISSED, N_("Missed")),
    (Fate.EXTRA, N_("Extra")),
    (Fate.SPLIT, N_("Split")),
    (Fate.MERGED, N_("Merged")),
)


class Disagreeing(Card):
    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(bench.look, padding=16, spacing=6, parent=parent)
        self.body.setContentsMargins(16, 12, 16, 6)
        self._bench, self._look = bench, bench.look
        words = self._look.words
        self._agreed: Agreed | None = None
        self._place = 1
        self._cell: tuple[str, str] | None = None
        choices = [(fate, words(name)) for fate, name in _FATES]
        self.fates = Segmented(self._look, choices, name=words("Kind"))
        remembered = bench.memory.get(_FATE)
        kinds = {int(fate) for fate, _ in _FATES}
        self.fates.set_value(Fate(remembered) if remembered in kinds else Fate.MISSED)
        self.fates.changed.connect(self._choose_fate)
        self.crops = CropView(self._look)
        self._of_cell = Text(self._look, style="caption")
        self._nothing = Text(self._look, style="soft", wraps=True)
        title = Text(self._look, words("Where they disagree"), "title")
        self._outlines = OutlineNames(self._look)
        largest = Text(self._look, words("Largest first"), "caption")
        self.add(
            row(title, 8, self.fates, self._of_cell, None, self._outlines, largest, spacing=12),
            self.crops,
            self._nothing,
        )

    def put(self, agreed: Agreed, place: int) -> None:
        """Show who disagrees; `place` is that of the other run in the comparison."""
        words = self._look.words
        self._agreed, self._place = agreed, place
        for fate, name in _FATES:
            count = number(agreed.chosen.counts[fate], words.language)
            self.fates.set_text(fate, f"{words(name)} {count}")
        self._ask()

    def choose_cell(self, cell: tuple[str, str]) -> None:
        self._cell = cell
        self._ask()

    def _choose_fate(self) -> None:
        self._cell = None
        self._bench.memory.put(_FATE, int(self.fates.value()))  # type: ignore[call-overload]
        self._ask()

    def _ask(self) -> None:
        if self._agreed is not None:
            self._bench.start(self._load(self._agreed), "crops")

    async def _load(self, agreed: Agreed) -> None:
        wanted = self._cell or self.fates.value()
        crops = await self._bench.ask(crops_of, agreed.other, agreed.iou, wanted, MOST_CROPS)
        self._show(agreed, crops)
        for at, crop in enumerate(crops):
            x, y, width, height = crop.window
            path = f"imageinstance/{crop.image}/window-{x}-{y}-{width}-{height}.png"
            picture = QPixmap()
            picture.loadFromData(await self._bench.picture(path, maxSize=2 * SIDE))
            self.crops.crops.put_picture(at, picture)

    def _show(self, agreed: Agreed, crops: Sequence[Crop]) -> None:
        words = self._look.words
        self.crops.crops.put(crops, self._place)
        self._outlines.put(agreed.baseline, agreed.chosen.name, self._place)
        cell = " → ".join(words(name) for name in self._cell) if self._cell else ""
        self._of_cell.setText(words("of the cell {cell}", cell=cell) if cell else "")
        self.crops.setVisible(bool(crops))
        self._nothing.setText(words("No object is of this kind at this IoU."))
        self._nothing.setVisible(not crops)
