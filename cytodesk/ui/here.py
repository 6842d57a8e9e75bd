"""What a page is given: where it is, and whom it may tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
