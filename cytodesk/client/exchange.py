"""A project as one file: written by a station, and read by one.

The station reads and writes the file itself, as it does with images: both are on one computer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.client.errands import run_errand
from cytodesk.errors import N_, BadInput, Problem
from cytodesk.wire.projects import Project

Report = Callable[[float], None]
"""Told the share of the work that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Exported:
    path: Path
    bytes: int
    counts: Mapping[str, int]
    """Rows by table."""


@dataclass(frozen=True, slots=True)
class Imported:
    project: Project
    added: Mapping[str, int]
    """Rows that were new, by table; empty where the whole project was here."""
    warnings: tuple[Problem, ...]


def export_project(
    connection: Connection,
    project: Project,
    target: Path,
    *,
    with_images: bool = False,
    report: Report | None = None,
) -> Exported:
    """Write `project` to `target`, over an older file; whole or not at all.

    Raises BadInput where the place is no station or the file cannot be written.
    """
    body = {"project": project.id, "path": str(target.absolute()), "images": with_images}
    answer = _run(connection, "exports", body, report)
    return Exported(Path(answer["path"]), int(answer["bytes"]), answer["counts"])


def import_project(connection: Connection, source: Path, report: Report | None = None) -> Imported:
    """Bring the project in the file `source`; of a project that is there, what is new.

    Raises BadInput where the place is no station, or the file is damaged, newer or none of ours.
    """
    answer = _run(connection, "imports", {"path": str(source.absolute())}, report)
    warnings = tuple(
        Problem(each["template"], dict(each["fields"]), is_warning=True)
        for each in answer["warnings"]
    )
    project = connection.thing(Project, f"project/{answer['project']}.json")
    return Imported(project, answer["added"], warnings)


def _run(
    connection: Connection, kind: str, body: dict[str, Any], report: Report | None
) -> dict[str, Any]:
    if not connection.is_station:
        raise BadInput(
            N_("{url} is a Cytomine server: projects as files are for this computer only."),
            url=connection.url,
        )
    told = None if report is None else lambda share, doing: report(share)
    return run_errand(connection, f"/station/v1/{kind}", body, told)
