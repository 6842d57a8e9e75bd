"""Taking a comparison away: asks where to, and lets the worker write; tables into the clipboard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from cytodesk.errors import N_
from cytodesk.ui.charts.chart import Chart
from cytodesk.ui.compare.table_taking import COPY, as_csv, as_tabs
from cytodesk.ui.compare.writing import save_chart, save_text, save_whole
from cytodesk.ui.here import Here
from cytodesk.ui.look import Look
from cytodesk.ui.tasks import Tasks

FORMS = {
    "pdf": N_("Report on paper (PDF)"),
    "html": N_("Report for a browser (HTML)"),
    "zip": N_("Research object (RO-Crate)"),
    "csv": N_("Figures as a table (CSV)"),
    "json": N_("All figures, as the command line says them (JSON)"),
}
_LETTERS = "-_ ."


class Taking:
    """`ask(save, ..., path, language)` calls `save` in the worker."""

    def __init__(
        self, parent: QWidget, here: Here, tasks: Tasks, ask: Callable[..., Awaitable[object]]
    ) -> None:
        self._parent, self._here, self._tasks, self._in_worker = parent, here, tasks, ask
        self._look = here.look

    def chart(self, title: str, chart: Chart, form: str) -> QFileDialog:
        """Ask where to, and write one chart as png, svg or csv."""
        drawing, words = chart.drawing, self._look.words
        name = f"{title} {drawing.title.said(words)}"
        return self._ask(
            name, form, lambda path: self._write(path, save_chart, drawing, path, words.language)
        )

    def whole(self, title: str, form: str, iou: float) -> QFileDialog:
        """Ask where to, and write the whole as pdf, html, zip, csv or json."""
        language = self._look.words.language
        return self._ask(
            title, form, lambda path: self._write(path, save_whole, path, iou, language)
        )

    def table(self, title: str, rows: Sequence[Sequence[object]], form: str) -> QFileDialog | None:
        """Copy a table for a spreadsheet, or ask where to and write it as csv."""
        if form == COPY:
            QGuiApplication.clipboard().setText(as_tabs(rows))
            return None
        text = as_csv(rows)
        name = f"{title} {rows[0][0]}"
        return self._ask(name, form, lambda path: self._write(path, save_text, text, path))

    def _ask(self, name: str, form: str, write: Callable[[Path], object]) -> QFileDialog:
        return ask_where(self._parent, self._look, name, form, write)

    def _write(self, path: Path, save: Callable[..., None], *arguments: object) -> None:
        self._tasks.start(self._written(path, save, *arguments))

    async def _written(self, path: Path, save: Callable[..., None], *arguments: object) -> None:
        await self._in_worker(save, *arguments)
        self._here.notices.show(self._look.words("Saved as {path}.", path=path))


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
