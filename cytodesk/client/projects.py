"""Projects of a place: their images and terms, made, listed, added to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.client.natural import natural_key
from cytodesk.errors import N_, BadInput, Refused
from cytodesk.wire.codec import from_json
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Ontology, Project, Term

_IDS = 200
"""Ids asked for at once: an address may not grow without end."""


@dataclass(frozen=True, slots=True)
class NewTerm:
    name: str
    color: str
    """#RRGGBB."""


def projects_of(connection: Connection) -> list[Project]:
    """Return the projects that the signed-in person may see, in the order of their names."""
    found = connection.things(Project, "project.json")
    return sorted(found, key=lambda project: (natural_key(project.name), project.id))


def project_with(connection: Connection, id: int) -> Project:
    """Return the project with this id, as it is now. Raises NotFound."""
    return connection.thing(Project, f"project/{id}.json")


def new_project(connection: Connection, name: str, terms: Sequence[NewTerm] = ()) -> Project:
    """Make a project with an ontology of its own that holds `terms`.

    Raises BadInput where the name is empty or taken.
    """
    name = name.strip()
    if not name:
        raise BadInput(N_("A project needs a name."))
    if any(project.name == name for project in connection.things(Project, "project.json")):
        raise BadInput(N_("There is already a project {name}."), name=name)
    ontology = _free_ontology(connection, name)
    body = {"name": name, "ontology": ontology.id}
    project = from_json(Project, connection.post("project.json", body)["project"])
    for term in terms:
        add_term(connection, project, term)
    return project_with(connection, project.id)


def terms_of(connection: Connection, project: Project) -> list[Term]:
    """Return the terms of the project's ontology, in the order of their names."""
    if project.ontology is None:
        return []
    found = connection.things(Term, f"project/{project.id}/term.json")
    return sorted(found, key=lambda term: (natural_key(term.name), term.id))


def add_term(connection: Connection, project: Project, term: NewTerm) -> Term:
    """Add a term to the project's ontology, which other projects may share."""
    body = {"name": term.name.strip(), "color": term.color, "ontology": project.ontology}
    return from_json(Term, connection.post("term.json", body)["term"])


def images_of(connection: Connection, project: Project) -> list[ImageInstance]:
    """Return the images of the project, in the order of their names."""
    found = connection.things(ImageInstance, f"project/{project.id}/imageinstance.json")
    return sorted(found, key=lambda image: (natural_key(image.name), image.id))


def images_with(
    connection: Connection, project: Project, ids: Sequence[int]
) -> dict[int, ImageInstance]:
    """Return those of `ids` that are images of the project, which may have very many others."""
    path, wanted = f"project/{project.id}/imageinstance.json", set(ids)
    found: dict[int, ImageInstance] = {}
    for first in range(0, len(ids), _IDS):
        query: dict[str, Any] = {"id[in]": ",".join(map(str, ids[first : first + _IDS]))}
        rows = connection.page(path, size=_IDS, **query).rows
        images = [from_json(ImageInstance, row) for row in rows]
        if any(image.id not in wanted for image in images):  # a server that does not filter
            images = list(connection.things(ImageInstance, path))
            return {image.id: image for image in images if image.id in wanted}
        found |= {image.id: image for image in images}
    return found


def add_image(connection: Connection, project: Project, path: Path) -> ImageInstance:
    """Add a file of this computer to a project of its station; it stays where it is.

    Raises BadInput in the station's words: no reader opens it, it is there already.
    """
    _refuse_others(connection)
    body = {"project": project.id, "path": str(path.absolute())}
    try:
        return from_json(ImageInstance, connection.post("/station/v1/images", body))
    except Refused as error:
        if error.status not in (400, 409):
            raise
        raise BadInput("{reason}", reason=error.fields["said"]) from error


def remove_image(connection: Connection, image: ImageInstance) -> None:
    """Take the image and its annotations out of its project; the file stays."""
    connection.delete(f"imageinstance/{image.id}.json")


def _refuse_others(connection: Connection) -> None:
    if not connection.is_station:
        raise BadInput(
            N_("{url} is a Cytomine server: add images there with its own upload page."),
            url=connection.url,
        )


def _free_ontology(connection: Connection, name: str) -> Ontology:
    """Make an ontology named like its project, with a number where that name is taken."""
    taken = {ontology.name for ontology in connection.things(Ontology, "ontology.json")}
    names = [name, *(f"{name} ({number})" for number in range(2, len(taken) + 3))]
    free = next(each for each in names if each not in taken)
    return from_json(Ontology, connection.post("ontology.json", {"name": free})["ontology"])
