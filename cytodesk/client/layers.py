"""What can be compared beside runs: the reviewed layer of a project, and what each person drew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.errors import NotFound, Refused
from cytodesk.wire.people import User


@dataclass(frozen=True, slots=True)
class Layer:
    """`id` is -project for the reviewed layer, which has no `person`, and -user for a person's."""

    id: int
    person: str
    annotations: int


def layers_of(connection: Connection, project: int) -> list[Layer]:
    """Return the layers that hold annotations, the reviewed one first."""
    reviewed = _count(connection, project, reviewed=True)
    found = [Layer(-project, "", reviewed)] if reviewed else []
    for person in _people(connection, project):
        if number := _count(connection, project, users=person.id):
            name = f"{person.firstname} {person.lastname}".strip() or person.username
            found.append(Layer(-person.id, name, number))
    return found


def _people(connection: Connection, project: int) -> list[User]:
    try:
        listed = list(connection.things(User, f"project/{project}/user.json"))
    except (NotFound, Refused):
        return []
    return [person for person in listed if not person.is_run]


def _count(connection: Connection, project: int, **asked: Any) -> int:
    page = connection.page("annotation.json", size=1, project=project, showBasic=True, **asked)
    return page.total
