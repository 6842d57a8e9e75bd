"""The images of a project as a Qt model; words narrow it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cytodesk.assets import Words
from cytodesk.client.natural import folded
from cytodesk.ui.project.facts import all_of
from cytodesk.wire.images import ImageInstance

Index = QModelIndex | QPersistentModelIndex
IMAGE = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()


class ImageModel(QAbstractListModel):
    """Each row is an image; `put` keeps to the words that were searched for."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._all: list[ImageInstance] = []
        self._folded: list[str] = []
        self._shown: list[ImageInstance] = []
        self._query: list[str] = []

    @property
    def total(self) -> int:
        return len(self._all)

    def put(self, images: Sequence[ImageInstance]) -> None:
        """Show other images; the same ones again move nothing."""
        if list(images) == self._all:
            return
        self._all = list(images)
        self._folded = [folded(image.name) for image in images]
        self._narrow()

    def search(self, words: str) -> None:
        """Show the images whose names have all of `words`, whatever their case and accents."""
        query = folded(words).split()
        if query != self._query:
            self._query = query
            self._narrow()

    def image(self, row: int) -> ImageInstance:
        return self._shown[row]

    def row_of(self, id: int) -> int | None:
        """Return the row at which the image with this id is shown."""
        return next((row for row, image in enumerate(self._shown) if image.id == id), None)

    def _narrow(self) -> None:
        self.beginResetModel()
        pairs = zip(self._all, self._folded, strict=True)
        self._shown = [image for image, name in pairs if all(word in name for word in self._query)]
        self.endResetModel()

    # Qt calls these

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        image = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return image.name
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return all_of(self._words, image)
            case _:
                return image if role == IMAGE else None
