"""Installed algorithms with their parameters."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cytodesk.algorithms.parameters import Parameter
from cytodesk.wire.algorithms import InstalledAlgorithm, InstalledParameter, installed_parameter
from cytodesk.workspace.events import record
from cytodesk.workspace.rows import made, one
from cytodesk.workspace.writer import Change

_ALGORITHMS = """
select algorithm.*, nullif(version, '') as version,
  case when version = '' then name else name || ' (' || version || ')' end as full_name,
  (execute_command is not null and pulling_command is not null) as executable,
  (select count(*) from run where run.algorithm = algorithm.id) as run_count
from algorithm
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an installed algorithm came from and how its program is started."""

    descriptor: str
    content: str
    """Hash of everything that was installed."""
    folder: str
    """Where the app's files stand, relative to the workspace."""
    python: str | None = None
    wheels: str | None = None
    builds: int = 0
    """Whether packages may be built from their sources, which runs their code."""
    origin: str | None = None
    """What was installed: the path of a folder, zip, descriptor or image."""


def algorithm(db: sqlite3.Connection, id: int) -> InstalledAlgorithm:
    row = db.execute(f"{_ALGORITHMS} where algorithm.id=?", (id,)).fetchone()
    return _algorithm(db, one(row, "Software", id))


def algorithms(db: sqlite3.Connection) -> list[InstalledAlgorithm]:
    rows = db.execute(f"{_ALGORITHMS} order by algorithm.id").fetchall()
    return [_algorithm(db, row) for row in rows]


def source_of(db: sqlite3.Connection, id: int) -> Source:
    row = db.execute("select * from algorithm where id=?", (id,)).fetchone()
    return made(Source, one(row, "Software", id))


def installed_from(
    db: sqlite3.Connection, content: str, descriptor: str, python: str | None
) -> int | None:
    """Return the id of the algorithm that was installed from the same, if any.

    One folder may hold several descriptors, so the same `content` may be several algorithms.
    """
    row = db.execute(
        "select id from algorithm where content=? and descriptor=? and python is ?"
        " order by id desc",
        (content, descriptor, python),
    ).fetchone()
    return None if row is None else int(row[0])


def names_taken(db: sqlite3.Connection, name: str) -> set[str]:
    """Return the versions under which `name` is installed."""
    return {r[0] for r in db.execute("select version from algorithm where name=?", (name,))}


def projects_of(db: sqlite3.Connection, algorithm: int) -> set[int]:
    """Return the projects to which `algorithm` is linked; none means that all may use it."""
    rows = db.execute("select project from algorithm_project where algorithm=?", (algorithm,))
    return {row[0] for row in rows.fetchall()}


def parameters(
    db: sqlite3.Connection, algorithm: int, *, with_set_by_server: bool
) -> tuple[InstalledParameter, ...]:
    rows = db.execute(
        'select * from parameter where algorithm=? and (? or not set_by_server) order by "index"',
        (algorithm, with_set_by_server),
    ).fetchall()
    return tuple(_parameter(row) for row in rows)


def all_parameters(db: sqlite3.Connection) -> list[InstalledParameter]:
    return [_parameter(row) for row in db.execute("select * from parameter order by id").fetchall()]


def parameter(db: sqlite3.Connection, id: int) -> InstalledParameter:
    row = db.execute("select * from parameter where id=?", (id,)).fetchone()
    return _parameter(one(row, "SoftwareParameter", id))


def last_index(db: sqlite3.Connection, algorithm: int) -> int:
    """Return the index of the last parameter: one without its own stands beside it (2.4)."""
    sql = 'select coalesce(max("index"), 0) from parameter where algorithm=?'
    return int(db.execute(sql, (algorithm,)).fetchone()[0])


def add_algorithm(
    change: Change,
    name: str,
    version: str,
    *,
    description: str = "",
    source: Source | None = None,
    execute_command: str | None = None,
    pulling_command: str | None = None,
) -> int:
    id_ = change.insert(
        "algorithm",
        name=name,
        version=version,
        description=description,
        execute_command=execute_command,
        pulling_command=pulling_command,
        **({} if source is None else _columns(source)),
    )
    record(change, "algorithm installed", id_, name=name, version=version)
    return id_


def add_parameters(change: Change, algorithm: int, parameters: Sequence[Parameter]) -> None:
    for parameter_ in parameters:
        add_parameter(change, installed_parameter(parameter_, id=0, algorithm=algorithm))


def add_parameter(change: Change, new: InstalledParameter) -> int:
    return change.insert("parameter", algorithm=new.algorithm, **_columns_of(new))


def change_algorithm(change: Change, id: int, **news: object) -> None:
    algorithm(change.db, id)
    if news:
        change.update("algorithm", id, **news)
        record(change, "algorithm changed", id, changed=sorted(news))


def change_parameter(change: Change, new: InstalledParameter) -> None:
    """Let the parameter with the id of `new` be as `new` says; its algorithm stays."""
    parameter(change.db, new.id)
    change.update("parameter", new.id, **_columns_of(new))


def remove_algorithm(change: Change, id: int) -> None:
    """Remove an algorithm with its runs' records; raises NotFound."""
    name = algorithm(change.db, id).full_name
    change.delete("algorithm", id)
    record(change, "algorithm removed", id, name=name)


def content_of(folder: Path) -> str:
    """Return a hash over the names and contents of all files below `folder`."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _columns(source: Source) -> dict[str, str | int | None]:
    return {
        "descriptor": source.descriptor,
        "content": source.content,
        "folder": source.folder,
        "python": source.python,
        "wheels": source.wheels,
        "builds": int(source.builds),
        "origin": source.origin,
    }


def _columns_of(new: InstalledParameter) -> dict[str, object]:
    return {
        "name": new.name,
        "type": new.type,
        "default": new.default or None,
        "required": int(new.required),
        "index": new.index,
        "uri": new.uri,
        "print_attribute": new.print_attribute,
        "sort_attribute": new.sort_attribute,
        "set_by_server": int(new.set_by_server),
        "server_parameter": int(new.server_parameter),
        "human_name": new.human_name or new.name,
        "value_key": new.value_key or f"[{new.name.upper()}]",
        "flag": new.flag,
        "description": new.description,
    }


def _algorithm(db: sqlite3.Connection, row: sqlite3.Row) -> InstalledAlgorithm:
    return made(
        InstalledAlgorithm,
        row,
        deprecated=bool(row["deprecated"]),
        executable=bool(row["executable"]),
        parameters=parameters(db, row["id"], with_set_by_server=False),
    )


def _parameter(row: sqlite3.Row) -> InstalledParameter:
    return made(
        InstalledParameter,
        row,
        required=bool(row["required"]),
        set_by_server=bool(row["set_by_server"]),
        server_parameter=bool(row["server_parameter"]),
    )
