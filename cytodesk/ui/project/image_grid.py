"""The images of a project as a grid that fills its width; all by keyboard as by mouse."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.project.image_cell import GAP, HEIGHT, ImageCell
from cytodesk.ui.project.image_model import ImageModel
from cytodesk.ui.project.thumbnails import Thumbnails
from cytodesk.wire.images import ImageInstance

_NARROWEST = 216
_SCROLL_BAR = 12


class ImageGrid(QListView):
    """`chosen` when the selection changes, `wanted` on Enter or a double click."""

    chosen = Signal()
    wanted = Signal()
    removal_wanted = Signal()

    def __init__(
        self, look: Look, model: ImageModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("grid")
        self._images = model
        self._cell = ImageCell(look, thumbnails, self)
        self.setAccessibleName(look.words("Images"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(48)
        self.setMouseTracking(True)
        self.setItemDelegate(self._cell)
        self.setModel(model)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        model.modelReset.connect(self.chosen)
        self.doubleClicked.connect(lambda _: self.wanted.emit())
        thumbnails.arrived.connect(self._repaint)
        look.theme.changed.connect(self.viewport().update)

    def images(self) -> list[ImageInstance]:
        """Return the chosen images in the order in which they stand."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._images.image(row) for row in rows]

    def _repaint(self, id: int) -> None:
        row = self._images.row_of(id)
        if row is not None:
            self.update(self._images.index(row, 0, QModelIndex()))

    def _fit(self) -> None:
        """Make cells so wide that a row of them fills the view; each ends in a gap."""
        room = self.width() - _SCROLL_BAR - 1
        columns = max(1, room // (_NARROWEST + GAP))
        self._cell.width = room // columns
        self.setGridSize(QSize(self._cell.width, HEIGHT + GAP))

    # Qt calls these

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._images.rowCount():
            first = self._images.index(0, 0, QModelIndex())
            nothing = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(first, nothing)  # where one is, chosen or not

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.images():
            self.wanted.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.images():
            self.removal_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.images():
            self.clearSelection()
        else:
            super().keyPressEvent(event)
