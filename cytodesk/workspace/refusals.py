"""What the database refuses, in words."""

from __future__ import annotations

import re
import sqlite3

from cytodesk.errors import N_, BadInput, CytoDeskError, NotFound


class AlreadyThere(BadInput):
    """Something of which there can be only one."""


def in_words(error: sqlite3.IntegrityError) -> CytoDeskError:
    """Return what a rule of the tables says; names of tables and columns are ours and readable."""
    text = str(error)
    if columns := re.fullmatch(r"UNIQUE constraint failed: (.+)", text):
        table, names = columns[1].split(".")[0], re.findall(r"\.(\w+)", columns[1])
        return AlreadyThere(
            N_("There is a {thing} with the same {names} already."),
            thing=table.replace("_", " "),
            names=" and ".join(names),
        )
    if text.startswith("FOREIGN KEY"):
        return NotFound(N_("Something that the request refers to is not there."))
    return BadInput(N_("A value is missing or has the wrong type ({reason})."), reason=text)
