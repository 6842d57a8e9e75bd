"""Tags: short words that can be put on anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from cytodesk.wire.notes import Tag, Tagging
from cytodesk.workspace.rows import LISTED, listed, made, one
from cytodesk.workspace.writer import Change

_TAGS = "select tag.*, person.username as creator from tag join person on person.id = tag.user"
_TAGGINGS = "select tagging.*, tag.name from tagging join tag on tag.id = tagging.tag"


def tags(db: sqlite3.Connection) -> list[Tag]:
    return [made(Tag, row) for row in db.execute(f"{_TAGS} order by tag.name").fetchall()]


def tag(db: sqlite3.Connection, id: int) -> Tag:
    return made(Tag, one(db.execute(f"{_TAGS} where tag.id=?", (id,)).fetchone(), "Tag", id))


def add_tag(change: Change, name: str, user: int) -> Tag:
    return tag(change.db, change.insert("tag", name=name, user=user))


def rename_tag(change: Change, id: int, name: str) -> Tag:
    tag(change.db, id)
    change.update("tag", id, name=name)
    return tag(change.db, id)


def taggings(
    db: sqlite3.Connection, domain_class: str | None = None, domain_id: int | None = None
) -> list[Tagging]:
    rows = db.execute(
        f"{_TAGGINGS} where (?1 is null or domain_class=?1) and (?2 is null or domain_id=?2)"
        " order by tagging.id",
        (domain_class, domain_id),
    ).fetchall()
    return [made(Tagging, row) for row in rows]


def tagging(db: sqlite3.Connection, id: int) -> Tagging:
    row = db.execute(f"{_TAGGINGS} where tagging.id=?", (id,)).fetchone()
    return made(Tagging, one(row, "TagDomainAssociation", id))


def add_tagging(change: Change, domain_class: str, domain_id: int, tag_id: int) -> Tagging:
    tag(change.db, tag_id)
    id_ = change.insert("tagging", tag=tag_id, domain_class=domain_class, domain_id=domain_id)
    return tagging(change.db, id_)


def set_tags(
    change: Change, domain_class: str, domain_id: int, names: Sequence[str], user: int
) -> list[str]:
    """Let a thing have exactly the tags `names`; new ones are made, unused ones stay."""
    known = {one_.name: one_.id for one_ in tags(change.db)}
    ids = [known.get(name) or add_tag(change, name, user).id for name in dict.fromkeys(names)]
    change.db.execute(
        f"delete from tagging where domain_class=? and domain_id=? and tag not in {LISTED}",
        (domain_class, domain_id, listed(ids)),
    )
    has = {tagging_.tag for tagging_ in taggings(change.db, domain_class, domain_id)}
    for id_ in ids:
        if id_ not in has:
            change.insert("tagging", tag=id_, domain_class=domain_class, domain_id=domain_id)
    return list(dict.fromkeys(names))


def names_of_all(
    db: sqlite3.Connection, domain_class: str, ids: Sequence[int]
) -> dict[int, list[str]]:
    """Return the names of the tags of many things, by thing; those without are absent."""
    found: dict[int, list[str]] = {}
    rows = db.execute(
        f"{_TAGGINGS} where domain_class=? and domain_id in {LISTED} order by tag.name",
        (domain_class, listed(ids)),
    ).fetchall()
    for row in rows:
        found.setdefault(row["domain_id"], []).append(row["name"])
    return found
