"""Pictures of the window, light and dark, and one page that shows them in order."""

from __future__ import annotations

import asyncio
import html
import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cytodesk.settings import write_atomically
from cytodesk.ui.compare.crops import CropView
from cytodesk.ui.compare.waiting import Waiting
from cytodesk.ui.look import Look
from cytodesk.ui.parts.states import Skeleton
from cytodesk.ui.tour.pulse import Pulse

_SETTLES = 0.25
"""Seconds for thumbnails and fades before a picture is taken."""
_RESTS_WITHIN = 10.0
"""Seconds for what is still on its way when a picture is wanted."""
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 32px auto; max-width: 1180px; color: #1B1F24;
       background: #F6F7F8 }
figure { margin: 32px 0 } img { width: 100%; border: 1px solid #DFE3E7; border-radius: 6px }
figcaption { margin-bottom: 8px } .soft { color: #5B6570 }
table { border-collapse: collapse } td { padding: 2px 16px 2px 0 }
"""


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    says: str
    at: float
    """Seconds since the tour began."""
    files: tuple[str, ...]


@dataclass(slots=True)
class Album:
    """Takes pictures of one window into `folder`."""

    folder: Path
    window: QWidget
    look: Look
    pulse: Pulse
    begun: float = field(default_factory=time.monotonic)
    pictures: list[Picture] = field(default_factory=list)

    async def take(self, name: str, says: str) -> None:
        """Grab the window as it is, in both appearances; `says` is its caption."""
        await asyncio.sleep(_SETTLES)
        give_up = time.monotonic() + _RESTS_WITHIN
        while self._is_waiting() and time.monotonic() < give_up:
            await asyncio.sleep(_SETTLES)
        with self.pulse.paused():
            await self._take(name, says)

    def _is_waiting(self) -> bool:
        """Say whether something is still on its way: a list, a comparison, a piece of a slide."""
        kinds = (Skeleton, Waiting)
        waits = any(each.isVisible() for kind in kinds for each in self.window.findChildren(kind))
        crops = (view for view in self.window.findChildren(CropView) if view.isVisible())
        return waits or any(view.is_waiting for view in crops)

    async def _take(self, name: str, says: str) -> None:
        at = time.monotonic() - self.begun
        number = f"{len(self.pictures) + 1:02d}"
        was_dark = self.look.theme.is_dark
        files = []
        for appearance in ("light", "dark"):
            self.look.theme.set_appearance(appearance)
            await asyncio.sleep(_SETTLES)
            file = f"{number}-{name}-{appearance}.png"
            self.window.grab().save(str(self.folder / file))
            files.append(file)
        self.look.theme.set_appearance("dark" if was_dark else "light")
        self.pictures.append(Picture(name, says, at, tuple(files)))

    def write(self, title: str, facts: dict[str, str], foot: str) -> Path:
        """Write the report beside the pictures; return its path."""
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{html.escape(said)}</td></tr>"
            for name, said in facts.items()
        )
        figures = "".join(_figure(picture) for picture in self.pictures)
        page = (
            f"<!doctype html><meta charset='utf-8'><title>{html.escape(title)}</title>"
            f"<style>{_STYLE}</style><h1>{html.escape(title)}</h1><table>{rows}</table>"
            f"{figures}<p class='soft'>{html.escape(foot)}</p>"
        )
        report = self.folder / "report.html"
        write_atomically(report, page.encode())
        return report


def _figure(picture: Picture) -> str:
    shown = "".join(f"<img src='{file}' alt=''>" for file in picture.files)
    caption = f"{html.escape(picture.says)} <span class='soft'>{picture.at:.1f} s</span>"
    return f"<figure><figcaption>{caption}</figcaption>{shown}</figure>"
