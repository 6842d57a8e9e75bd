"""Rows of a project file -> rows of this workspace, in one change.

A row whose UUID is here is the same thing and stays as it is here. A term with the name of one of
the same ontology and an algorithm with the content of an installed one are the same thing too: who
names or installs them on two computers means one. Everything else is new and gets new ids.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import Any

from cytodesk.wire.runs import RunState, state_of, status_of
from cytodesk.workspace.exchange.archive import Row
from cytodesk.workspace.exchange.tables import (
    ALGORITHM,
    ATTACHED,
    DESCRIPTION,
    IMAGE,
    ONTOLOGY,
    PARAMETER,
    PROJECT,
    PROPERTY,
    RUN,
    RUN_FILE,
    RUN_USER,
    RUN_VALUE,
    TAG,
    TAGGING,
    TEMPLATE,
    TEMPLATE_VALUE,
    TERM,
    Table,
)
from cytodesk.workspace.writer import Change

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What of a file already lies in this workspace's folders, by the UUID of its row."""

    files: Mapping[str, tuple[str, int]]
    """Stored name and size in bytes."""
    slides: Mapping[str, Path]
    """Where the pixels are: copies of ours, or files of this computer."""
    copies: frozenset[str]
    apps: Mapping[str, str]
    """Folder of an algorithm, relative to the workspace."""


@dataclass(slots=True)
class Arrival:
    """One import: which UUID of the file has which id here, and what was new."""

    change: Change
    human: int
    """Who imports; stands for an author whom the file does not name."""
    brought: Brought
    ids: dict[str, int] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    runs: list[int] = field(default_factory=list)
    """The runs that were new here."""

    def take(self, table: Table, row: Row) -> None:
        """Find the row again, or insert it with new ids."""
        values = {name: row[name] for name in table.columns if name in row and name not in _BROUGHT}
        for column, named in table.references.items():
            values[column] = self.id_of(named, row[column])
        if table.has_domain:
            values["domain_id"] = self._domain(row["domain"])
        known = self._known(table, row, values)
        if known is None:
            values |= _MADE_HERE[table.name](self, row, values) if table.name in _MADE_HERE else {}
            known = self.change.insert(
                table.source,
                uuid=row["uuid"],
                created=row["created"],
                updated=row["updated"],
                **values,
            )
            self.added[table.name] = self.added.get(table.name, 0) + 1
            if table is RUN:
                self.runs.append(known)
            if table is RUN_USER:
                self.change.db.execute("update run set user=? where id=?", (known, values["run"]))
        self.ids[row["uuid"]] = known

    def id_of(self, table: str, uuid: str | None) -> int | None:
        """Return the id here of the row with `uuid`; KeyError for one that never came."""
        if uuid is None:
            return self.human if table == "person" else None
        if table == "person":
            return self.ids.get(uuid, self.human)
        return self.ids[uuid]

    def _domain(self, uuid: str) -> int:
        if uuid in self.ids:
            return self.ids[uuid]
        row = self.change.db.execute("select id from annotation where uuid=?", (uuid,)).fetchone()
        if row is None:
            raise KeyError(uuid)
        return int(row["id"])

    def _known(self, table: Table, row: Row, values: Values) -> int | None:
        found = self._first(f"select id from {table.source} where uuid=?", row["uuid"])
        if found is None and table.name in _SAME:
            columns = _SAME[table.name]
            same = " and ".join(f'"{column}"=?' for column in columns)
            wanted = [values[column] for column in columns]
            if all(value != "" for value in wanted):
                found = self._first(
                    f"select id from {table.source} where {same} order by id desc", *wanted
                )
        return found

    def _first(self, sql: str, *values: object) -> int | None:
        row = self.change.db.execute(sql, values).fetchone()
        return None if row is None else int(row[0])

    def free(self, sql: str, wanted: Any, others: Iterator[Any]) -> Any:
        """Return the first of `wanted` and `others` of which `sql` finds nothing."""
        return next(each for each in chain([wanted], others) if self._first(sql, each) is None)

    def _ontology(self, row: Row, values: Values) -> Values:
        return self._named("ontology", values)

    def _project(self, row: Row, values: Values) -> Values:
        return self._named("project", values)

    def _named(self, table: str, values: Values) -> Values:
        name = values["name"]
        others = (f"{name} ({number})" for number in count(2))
        return {"name": self.free(f"select id from {table} where name=?", name, others)}

    def _image(self, row: Row, values: Values) -> Values:
        slide = self.brought.slides.get(row["uuid"])
        return {
            "base_image": self.change.new_id(),
            "slice": self.change.new_id(),
            "base_slice": self.change.new_id(),
            "token": secrets.token_hex(16),
            "path": str(slide or row["path"]),
            "is_copy": int(row["uuid"] in self.brought.copies),
        }

    def _algorithm(self, row: Row, values: Values) -> Values:
        """Give a taken version a number of its own; forget paths that lead nowhere here."""
        version = values["version"]
        others = (f"{version}+{n}" if version else str(n) for n in count(2))
        name = str(values["name"]).replace("'", "''")
        taken = f"select id from algorithm where name='{name}' and version=?"
        paths = {name: values[name] for name in ("python", "wheels")}
        return {
            "version": self.free(taken, version, others),
            "folder": self.brought.apps.get(row["uuid"], ""),
            **{
                name: path if path and Path(path).exists() else None for name, path in paths.items()
            },
        }

    def _run(self, row: Row, values: Values) -> Values:
        """Give a taken number the next free one; what went on elsewhere is lost from sight."""
        taken = (
            f"select id from run where project={int(values['project'])}"
            f" and algorithm={int(values['algorithm'])} and number=?"
        )
        state = state_of(values["status"])
        goes_on = state in (RunState.QUEUED, RunState.RUNNING)
        return {
            "number": self.free(taken, values["number"], count(1)),
            "status": status_of(RunState.LOST) if goes_on else values["status"],
        }

    def _run_user(self, row: Row, values: Values) -> Values:
        found = self.change.db.execute(
            "select username from person where id=?", (values["human"],)
        ).fetchone()
        return {"username": f"JOB[{found['username']}] {values['run']}"}

    def _run_value(self, row: Row, values: Values) -> Values:
        """Let ids of images, terms and so on in a value name the things of this workspace."""
        uuids = {one["id"]: one["uuid"] for one in row["objects"]}

        def here(match: re.Match[str]) -> str:
            return str(self.ids.get(uuids.get(match[0], ""), match[0]))

        return {"value": re.sub(r"\d+", here, values["value"])} if uuids else {}

    def _stored(self, row: Row, values: Values) -> Values:
        stored, size = self.brought.files.get(row["uuid"], (None, None))
        return {"stored": stored, "size": size}


_BROUGHT = ("stored", "folder")

_SAME = {
    TERM.name: ("ontology", "name"),
    ALGORITHM.name: ("content",),
    PARAMETER.name: ("algorithm", "name"),
    RUN_USER.name: ("run",),
    RUN_VALUE.name: ("run", "parameter"),
    PROPERTY.name: ("domain_id", "domain_class", "name", "value"),
    DESCRIPTION.name: ("domain_id", "domain_class"),
    TAG.name: ("name",),
    TAGGING.name: ("domain_id", "domain_class", "tag"),
    TEMPLATE.name: ("project", "algorithm", "name"),
    TEMPLATE_VALUE.name: ("template", "parameter"),
}
"""By which columns a thing is the same as one here, where its UUID is not."""

_MADE_HERE: dict[str, Callable[[Arrival, Row, Values], Values]] = {
    ONTOLOGY.name: Arrival._ontology,
    PROJECT.name: Arrival._project,
    IMAGE.name: Arrival._image,
    ALGORITHM.name: Arrival._algorithm,
    RUN.name: Arrival._run,
    RUN_USER.name: Arrival._run_user,
    RUN_VALUE.name: Arrival._run_value,
    RUN_FILE.name: Arrival._stored,
    ATTACHED.name: Arrival._stored,
}
