"""Files and folders, asked for with the system's own dialog, which is awaited."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from cytodesk.ui.parts.dialogs import result_of


async def files_chosen(parent: QWidget, title: str, names: str = "") -> list[Path]:
    """Ask for files; `names` is a filter as Qt writes them. An empty list: none was chosen."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    if names:
        dialog.setNameFilter(names)
    return await _chosen(dialog)


async def file_chosen(parent: QWidget, title: str, begin: Path) -> Path | None:
    """Ask for one file, first shown beside `begin`; a link is taken as itself.

    The link inside a virtual environment is what selects its packages.
    """
    dialog = QFileDialog(parent, title, str(begin if begin.is_dir() else begin.parent))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setOption(QFileDialog.Option.DontResolveSymlinks)
    return next(iter(await _chosen(dialog)), None)


async def folder_chosen(parent: QWidget, title: str) -> list[Path]:
    """Ask for one folder; an empty list says that none was chosen."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return await _chosen(dialog)


async def file_to_write(parent: QWidget, title: str, name: str, names: str = "") -> Path | None:
    """Ask where a file shall be written, `name` at first; None: nowhere."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    if names:
        dialog.setNameFilter(names)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    return next(iter(await _chosen(dialog)), None)


async def _chosen(dialog: QFileDialog) -> list[Path]:
    """Return what is told at the choice: Qt's own dialog reads on, and may name another later."""
    if line := dialog.findChild(QLineEdit, "fileNameEdit"):  # none where it is the system's own
        line.setCompleter(None)  # type: ignore[arg-type]  # its list lags, and Enter took from it
    chosen: list[str] = []
    dialog.filesSelected.connect(chosen.extend)
    is_accepted = await result_of(dialog) == QDialog.DialogCode.Accepted
    return [Path(name) for name in chosen] if is_accepted else []
