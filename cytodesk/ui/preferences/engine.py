"""Which container engine runs what comes as an image."""

from __future__ import annotations

from dataclasses import replace

from cytodesk.desk import Desk
from cytodesk.engines import NO_ENGINE, EngineKind
from cytodesk.ui.look import Look
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.preferences.rows import Preference

_FIRST = "first"


class EnginePreference(Preference):
    """Kept at once; counts from the next analysis on."""

    def __init__(self, look: Look, desk: Desk) -> None:
        words = look.words
        self._desk = desk
        kinds = [(kind.value, kind.said) for kind in EngineKind]
        self.pick = Pick(
            look,
            "",
            [(_FIRST, words("The first that answers")), *kinds, (NO_ENGINE, words("None"))],
        )
        super().__init__(
            look,
            words("Container engine"),
            words("Runs algorithms that come as container images. Counts from the next analysis."),
            self.pick,
        )
        self.pick.changed.connect(self._prefer)
        self.refresh()

    def refresh(self) -> None:
        """Show what is preferred now; that changes nothing."""
        self.pick.set_value(self._desk.settings.container_engine or _FIRST)

    def _prefer(self) -> None:
        chosen = str(self.pick.value())
        engine = None if chosen == _FIRST else chosen
        self._desk.prefer(replace(self._desk.settings, container_engine=engine))
