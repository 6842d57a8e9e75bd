"""What an algorithm runs in, as it is chosen before it is installed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Surroundings(QWidget):
    """Nothing to choose: of what runs by a command of this computer.

    `changed` tells that another choice was made, or that what is chosen has answered.
    """

    changed = Signal()

    @property
    def is_ready(self) -> bool:
        """Whether what is chosen can be installed with."""
        return True

    @property
    def python(self) -> Path | None:
        """The interpreter that the user has; None for an environment of its own."""
        return None

    @property
    def wheels(self) -> Path | None:
        """The folder that packages come from instead of the network."""
        return None

    @property
    def may_build(self) -> bool:
        """Whether packages may be built from their sources, which runs their code."""
        return False

    @property
    def fetches_now(self) -> bool:
        """Whether what it runs in is fetched as soon as it is installed."""
        return False

    @property
    def fetching(self) -> str:
        """What is done then, in words."""
        return ""
