"""Taking a comparison away: asks where to, and lets the worker write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cytodesk.errors import N_
from cytodesk.ui.look import Look

FORMS = {
    "pdf": N_("Report on paper (PDF)"),
    "html": N_("Report for a browser (HTML)"),
    "zip": N_("Research object (RO-Crate)"),
    "csv": N_("Figures as a table (CSV)"),
}
_LETTERS = "-_ ."


def ask_where(
    parent: QWidget, look: Look, name: str, form: str, write: Callable[[Path], object]
) -> QFileDialog:
    """Let the user choose a file; `write` is called with it, nothing if they change their mind."""
    dialog = QFileDialog(parent, look.words("Save as"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(f"*.{form}")
    dialog.setDefaultSuffix(form)
    dialog.selectFile(f"{_bare(name)}.{form}")
    dialog.fileSelected.connect(lambda path: write(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _bare(name: str) -> str:
    """Return `name` as a file may be called on every system."""
    kept = "".join(each for each in name if each.isalnum() or each in _LETTERS)
    return kept.strip(" .") or "chart"
