"""UUIDs of things: what is the same in two places has the same one. Only stations tell them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from cytodesk.client.connection import Connection

T = TypeVar("T")
_AT_ONCE = 100
"""As many stand in one address without making it too long."""


def uuids_there(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """Return the UUIDs of the things with these ids, as far as the place tells them."""
    found: dict[int, str] = {}
    for some in _parts(connection, ids):
        answer = connection.get("/station/v1/identities", ids=some)
        found |= {int(id): str(uuid) for id, uuid in answer["uuids"].items()}
    return found


def ids_here(connection: Connection, uuids: Sequence[str]) -> dict[str, int]:
    """Return the ids that things with these UUIDs have in the place, as far as they are there."""
    found: dict[str, int] = {}
    for some in _parts(connection, uuids):
        answer = connection.get("/station/v1/identities", uuids=some)
        found |= {str(uuid): int(id) for uuid, id in answer["ids"].items()}
    return found


def _parts(connection: Connection, things: Sequence[T]) -> Iterator[list[T]]:
    """Yield the things in parts; none where the place knows no UUIDs."""
    if connection.is_station:
        for start in range(0, len(things), _AT_ONCE):
            yield list(things[start : start + _AT_ONCE])
