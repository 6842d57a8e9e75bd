"""Ids and UUIDs: one id names one thing of whatever kind, and a UUID names it in every place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from cytodesk.workspace.rows import LISTED, listed

_KINDS = ("image", "term", "annotation", "run", "project", "ontology", "person", "algorithm")


def uuids_of(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, str]:
    """Return the UUIDs of the things with these ids; those that are gone are left out."""
    return {row["id"]: row["uuid"] for row in _found(db, "id", ids)}


def ids_of(db: sqlite3.Connection, uuids: Iterable[str]) -> dict[str, int]:
    """Return the ids of the things with these UUIDs, as far as they are here."""
    return {row["uuid"]: row["id"] for row in _found(db, "uuid", uuids)}


def _found(db: sqlite3.Connection, by: str, wanted: Iterable[object]) -> list[sqlite3.Row]:
    text = listed(wanted)
    parts = " union all ".join(
        f"select id, uuid from {kind} where {by} in {LISTED}" for kind in _KINDS
    )
    return db.execute(parts, (text,) * len(_KINDS)).fetchall()
