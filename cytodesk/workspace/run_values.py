"""The values that runs were given; keys read as stars everywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from cytodesk.algorithms.algorithm import server_parameter_named
from cytodesk.wire.runs import RunParameter
from cytodesk.workspace.rows import LISTED, listed, made, one
from cytodesk.workspace.writer import Change

MASK = "*" * 21
"""What a key's value reads as everywhere (contract 2.2)."""

_VALUES = """
select v.id, v.created, v.updated, v.run, v.parameter, v.value, parameter.name,
  parameter.human_name, parameter.type, parameter."index", parameter.uri,
  parameter.print_attribute, parameter.sort_attribute
from run_parameter v join parameter on parameter.id = v.parameter
"""


def values_of(db: sqlite3.Connection, run: int, *, masked: bool = True) -> list[RunParameter]:
    rows = db.execute(f'{_VALUES} where run=? order by parameter."index"', (run,)).fetchall()
    return [_value(row, masked=masked) for row in rows]


def values_of_all(db: sqlite3.Connection, runs: Sequence[int]) -> dict[int, list[RunParameter]]:
    """Return the values of many runs, by run; those that have none are absent."""
    found: dict[int, list[RunParameter]] = {}
    rows = db.execute(
        f'{_VALUES} where v.run in {LISTED} order by parameter."index"', (listed(runs),)
    ).fetchall()
    for row in rows:
        found.setdefault(row["run"], []).append(_value(row, masked=True))
    return found


def all_values(db: sqlite3.Connection) -> list[RunParameter]:
    rows = db.execute(f"{_VALUES} order by v.id").fetchall()
    return [_value(row, masked=True) for row in rows]


def value(db: sqlite3.Connection, id: int) -> RunParameter:
    row = db.execute(f"{_VALUES} where v.id=?", (id,)).fetchone()
    return _value(one(row, "JobParameter", id), masked=True)


def add_value(change: Change, run: int, parameter: int, text: str | None) -> RunParameter:
    kept = kept_text(change.db, parameter, text)
    id_ = change.insert("run_parameter", run=run, parameter=parameter, value=kept)
    return value(change.db, id_)


def set_value(change: Change, id: int, text: str | None) -> RunParameter:
    before = value(change.db, id)
    change.update("run_parameter", id, value=kept_text(change.db, before.parameter or 0, text))
    return value(change.db, id)


def kept_text(db: sqlite3.Connection, parameter: int, text: str | None) -> str | None:
    """Return `text`, or stars where it is a key: no key is ever stored."""
    row = db.execute("select name from parameter where id=?", (parameter,)).fetchone()
    return MASK if text and _is_key(one(row, "SoftwareParameter", parameter)["name"]) else text


def _is_key(name: str) -> bool:
    return server_parameter_named(name) in ("cytomine_public_key", "cytomine_private_key")


def _value(row: sqlite3.Row, *, masked: bool) -> RunParameter:
    value_ = made(RunParameter, row)
    if masked and value_.value is not None and _is_key(value_.name):
        return replace(value_, value=MASK)
    return value_
