"""A project that comes as one file: how far it is, and a way to stop it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from cytodesk.client.exchange import Imported, import_project
from cytodesk.errors import Cancelled
from cytodesk.ui.look import Look
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.progressing import Progressing
from cytodesk.ui.remote import Remote


async def imported_from(look: Look, remote: Remote, file: Path, parent: QWidget) -> Imported | None:
    """Bring in the project in `file`; None where it was stopped, which leaves nothing behind."""
    dialog = Dialog(look, look.words("Bringing in a project"), parent)
    progress = Progressing(look)
    dialog.body.addWidget(progress)
    dialog.rejected.connect(progress.stop)
    progress.begin(file.name)
    dialog.open()
    try:
        return await remote.ask(import_project, file, progress.report)
    except Cancelled:
        return None
    finally:
        if isValid(dialog):  # it goes with the window
            dialog.rejected.disconnect(progress.stop)
            dialog.close()
            dialog.deleteLater()
