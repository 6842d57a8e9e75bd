"""The project file: a zip that anybody can open.

manifest.json                  what it is: format, schema, program, project, counts
<table>.jsonl                  a row per line (tables.py)
annotations/<kind>/<author>.jsonl
                               a layer: outlines as WKB in base64, with their terms
files/<uuid>                   what a run left or somebody attached
algorithms/<uuid>/...          an app's files
images/<uuid>.<ending>         slides, where they were asked for
"""

from __future__ import annotations

import binascii
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import shapely

from cytodesk.errors import N_, BadInput

FORMAT = "cytodesk-project"
SCHEMA = 1
"""Raised whenever what an older CytoDesk would read wrongly is written."""

MANIFEST = "manifest.json"
Row = Mapping[str, Any]

_DAMAGE = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    binascii.Error,
    zlib.error,
    zipfile.BadZipFile,
    sqlite3.IntegrityError,
    msgspec.MsgspecError,
    shapely.errors.GEOSException,
)
"""What reading a file that was cut, changed or never ours can raise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    format: str
    schema: int
    program: str
    made: int
    project: str
    """UUID of the project."""
    name: str
    counts: dict[str, int]


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open a project file; whatever is wrong with it, now or later, becomes a BadInput."""
    with in_words(path), zipfile.ZipFile(path) as archive:
        yield archive, _manifest(archive, path)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadInput(
            N_("{path} cannot be read: {reason}."), path=path, reason=error.strerror or str(error)
        ) from error
    except _DAMAGE as error:
        raise BadInput(
            N_("{path} is no whole project file ({reason}): export the project again."),
            path=path,
            reason=f"{type(error).__name__}: {error}"[:200],
        ) from error


def rows_in(archive: zipfile.ZipFile, member: str) -> Iterator[Row]:
    """Yield the rows of a member, one line at a time; none where there is no such member."""
    if member not in archive.NameToInfo:
        return
    with archive.open(member) as lines:
        for line in lines:
            yield msgspec.json.decode(line, type=dict[str, Any])


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    told = msgspec.json.decode(archive.read(MANIFEST), type=dict[str, Any])
    if told.get("format") != FORMAT or not isinstance(told.get("schema"), int):
        raise BadInput(N_("{path} is not a project file of CytoDesk."), path=path)
    if told["schema"] > SCHEMA:
        raise BadInput(
            N_(
                "{path} was written by a newer CytoDesk (schema {schema}, this one knows {known}):"
                " update CytoDesk."
            ),
            path=path,
            schema=told["schema"],
            known=SCHEMA,
        )
    return msgspec.convert(told, Manifest)
