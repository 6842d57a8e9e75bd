"""Which page belongs to which key, and where its wishes go.

start, project, algorithms, analyses, compare, preferences      the pages at the left
form:N      a new analysis, N counting from 1
run:ID      one analysis
compare:ID+ID+...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from cytodesk.desk import Desk
from cytodesk.ui.algorithms.page import AlgorithmsPage
from cytodesk.ui.compare.page import ComparePage
from cytodesk.ui.form.page import FormPage
from cytodesk.ui.here import Here
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Memory
from cytodesk.ui.notices import Notices
from cytodesk.ui.preferences.page import PreferencesPage
from cytodesk.ui.project.page import ProjectPage
from cytodesk.ui.runs.analyses import AnalysesPage
from cytodesk.ui.runs.analysis import AnalysisPage
from cytodesk.ui.start.page import StartPage

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
    ) -> None:
        """`servers` tells those that one has signed in to: serverID and address."""
        self._house = house
        self._servers = servers
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
        if key == "preferences":
            return PreferencesPage(house.look, house.desk, house.notices, self._servers())
        if self.here is None:
            raise LookupError(key)
        return self._of_project(key, self.here)

    def _of_project(self, key: str, here: Here) -> QWidget:
        kind, _, rest = key.partition(":")
        if kind == "run":
            return AnalysisPage(here, int(rest))
        if kind == "compare":
            return ComparePage(here, [int(each) for each in rest.split("+") if each])
        if kind == "form":
            return FormPage(here, self.beginnings.get(key))
        if kind == "project":
            return ProjectPage(here, self._house.desk.folders.cache / "thumbnails")
        return AlgorithmsPage(here) if kind == "algorithms" else AnalysesPage(here)
