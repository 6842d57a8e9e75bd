"""How one gets from place to place and from project to project."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

from cytodesk.errors import N_, NotFound, PlaceError
from cytodesk.ui.here import Here
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.remote import Remote
from cytodesk.ui.start.recent import RecentProjects
from cytodesk.ui.tasks import Tasks
from cytodesk.ui.window.commands import Command
from cytodesk.ui.window.page_makers import House, import_for_entering
from cytodesk.ui.window.places import HERE, Places, projects_of
from cytodesk.ui.window.top_bar import TopBar

if TYPE_CHECKING:
    from cytodesk.wire.projects import Project


class Travel(QObject):
    """Connects places and opens projects; `arrived` carries where one is then.

    `came_back` does so where nobody asked for it: the window was where it is now.
    """

    arrived = Signal(object)
    came_back = Signal(object)

    def __init__(self, house: House, places: Places, top: TopBar, tasks: Tasks) -> None:
        super().__init__()
        self._house, self._places, self._top, self._tasks = house, places, top, tasks
        self._projects: list[Project] = []
        self._has_looked = False
        self._address = HERE
        self.place: Here | None = None
        self._drawer = house.memory.drawer("window")
        self.recent = RecentProjects(house.memory.drawer("start"))
        top.places.chosen.connect(self.open_server)
        top.projects.chosen.connect(lambda project: self.open_project(self._address, project))
        self._offer_places()

    @property
    def has_looked(self) -> bool:
        """Whether the projects of a place are known."""
        return self._has_looked

    def servers(self) -> list[tuple[str, str]]:
        """Return the servers that one has signed in to: serverID and address."""
        return [(str(id_), str(url)) for id_, url in self._drawer.get("servers", [])]

    def forget_server(self, server_id: str) -> None:
        """Take a server from the list; the desk has forgotten its keys."""
        for id_, url in self.servers():
            if id_ == server_id:
                self._places.forget(url)
        self._drawer.put("servers", [each for each in self.servers() if each[0] != server_id])
        self._offer_places()

    def begin(self, *, goes_back: bool) -> None:
        """Connect this computer; with `goes_back`, open the project where one was last."""
        self._tasks.start(self._begin(goes_back), replacing="travel")

    def open_server(self, address: str) -> None:
        self._tasks.start(self._open_server(address), replacing="travel")

    def open_project(self, address: str, project_id: int) -> None:
        self._tasks.start(self._open_project(address, project_id), replacing="travel")

    def open_project_at(self, server_id: str, project_id: int) -> None:
        """Open a project of a server that is known by its id."""
        address = self._places.address_of(server_id)
        if address is None:
            address = self.recent.url_of(server_id) or HERE
        self.open_project(address, project_id)

    async def here(self) -> Remote:
        """Return this computer's station, started if need be. Raises PlaceError."""
        return await self._places.remote(HERE)

    async def nowhere(self) -> Here:
        """Return this computer without any project: what is installed can be seen."""
        from cytodesk.wire.projects import Project  # 0.3 s with its kin: not for the first frame

        remote = await self.here()
        memory = self._house.memory.drawer(remote.server_id)
        notices, kept = self._house.notices, self._house.desk.folders.data
        return Here(self._house.look, remote, Project(id=0), memory, notices, kept)

    async def into_a_project(self) -> None:
        """Be in a project of this computer: the last one, or a first one made now."""
        from cytodesk.client.projects import new_project

        remote = await self.here()
        await self._look_around(remote, HERE)
        if not self._projects:
            name = self._house.look.words("My slides")
            self._projects = [await remote.ask(new_project, name, [])]
        last = self._drawer.get(f"last-at-{remote.server_id}")
        known = {project.id: project for project in self._projects}
        await self._arrive(remote, HERE, known.get(last, self._projects[0]))

    def remember_server(self, server_id: str, address: str) -> None:
        """Keep a server that one signed in to, and open it with its new keys."""
        self._places.forget(address)
        others = [each for each in self.servers() if each[0] != server_id]
        self._drawer.put("servers", [*others, (server_id, address)])
        self._offer_places()
        self.open_server(address)

    def commands(self) -> list[Command]:
        """Return what can be travelled to, for the list of commands."""
        projects = [
            Command(
                f"project-{project.id}", project.name, _going(self, self._address, project.id),
                icon="folder", note=self._house.look.words("Project"),
            )
            for project in self._projects
        ]  # fmt: skip
        servers = [
            Command(f"server-{url}", url, _going(self, url, None), icon="cloud")
            for _, url in self.servers()
        ]
        return [*projects, *servers]

    async def _begin(self, goes_back: bool) -> None:
        address, project_id = self._drawer.get("last", [HERE, None])
        if goes_back and project_id is not None:
            await self._open_project(address, project_id, self.came_back)
        else:
            await self._look_around(await self._places.remote(HERE), HERE)

    async def _open_server(self, address: str) -> None:
        remote = await self._places.remote(address)
        await self._look_around(remote, address)
        if not self._projects:
            raise PlaceError(
                N_("{place} has no project that you may open."), place=self._name_of(address)
            )
        last = self._drawer.get(f"last-at-{remote.server_id}")
        known = {project.id: project for project in self._projects}
        await self._arrive(remote, address, known.get(last, self._projects[0]))

    async def _open_project(
        self, address: str, project_id: int, told: SignalInstance | None = None
    ) -> None:
        remote = await self._places.remote(address)
        await self._look_around(remote, address)
        for project in self._projects:
            if project.id == project_id:
                await self._arrive(remote, address, project, told)
                return
        self.recent.forget(remote.server_id, project_id)
        raise NotFound(N_("The project is no longer at {place}."), place=self._name_of(address))

    async def _look_around(self, remote: Remote, address: str) -> None:
        self._projects = await remote.ask(projects_of)
        self._has_looked = True
        self._address = address
        self._top.projects.set_menu([ListRow(each.id, each.name) for each in self._projects])

    async def _arrive(
        self,
        remote: Remote,
        address: str,
        project: Project,
        told: SignalInstance | None = None,
    ) -> None:
        self._drawer.put("last", [address, project.id])
        self._drawer.put(f"last-at-{remote.server_id}", project.id)
        self.recent.opened(remote.connection, project)
        house = self._house
        memory = house.memory.drawer(f"{remote.server_id}/{project.id}")
        await import_for_entering(memory.get("page") or "project")
        icon = "cloud" if address else "desktop"
        self._top.show_place(self._name_of(address), project.name, icon)
        kept = house.desk.folders.data
        self.place = Here(house.look, remote, project, memory, house.notices, kept)
        (told or self.arrived).emit(self.place)

    def _offer_places(self) -> None:
        here = ListRow(HERE, self._name_of(HERE), icon="desktop")
        servers = [
            ListRow(url, self._name_of(url), icon="cloud", is_apart=place == 0)
            for place, (_, url) in enumerate(self.servers())
        ]
        self._top.places.set_menu([here, *servers])

    def _name_of(self, address: str) -> str:
        if not address:
            return self._house.look.words("This computer")
        return address.removeprefix("https://").removeprefix("http://")


def _going(travel: Travel, address: str, project_id: int | None) -> Callable[[], None]:
    if project_id is None:
        return lambda: travel.open_server(address)
    return lambda: travel.open_project(address, project_id)
