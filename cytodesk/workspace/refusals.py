"""What the database refuses, and what its file or disk does, in words."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from cytodesk.errors import N_, BadInput, CytoDeskError, NotFound, WorkspaceError
from cytodesk.settings import free_bytes

_OURS = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_MISMATCH}
"""SQLite's codes for mistakes of a program; all others are trouble with the file or its disk."""


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


def trouble_in_words(error: BaseException, path: Path) -> BaseException:
    """Return what a caller is told of an error of SQLite; a mistake of ours stays as it is."""
    if isinstance(error, sqlite3.IntegrityError):
        return in_words(error)
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
    if not isinstance(error, sqlite3.Error) or code & 0xFF in _OURS:
        return error
    return WorkspaceError(
        N_(
            "The workspace {path} could not be written ({reason}); {free} MB are free there. "
            "Make room, then try again: nothing else was lost."
        ),
        path=path,
        reason=error,
        free=_free_megabytes(path.parent),
    )


def _free_megabytes(folder: Path) -> int | str:
    try:
        return free_bytes(folder) >> 20
    except OSError:
        return "?"
