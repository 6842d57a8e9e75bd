"""Which page belongs to which key, and where its wishes go.

start, project, algorithms, analyses, compare, preferences      the pages at the left
form:N      a new analysis, N counting from 1
run:ID      one analysis
compare:ID+ID+...
"""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.memory import Memory
from cytodesk.ui.notices import Notices
from cytodesk.ui.start.page import StartPage

if TYPE_CHECKING:
    from cytodesk.desk import Desk
    from cytodesk.ui.here import Here
    from cytodesk.ui.remote import Remote

# Imported when first shown, or by `warm_up`: numpy and its kin would double the first frame's time.
_PAGES = {
    "project": ("cytodesk.ui.project.page", "ProjectPage"),
    "algorithms": ("cytodesk.ui.algorithms.page", "AlgorithmsPage"),
    "form": ("cytodesk.ui.form.page", "FormPage"),
    "analyses": ("cytodesk.ui.runs.analyses", "AnalysesPage"),
    "run": ("cytodesk.ui.runs.analysis", "AnalysisPage"),
    "compare": ("cytodesk.ui.compare.page", "ComparePage"),
    "preferences": ("cytodesk.ui.preferences.page", "PreferencesPage"),
}
_ON_ENTERING = ("cytodesk.ui.window.activity", "cytodesk.ui.runs.activity")
_LATER = (
    "cytodesk.ui.window.palette",
    "cytodesk.ui.window.bell",
    "cytodesk.ui.about.about",
    "cytodesk.ui.start.new_project",
    "cytodesk.ui.start.sign_in",
    "cytodesk.ui.choosing",
    "cytodesk.ui.form.editors.many",
    "cytodesk.ui.form.parameter_form",
    "cytodesk.ui.form.many.desk",
    "cytodesk.ui.charts.chart",
    "cytodesk.ui.compare.slide",
    "cytodesk.ui.compare.tabbed",
)
ICONS = {"form": "flask", "run": "flask", "compare": "scales"}


@dataclass(frozen=True, slots=True)
class House:
    """What belongs to no project."""

    look: Look
    desk: Desk
    memory: Memory
    notices: Notices


class PageMaker:
    """Makes the page of a key for one project, or for none; `wishes` answer its signals."""

    def __init__(
        self,
        house: House,
        wishes: Mapping[str, Callable[..., object]],
        servers: Callable[[], Sequence[tuple[str, str]]],
        station: Callable[[], Awaitable[Remote]],
    ) -> None:
        """`servers` tells those that one has signed in to: serverID and address.

        `station` returns this computer's, started if need be.
        """
        self._house = house
        self._servers = servers
        self._station = station
        self._wishes = wishes
        self.here: Here | None = None
        self.beginnings: dict[str, int | list[int] | None] = {}
        """What a form begins with, by its key: an algorithm, a run to run again, or images."""

    def make(self, key: str) -> QWidget:
        page = self._made(key)
        page.setProperty("key", key)
        for name, answer in self._wishes.items():
            signal = getattr(page, name, None)
            if isinstance(signal, SignalInstance):
                signal.connect(answer)
        for name in ("title_changed", "titled"):
            renamed = getattr(page, name, None)
            if isinstance(renamed, SignalInstance):
                renamed.connect(
                    lambda *_: self._wishes["retitled"](key, getattr(page, "title", ""))
                )
        return page

    def _made(self, key: str) -> QWidget:
        house = self._house
        if key == "start":
            return StartPage(house.look, house.desk, house.memory.drawer("start"), house.notices)
        kind, _, rest = key.partition(":")
        page = _class_of(kind)
        thumbnails = house.desk.folders.cache / "thumbnails"
        if kind == "preferences":
            made = page(house.look, house.desk, house.notices, self._servers(), self._station)
        elif self.here is None:
            raise LookupError(key)
        elif kind == "project":
            made = page(self.here, thumbnails)
        elif kind == "form":
            made = page(self.here, self.beginnings.get(key), self._station, thumbnails)
        elif kind == "run":
            made = page(self.here, int(rest))
        elif kind == "compare":
            made = page(self.here, [int(each) for each in rest.split("+") if each])
        else:
            made = page(self.here)
        assert isinstance(made, QWidget)
        return made


async def import_for_entering(key: str) -> None:
    """Import what the window needs to enter a project at the page `key`."""
    from cytodesk.ui.imports import ASKING, imported  # asyncio: not for the first frame

    page = _PAGES.get(key.partition(":")[0])
    await imported([*_ON_ENTERING, *([page[0]] if page else [])], first=ASKING)


async def warm_up() -> None:
    """Import all pages and dialogs, so that none has to when it is first shown."""
    from cytodesk.ui.imports import ASKING, NUMBERS, PLOTTING, imported

    pages = [module for module, _ in _PAGES.values()]
    modules = [*_ON_ENTERING, *PLOTTING, *_LATER, *pages]
    await imported(modules, first=[*ASKING, *NUMBERS])


def _class_of(kind: str) -> Callable[..., object]:
    module, name = _PAGES[kind]
    found: Callable[..., object] = getattr(importlib.import_module(module), name)
    return found
