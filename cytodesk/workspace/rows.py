"""Rows to things: columns are named like the attributes that they fill."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Hashable, Iterable
from functools import cache
from typing import Any, TypeVar, cast

from cytodesk.errors import NotFound

T = TypeVar("T")


@cache
def _shared(cls: Hashable, columns: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Return the columns that fill attributes, with their places: by name a row looks at each."""
    attributes = _attributes(cls)
    return tuple((name, columns.index(name)) for name in columns if name in attributes)


@cache
def _attributes(cls: Hashable) -> frozenset[str]:
    return frozenset(field.name for field in dataclasses.fields(cast(Any, cls)))


def made(cls: type[T], row: sqlite3.Row, **more: Any) -> T:
    """Return the `cls` of `row`; columns that it does not have are passed over."""
    shared = _shared(cast(Hashable, cls), tuple(row.keys()))
    return cls(**({name: row[place] for name, place in shared} | more))


def one(row: sqlite3.Row | None, thing: str, id: object) -> sqlite3.Row:
    """Return `row`, or raise NotFound with Cytomine's own words, which its clients log."""
    if row is None:
        raise NotFound("{thing} not found with id : {id}", thing=thing, id=id)
    return row


LISTED = "(select value from json_each(?))"
"""Stands for a list of ids of any length; SQLite takes 32,766 values in a statement at most."""


def listed(ids: Iterable[object]) -> str:
    """Return the one value for `LISTED`."""
    return json.dumps(list(ids))


def blanks(values: Iterable[object]) -> str:
    return ",".join("?" for _ in values)
