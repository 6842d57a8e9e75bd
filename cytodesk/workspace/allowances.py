"""What the user allows to programs in this workspace; nothing unless he said so."""

from __future__ import annotations

import enum
import sqlite3

from cytodesk.workspace.events import record
from cytodesk.workspace.writer import Change


class Allowance(enum.StrEnum):
    LABELS = "labels"
    """Pictures of slide labels, which may bear a patient's name."""


def is_allowed(db: sqlite3.Connection, what: Allowance) -> bool:
    row = db.execute("select value from setting where name=?", (f"allow {what.value}",)).fetchone()
    return row is not None and row["value"] == "yes"


def allow(change: Change, what: Allowance, is_allowed: bool) -> None:
    value = "yes" if is_allowed else "no"
    change.db.execute(
        "insert into setting values (?, ?) on conflict do update set value=excluded.value",
        (f"allow {what.value}", value),
    )
    record(change, "allowance changed", None, what=what.value, allowed=is_allowed)
