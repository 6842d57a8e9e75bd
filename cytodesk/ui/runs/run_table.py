"""The table of runs: what its keys do beside those of every table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from cytodesk.client.run_lists import ListedRun
from cytodesk.ui.parts.table import Table


class RunTable(Table[ListedRun]):
    """Delete wants the data of the ticked runs (or of the current one) deleted, S a star."""

    delete_wanted = Signal(list)
    star_wanted = Signal(object)

    # Qt calls these

    def keyPressEvent(self, event: QKeyEvent) -> None:
        run, is_bare = self.current(), event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Delete and is_bare:
            if runs := self.ticked() or [each for each in [run] if each]:
                self.delete_wanted.emit(runs)
        elif event.key() == Qt.Key.Key_S and is_bare and run is not None:
            self.star_wanted.emit(run)
        else:
            super().keyPressEvent(event)
