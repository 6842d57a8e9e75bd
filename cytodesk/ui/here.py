"""What a page is given: where it is, and whom it may tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cytodesk.settings import Folders

if TYPE_CHECKING:
    from cytodesk.ui.look import Look
    from cytodesk.ui.memory import Drawer
    from cytodesk.ui.notices import Notices
    from cytodesk.ui.remote import Remote
    from cytodesk.wire.projects import Project


@dataclass(frozen=True, slots=True)
class Here:
    """One project of one place."""

    look: Look
    remote: Remote
    project: Project
    memory: Drawer
    """Of this project at this place."""
    notices: Notices
    kept: Path = field(default_factory=lambda: Folders.of_user().data)
    """Where presets and journals of batches lie: this person's, for all places."""
