"""What the ids in the values of a run stand for, so that they can be found again elsewhere."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from cytodesk.algorithms.algorithm import server_parameter_named
from cytodesk.algorithms.parameters import ParameterType

_NAMES = {"image": "name", "term": "name", "project": "name", "algorithm": "name"}
"""Of which things a parameter may hold ids, and the column of their names."""
_ID_PARAMETERS = ("cytomine_id_project", "cytomine_id_software")
"""Those that the server fills in with an id, though they are plain numbers."""
_DOMAINS = (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)


def objects_in(db: sqlite3.Connection, value: dict[str, Any]) -> list[dict[str, str]]:
    """Return id, kind, UUID and name of each thing that a row of `run_value` names by its id."""
    sql = "select name, type from parameter where uuid=?"
    parameter = db.execute(sql, (value["parameter"],)).fetchone()
    holds_ids = (
        server_parameter_named(parameter["name"]) in _ID_PARAMETERS or parameter["type"] in _DOMAINS
    )
    ids = re.findall(r"\d+", value["value"] or "") if holds_ids else []
    return [found for id_ in dict.fromkeys(ids) if (found := _object(db, int(id_)))]


def _object(db: sqlite3.Connection, id: int) -> dict[str, str] | None:
    for table, name in _NAMES.items():
        row = db.execute(f"select uuid, {name} as name from {table} where id=?", (id,)).fetchone()
        if row is not None:
            return {"id": str(id), "kind": table, "uuid": row["uuid"], "name": row["name"]}
    return None
