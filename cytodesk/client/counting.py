"""How many annotations a project has, by term and by author: counted by the server.

Nothing is transferred but the numbers: a list's `size` is asked for, with a page of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.client.natural import natural_key
from cytodesk.client.projects import project_with, terms_of
from cytodesk.errors import N_, NotFound, NotUnderstood, Refused
from cytodesk.wire.codec import read_id
from cytodesk.wire.people import User
from cytodesk.wire.projects import Project, Term

_KINDS: tuple[Mapping[str, Any], ...] = ({}, {"includeAlgo": True}, {"reviewed": True})
"""What asks for annotations of people, of runs, and for reviewed ones (contract 3.9)."""
_AT_ONCE = 4
"""Requests at a time; a connection may be shared by threads."""
_USERS_AT_ONCE = 100
"""Ids in one address; servers cut addresses of more than 8,000 letters."""


@dataclass(frozen=True, slots=True)
class TermCount:
    """Annotations with one term; `term` None counts those that people drew without any."""

    term: Term | None
    by_people: int
    by_runs: int
    reviewed: int


@dataclass(frozen=True, slots=True)
class AuthorCount:
    """Annotations of one person, or of all runs of one algorithm."""

    name: str
    annotations: int
    runs: int = 0
    """0 for a person."""

    @property
    def is_algorithm(self) -> bool:
        return self.runs > 0


def count_by_term(connection: Connection, project: Project) -> list[TermCount]:
    """Return the counts for each term of the project, then for none where there are any.

    A kind of annotation of which the project has none is not asked for term by term.
    """
    project = project_with(connection, project.id)
    totals = (
        project.annotation_count,
        project.run_annotation_count,
        project.reviewed_annotation_count,
    )
    kinds = [kind if total else None for kind, total in zip(_KINDS, totals, strict=True)]

    def counted(term: Term) -> TermCount:
        asked = (
            0 if kind is None else _count(connection, project, **kind, terms=term.id)
            for kind in kinds
        )
        return TermCount(term, *asked)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = list(pool.map(counted, terms_of(connection, project)))
    by_people = _count(connection, project, noTerm=True) if kinds[0] is not None else 0
    return [*found, TermCount(None, by_people, 0, 0)] if by_people else found


def count_by_author(connection: Connection, project: Project) -> list[AuthorCount]:
    """Return who drew annotations: people first, then algorithms, each in order of their names."""
    drawn = _of_people(connection, project)
    algorithms = [
        AuthorCount(name, sum(_of_runs(connection, project, users)), len(users))
        for name, users in _run_users(connection, project).items()
    ]
    return [*_sorted(drawn), *_sorted([each for each in algorithms if each.annotations])]


def _of_people(connection: Connection, project: Project) -> list[AuthorCount]:
    """Return the people who drew something; nobody is asked for once all is accounted for."""
    left, found = project_with(connection, project.id).annotation_count, []
    for person in connection.things(User, f"project/{project.id}/user.json"):
        if left <= 0:
            break
        number = 0 if person.is_run else _count(connection, project, users=person.id)
        if number:
            found.append(AuthorCount(_full_name(person), number))
            left -= number
    return found


def _of_runs(connection: Connection, project: Project, users: Sequence[int]) -> Iterator[int]:
    for begin in range(0, len(users), _USERS_AT_ONCE):
        some = list(users[begin : begin + _USERS_AT_ONCE])
        yield _count(connection, project, users=some, includeAlgo=True)


def _run_users(connection: Connection, project: Project) -> dict[str, list[int]]:
    """Return the ids of the users of the project's runs, by the name of their algorithm."""
    found: dict[str, list[int]] = {}
    try:
        for row in connection.rows(f"project/{project.id}/userjob.json"):
            user = read_id(row.get("id"))
            if user is not None:
                found.setdefault(str(row.get("softwareName") or ""), []).append(user)
    except (NotFound, Refused):
        return {}  # today's servers have no runs of this kind
    return found


def _count(connection: Connection, project: Project, **asked: Any) -> int:
    answer = connection.get(
        "annotation.json", project=project.id, showBasic=True, max=1, offset=0, **asked
    )
    size = answer.get("size") if isinstance(answer, Mapping) else None
    if not isinstance(size, int):
        raise NotUnderstood(
            N_("{url} does not say how many annotations there are."), url=connection.url
        )
    return size


def _full_name(person: User) -> str:
    return f"{person.firstname} {person.lastname}".strip() or person.username


def _sorted(counts: list[AuthorCount]) -> list[AuthorCount]:
    return sorted(counts, key=lambda count: natural_key(count.name))
