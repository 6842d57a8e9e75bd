"""Files that arrive, dropped or chosen: what each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

SLIDES = (
    ".svs", ".ndpi", ".mrxs", ".scn", ".bif", ".vms", ".vmu", ".svslide", ".tif", ".tiff", ".dcm",
    ".png", ".jpg", ".jpeg", ".czi", ".zvi",
)  # fmt: skip
"""What is taken from a folder; a file that is given by itself is tried whatever its name."""

PROJECT_FILE = ".cytodesk"
_DICOM = ".dcm"


@dataclass(frozen=True, slots=True)
class Arrivals:
    images: tuple[Path, ...] = ()
    algorithms: tuple[Path, ...] = ()
    """Folders, zips and descriptors."""
    projects: tuple[Path, ...] = ()
    """Projects as files."""


def sorted_out(paths: Iterable[Path]) -> Arrivals:
    """Say what each path is: by its suffix, a folder by what it holds. Reads folders."""
    images: list[Path] = []
    algorithms: list[Path] = []
    projects: list[Path] = []
    for path in paths:
        suffix = path.suffix.lower()
        if path.is_dir():
            slides = list(_slides_in(path))
            (images.extend(slides) if slides else algorithms.append(path))
        elif suffix in (".json", ".zip"):
            algorithms.append(path)
        elif suffix == PROJECT_FILE:
            projects.append(path)
        else:
            images.append(path)
    return Arrivals(tuple(images), tuple(algorithms), tuple(projects))


def _slides_in(folder: Path) -> Iterator[Path]:
    """Yield the slides of a folder that is no algorithm; DICOM files of one folder are one."""
    if any(folder.glob("*.json")):
        return
    has_dicom = False
    for path in sorted(folder.iterdir()):
        suffix = path.suffix.lower()
        if suffix in SLIDES and path.is_file() and not (suffix == _DICOM and has_dicom):
            has_dicom = has_dicom or suffix == _DICOM
            yield path


class DropTarget(QObject):
    """Lets files be dropped on a widget: `hovered` while they are above it, then `dropped`."""

    hovered = Signal(bool)
    dropped = Signal(list)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            if _paths_in(event.mimeData()):
                event.acceptProposedAction()
                self.hovered.emit(True)
            return True
        if isinstance(event, QDragMoveEvent) and event.type() == QEvent.Type.DragMove:
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hovered.emit(False)
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.hovered.emit(False)
            event.acceptProposedAction()
            self.dropped.emit(_paths_in(event.mimeData()))
            return True
        return False


def _paths_in(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
