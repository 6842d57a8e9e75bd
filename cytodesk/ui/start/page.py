"""StartPage: a first result in two minutes, or back to what was open.

It is the window's first frame, so what only its actions need is imported when they are taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.ui.arrivals import SLIDES, DropTarget
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Drawer
from cytodesk.ui.notices import Notices
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.scrolling import scrolled
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.start.computer_list import ComputerList
from cytodesk.ui.start.drop_area import DropArea
from cytodesk.ui.start.recent import RecentProject, RecentProjects
from cytodesk.ui.start.recent_list import RecentList
from cytodesk.ui.start.way_card import WayCard
from cytodesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from cytodesk.desk import Desk  # 0.6 s: the page is painted before

_WIDTH = 840


class StartPage(QWidget):
    """The first page. It makes the sample itself, and asks the window for everything else."""

    sign_in_wanted = Signal()
    new_project_wanted = Signal()
    project_wanted = Signal(str, int)
    """serverID, project id."""
    files_wanted = Signal(list)
    """Paths of slides, algorithms and project files."""

    def __init__(
        self,
        look: Look,
        desk: Desk,
        memory: Drawer,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        words = look.words
        self.setObjectName("page")
        self.title = words("Start")
        self._look, self._desk = look, desk
        self.recent = RecentProjects(memory)
        self._tasks = Tasks(owner=self, report=notices.show)
        self._drop = DropArea(look)
        self._recent_list = RecentList(look)
        self._computer = ComputerList(look)
        self._make_cards()
        self._lay_out()
        self._connect()
        self._show_recent()

    def refresh(self) -> None:
        """Show what was open lately, and look at this computer again."""
        self._show_recent()
        self._tasks.start(self._examine(), replacing="computer")

    def open_sample(self) -> None:
        """Make the sample, or what of it is missing, and ask for its project."""
        if not self._tasks.is_running("sample"):
            self._tasks.start(self._make_sample(), replacing="sample")

    def choose_files(self) -> None:
        self._tasks.start(self._choose(), replacing="choosing")

    def _show_recent(self) -> None:
        recent = self.recent.all()
        self._recent_list.show_projects(recent)
        self._drop.set_low(bool(recent))

    async def _examine(self) -> None:
        import asyncio

        from cytodesk.ui.start.computer import examine

        computer = await asyncio.to_thread(examine, self._desk.folders.workspace)
        self._computer.show_computer(computer)

    async def _make_sample(self) -> None:
        import asyncio

        from cytodesk.ui.start.sample_making import made_sample

        words, progress = self._look.words, self._sample.progress
        self._sample.begin(words("Starting…"))
        painting = words("Making the slide and its project")
        try:
            server, project = await asyncio.to_thread(
                made_sample, self._desk, lambda share: progress.report(share, painting)
            )
        finally:
            self._sample.end()
        self.project_wanted.emit(server, project.id)

    async def _choose(self) -> None:
        from cytodesk.ui.choosing import files_chosen

        words = self._look.words
        slides = " ".join(f"*{suffix}" for suffix in SLIDES)
        names = ";;".join(
            [
                words("Slides and algorithms") + f" ({slides} *.json *.zip *.cytodesk)",
                words("All files") + " (*)",
            ]
        )
        if paths := await files_chosen(self, words("Choose files"), names):
            self.files_wanted.emit(paths)

    def _make_cards(self) -> None:
        look, words = self._look, self._look.words
        self._sample = WayCard(
            look,
            "flask",
            words("Sample project"),
            words("A slide and two algorithms, ready to run. First result in about a minute."),
            words("Open the sample"),
            kind="primary",
        )
        self._server = WayCard(
            look,
            "cloud",
            words("A Cytomine server"),
            words("Work on the projects you already have there."),
            words("Sign in..."),
        )
        self._own = WayCard(
            look,
            "folder-plus",
            words("A project of your own"),
            words("Slides stay where they are on this computer."),
            words("New project..."),
        )

    def _lay_out(self) -> None:
        look, words = self._look, self._look.words
        ways = row(self._sample, self._server, self._own, spacing=16, align=None)
        privacy = words("Nothing leaves this computer unless you sign in to a server.")
        foot = Text(look, privacy + " " + words("Not for diagnosis."), "caption")
        middle = QWidget()
        middle.setFixedWidth(_WIDTH)
        middle.setLayout(
            column(
                Text(look, words("Welcome to CytoDesk"), "page-title"),
                5,
                Text(
                    look,
                    words("Run image analyses on slides and see where their results differ."),
                    "soft",
                ),
                24,
                column(self._recent_list),
                self._drop,
                16,
                ways,
                28,
                self._computer,
                72,
                foot,
                spacing=0,
            )
        )
        page = QWidget()
        whole = column(None, middle, None, margins=(0, 40, 0, 2))
        whole.setStretch(0, 3)
        page.setLayout(row(None, whole, None, align=None))
        area = scrolled(page, sideways=True)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setLayout(column(area, spacing=0))

    def _connect(self) -> None:
        self._drop.arrived.connect(self.files_wanted)
        around = DropTarget(self)  # who misses the field means it
        around.hovered.connect(self._drop.set_hovered)
        around.dropped.connect(self.files_wanted)
        self._drop.choosing_wanted.connect(self.choose_files)
        self._sample.wanted.connect(self.open_sample)
        self._server.wanted.connect(self.sign_in_wanted)
        self._own.wanted.connect(self.new_project_wanted)
        self._recent_list.wanted.connect(self._open)

    def _open(self, project: RecentProject) -> None:
        self.project_wanted.emit(project.server, project.project)

    # Qt calls this

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_recent()  # projects were opened since
