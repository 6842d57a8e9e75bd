"""Properties, attached files and descriptions: what can be hung on anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from cytodesk.wire.algorithms import InstalledAlgorithm, InstalledParameter
from cytodesk.wire.notes import AttachedFile, Description, Property
from cytodesk.workspace.rows import LISTED, listed, made, one
from cytodesk.workspace.writer import Change

_SELF_DESCRIBING = {
    InstalledAlgorithm.wire_class: "algorithm",
    InstalledParameter.wire_class: "parameter",
}
"""Things whose own row says what they are."""


def properties(
    db: sqlite3.Connection, domain_class: str, domain_id: int, name: str | None = None
) -> list[Property]:
    rows = db.execute(
        "select * from property where domain_class=?1 and domain_id=?2"
        " and (?3 is null or name=?3) order by id",
        (domain_class, domain_id, name),
    ).fetchall()
    return [made(Property, row) for row in rows]


def property_(db: sqlite3.Connection, id: int) -> Property:
    row = db.execute("select * from property where id=?", (id,)).fetchone()
    return made(Property, one(row, "Property", id))


def property_keys(
    db: sqlite3.Connection, kind: str, *, projects: Sequence[int] = (), images: Sequence[int] = ()
) -> list[tuple[str, int]]:
    """Return the keys of properties on annotations or images, with whose things have them."""
    thing, image = ("image", "id") if kind == "imageinstance" else ("annotation", "image")
    rows = db.execute(
        f"select distinct p.name, t.user from property p join {thing} t on t.id = p.domain_id"
        f" where (?1 = '[]' or t.project in (select value from json_each(?1)))"
        f" and (?2 = '[]' or t.{image} in (select value from json_each(?2))) order by 1, 2",
        (listed(projects), listed(images)),
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def add_property(
    change: Change, domain_class: str, domain_id: int, name: str, value: str
) -> Property:
    id_ = change.insert(
        "property", domain_class=domain_class, domain_id=domain_id, name=name, value=value
    )
    return property_(change.db, id_)


def attached_files(
    db: sqlite3.Connection, domain_class: str | None = None, domain_id: int | None = None
) -> list[AttachedFile]:
    rows = db.execute(
        "select * from attached_file where (?1 is null or domain_class=?1)"
        " and (?2 is null or domain_id=?2) order by id",
        (domain_class, domain_id),
    ).fetchall()
    return [_attached(row) for row in rows]


def attached_file(db: sqlite3.Connection, id: int) -> tuple[AttachedFile, str]:
    """Return the attached file and the name under which it is stored."""
    row = db.execute("select * from attached_file where id=?", (id,)).fetchone()
    row = one(row, "AttachedFile", id)
    return _attached(row), row["stored"]


def add_attached_file(
    change: Change, domain_class: str, domain_id: int, filename: str, stored: str, size: int
) -> AttachedFile:
    id_ = change.insert(
        "attached_file",
        domain_class=domain_class,
        domain_id=domain_id,
        filename=filename,
        stored=stored,
        size=size,
    )
    return attached_file(change.db, id_)[0]


def description(db: sqlite3.Connection, domain_class: str, domain_id: int) -> Description:
    """Return what was written about a thing, or what an algorithm's descriptor says of it."""
    row = db.execute(
        "select * from description where domain_class=? and domain_id=?", (domain_class, domain_id)
    ).fetchone()
    if row is None and domain_class in _SELF_DESCRIBING:
        row = db.execute(
            "select id, created, updated, id as domain_id, ? as domain_class, description as text"
            f" from {_SELF_DESCRIBING[domain_class]} where id=? and description != ''",
            (domain_class, domain_id),
        ).fetchone()
    return made(Description, one(row, "Description", domain_id))


def describe(change: Change, domain_class: str, domain_id: int, text: str) -> Description:
    """Set the description, whether or not there was one."""
    row = change.db.execute(
        "select id from description where domain_class=? and domain_id=?", (domain_class, domain_id)
    ).fetchone()
    if domain_class in _SELF_DESCRIBING:
        change.update(_SELF_DESCRIBING[domain_class], domain_id, description=text)
    if row is None:
        change.insert("description", domain_class=domain_class, domain_id=domain_id, text=text)
    else:
        change.update("description", row["id"], text=text)
    return description(change.db, domain_class, domain_id)


def texts_of_all(db: sqlite3.Connection, domain_class: str, ids: Sequence[int]) -> dict[int, str]:
    """Return the descriptions of many things, by thing; those without are absent."""
    rows = db.execute(
        f"select domain_id, text from description where domain_class=? and domain_id in {LISTED}",
        (domain_class, listed(ids)),
    ).fetchall()
    return {row["domain_id"]: row["text"] for row in rows}


def _attached(row: sqlite3.Row) -> AttachedFile:
    return made(AttachedFile, row, url=f"/api/attachedfile/{row['id']}/download")
