"""An id or a name, typed by a person -> the thing on a server."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from cytodesk.client.comparisons import SavedComparison, saved_comparisons
from cytodesk.client.connection import Connection
from cytodesk.client.natural import folded, natural_key
from cytodesk.errors import N_, BadInput, NotFound, NotUnderstood
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import Wired
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run

W = TypeVar("W", bound=Wired)


def find_algorithm(connection: Connection, what: str) -> InstalledAlgorithm:
    """Return the algorithm with the id, the full name ('Name (v1.2)') or the name `what`.

    Of a name's versions the newest, where v1.10 is newer than v1.9. Raises NotFound.
    """
    by_id = _by_id(connection, InstalledAlgorithm, "software/{}.json", what)
    if by_id is not None:
        return by_id
    installed = installed_at(connection)
    found = _named(installed, what, lambda each: (each.full_name, each.name))
    if not found:
        raise _missing(what, [each.name for each in installed], connection)
    return max(found, key=lambda each: (natural_key(each.version or ""), each.id))


def installed_at(connection: Connection, path: str = "software.json") -> list[InstalledAlgorithm]:
    """Return what is installed at the place. Raises NotFound where there can be nothing."""
    try:
        return list(connection.things(InstalledAlgorithm, path))
    except (NotFound, NotUnderstood) as error:
        raise NotFound(
            N_("{url} has no algorithms of Cytomine's Software kind: {reason}"),
            url=connection.url,
            reason=error,
        ) from error


def find_project(connection: Connection, what: str) -> Project:
    """Return the project with the id or name `what`. Raises NotFound; BadInput if there are two."""
    by_id = _by_id(connection, Project, "project/{}.json", what)
    if by_id is not None:
        return by_id
    projects = list(connection.things(Project, "project.json"))
    return _only(what, projects, lambda each: each.name, connection)


def find_image(connection: Connection, project: Project, what: str) -> ImageInstance:
    """Return the image of `project` with the id or name `what`. Raises as `find_project`."""
    images = list(connection.things(ImageInstance, f"project/{project.id}/imageinstance.json"))
    by_id = [image for image in images if str(image.id) == what]
    return by_id[0] if by_id else _only(what, images, lambda each: each.name, connection)


def find_comparison(
    connection: Connection, name: str, project: str | None, folder: Path
) -> tuple[Project, SavedComparison]:
    """Return what was saved under `name`, in the project of that id or name, or in any.

    Raises NotFound, which names those that are there; BadInput where several projects have one.
    """
    everywhere = connection.things(Project, "project.json")
    projects = [find_project(connection, project)] if project else everywhere
    kept = [(each, one) for each in projects for one in saved_comparisons(connection, each, folder)]
    found = [(each, one) for each, one in kept if one.name == name]
    if len(found) > 1:
        template = N_("{name} is saved in {projects}: say which with --project.")
        raise BadInput(template, name=name, projects=", ".join(each.name for each, _ in found))
    if not found:
        names = ", ".join(dict.fromkeys(one.name for _, one in kept))
        if not names:
            raise NotFound(N_("No comparison is saved there."))
        raise NotFound(
            N_("No comparison is saved as {name}: there is {names}."), name=name, names=names
        )
    return found[0]


def find_run(connection: Connection, id: int) -> Run:
    """Return the run with this id. Raises NotFound."""
    found = _by_id(connection, Run, "job/{}.json", str(id))
    if found is None:
        raise NotFound(N_("There is no run {run} at {url}."), run=id, url=connection.url)
    return found


def _by_id(connection: Connection, cls: type[W], path: str, what: str) -> W | None:
    """Return the thing with this id; None if `what` is nobody's id: names may be digits too."""
    if not what.isdecimal():
        return None
    try:
        return connection.thing(cls, path.format(int(what)))
    except NotFound:
        return None


def _only(what: str, things: Sequence[W], name: Callable[[W], str], connection: Connection) -> W:
    found = _named(things, what, lambda each: [name(each)])
    if not found:
        raise _missing(what, [name(each) for each in things], connection)
    if len(found) > 1:
        raise BadInput(
            N_("{what} is the name of {ids}: say which by its id."),
            what=what,
            ids=", ".join(str(each.id) for each in found),
        )
    return found[0]


def _named(things: Sequence[W], what: str, names: Callable[[W], Sequence[str]]) -> list[W]:
    """Return those that are called `what`; those that differ in case only if there are none."""
    exact = [each for each in things if what in names(each)]
    return exact or [each for each in things if folded(what) in map(folded, names(each))]


def _missing(what: str, names: Sequence[str], connection: Connection) -> NotFound:
    by_name = {folded(name): name for name in names}
    near = difflib.get_close_matches(folded(what), list(by_name), n=3)
    if near:
        return NotFound(
            N_("There is no {what} at {url}. Nearest: {nearest}."),
            what=what,
            url=connection.url,
            nearest=", ".join(by_name[each] for each in near),
        )
    return NotFound(N_("There is no {what} at {url}."), what=what, url=connection.url)
