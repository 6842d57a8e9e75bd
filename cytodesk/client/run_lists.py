"""The runs of a project as a table shows them, and the figures that change while they go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.client.paging import Row
from cytodesk.errors import NotFound, Refused
from cytodesk.wire.codec import read_id, read_ids, read_truth
from cytodesk.wire.people import User
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import RunState, state_of

PAGE = 250
_VERSION = re.compile(r"^(?P<name>.*\S)\s*\((?P<version>[^()]*)\)$")


@dataclass(frozen=True, slots=True)
class GivenParameter:
    """A parameter that runs were given values for; the same for all runs of an algorithm."""

    name: str
    human_name: str
    type: str
    is_image: bool
    """Whether its values are ids of images."""

    @property
    def is_number(self) -> bool:
        return self.type.lower() == "number"

    @property
    def holds_ids(self) -> bool:
        return self.type.lower() in ("domain", "listdomain")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRun:
    """One row: a run, and how long it took as far as its place knows."""

    id: int
    number: int
    project: int | None
    algorithm: int | None
    name: str
    version: str
    state: RunState
    progress: int
    comment: str
    favourite: bool
    data_deleted: bool
    created: int | None
    """UTC epoch milliseconds, as all instants."""
    started: int | None = None
    """When its program began, where the place says so."""
    duration: float | None = None
    """Seconds; None while it goes on."""
    who: str
    warning: str = ""
    cancel_asked: bool = False
    images: int | None = None
    """How many images it was given; None where it was given none by name."""
    batch: int | None = None
    """Of which it is a row, where the place knows batches."""
    batch_label: str = ""
    values: Mapping[GivenParameter, str] = field(default_factory=dict, repr=False)

    @property
    def label(self) -> str:
        return f"{self.name} #{self.number}"

    @property
    def can_be_cancelled(self) -> bool:
        return not self.state.has_ended and not self.cancel_asked


@dataclass(frozen=True, slots=True)
class RunPage:
    """Some runs, newest first, and how many there are in all."""

    runs: tuple[ListedRun, ...]
    total: int


def run_page(
    connection: Connection, project: Project, *, offset: int = 0, size: int = PAGE
) -> RunPage:
    """Return the runs of `project` from `offset` on, the newest first.

    A page is small enough that reading it in a thread holds nobody up.
    """
    answer = connection.get(
        "job.json",
        project=project.id,
        max=size,
        offset=offset,
        sort="created",
        order="desc",
        withJobParameters=True,
    )
    rows = list(answer.get("collection") or ())
    total = int(answer.get("size") or 0)
    if len(rows) > size:  # a server that always shows the whole list
        total, rows = len(rows), rows[offset : offset + size]
    facts = _facts(connection, project=project.id, runs=[read_id(row) or 0 for row in rows])
    return RunPage(listed(rows, facts), max(total, offset + len(rows)))


def run_rows(connection: Connection, ids: Sequence[int]) -> tuple[ListedRun, ...]:
    """Return the runs with these ids as they are now; those that are gone are left out."""
    rows = [row for id_ in ids if (row := _row(connection, id_)) is not None]
    return listed(rows, _facts(connection, runs=[int(row["id"]) for row in rows]))


def people_of(connection: Connection, project: Project) -> dict[str, str]:
    """Return the full names of the people of `project` by their user names, as far as known."""
    try:
        people = list(connection.things(User, f"project/{project.id}/user.json"))
    except (NotFound, Refused):
        return {}
    names = {each.username: f"{each.firstname} {each.lastname}".strip() for each in people}
    return {username: name for username, name in names.items() if name}


def listed(rows: Iterable[Row], facts: Mapping[int, Row]) -> tuple[ListedRun, ...]:
    """Return what JSON of jobs says, with what only a station knows of them (`facts`, by id)."""
    known: dict[tuple[object, ...], GivenParameter] = {}
    return tuple(_run(row, facts.get(int(row["id"]), {}), known) for row in rows)


def name_and_version(full_name: str) -> tuple[str, str]:
    """Return the two parts of a full name: 'Detect nuclei (1.2.0)'."""
    found = _VERSION.match(full_name)
    return (found["name"], found["version"]) if found else (full_name, "")


def _row(connection: Connection, id_: int) -> Row | None:
    try:
        row: Row = connection.get(f"job/{id_}.json")
    except NotFound:
        return None
    return row


def _facts(
    connection: Connection, *, runs: Sequence[int], project: int | None = None
) -> Mapping[int, Row]:
    """Return what a station knows beyond Cytomine's words: durations, exits, warnings."""
    if not connection.is_station or not runs:
        return {}
    answer = connection.get("/station/v1/runs", project=project, ids=list(runs))
    return {int(row["id"]): row for row in answer["runs"]}


def _run(row: Row, facts: Row, known: dict[tuple[object, ...], GivenParameter]) -> ListedRun:
    name, version = name_and_version(str(row.get("softwareName") or ""))
    state = state_of(int(row.get("status") or 0))
    created, updated = _instant(row.get("created")), _instant(row.get("updated"))
    values = dict(_values(row.get("jobParameters") or (), known))
    return ListedRun(
        id=int(row["id"]),
        number=int(row.get("number") or 0),
        project=read_id(row.get("project")),
        algorithm=read_id(row.get("software")),
        name=name,
        version=version,
        state=state,
        progress=int(row.get("progress") or 0),
        comment=str(row.get("statusComment") or ""),
        favourite=read_truth(row.get("favorite")),
        data_deleted=read_truth(row.get("dataDeleted")),
        created=created,
        started=_instant(facts.get("started")),
        duration=_duration(state, created, updated, facts),
        who=str(row.get("username") or ""),
        warning=str(facts.get("warning") or ""),
        cancel_asked=bool(facts.get("cancel_asked")),
        images=_image_count(values),
        batch=read_id(facts.get("batch")),
        batch_label=str(facts.get("batch_label") or ""),
        values=values,
    )


def _values(
    rows: Iterable[Row], known: dict[tuple[object, ...], GivenParameter]
) -> Iterable[tuple[GivenParameter, str]]:
    for row in rows:
        key = (row.get("name"), row.get("humanName"), row.get("type"), row.get("uri"))
        if key not in known:
            known[key] = GivenParameter(
                name=str(row.get("name") or ""),
                human_name=str(row.get("humanName") or row.get("name") or ""),
                type=str(row.get("type") or "String"),
                is_image="imageinstance" in str(row.get("uri") or ""),
            )
        if row.get("value") is not None:
            yield known[key], str(row["value"])


def _image_count(values: Mapping[GivenParameter, str]) -> int | None:
    for parameter, text in values.items():
        if parameter.is_image and text.strip():
            return _count_of(text)
    return None


def _count_of(text: str) -> int | None:
    try:
        return len(read_ids(text)) or None
    except (TypeError, ValueError):
        return None


def _duration(
    state: RunState, created: int | None, updated: int | None, facts: Row
) -> float | None:
    """Return the measured seconds, or where nobody measured from making it to its last change."""
    if facts.get("duration") is not None:
        return float(facts["duration"])
    if facts.get("executed") or not state.has_ended or created is None or updated is None:
        return None
    return max(0.0, (updated - created) / 1000)


def _instant(value: Any) -> int | None:
    return None if value in (None, "") else int(value)
