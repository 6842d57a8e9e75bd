"""A file -> a project of this workspace, whole or not at all.

Files are brought first, then all rows in one change. The writer serves nobody else meanwhile: three
to five seconds per 100,000 annotations with terms (measured); reading goes on.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cytodesk.errors import N_, Problem, WorkspaceError
from cytodesk.settings import free_bytes
from cytodesk.workspace.events import record
from cytodesk.workspace.exchange.archive import Manifest, opened, rows_in
from cytodesk.workspace.exchange.arriving import Arrival, Brought
from cytodesk.workspace.exchange.bringing import Bringing, Report
from cytodesk.workspace.exchange.layers import take_layers
from cytodesk.workspace.exchange.tables import AFTER_ANNOTATIONS, BEFORE_ANNOTATIONS
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

_ROOM = 256 << 20
"""Bytes that shall stay free beside what is brought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    project: int
    added: dict[str, int]
    """How many rows were new, by table; nothing if the whole project was here."""
    runs: tuple[int, ...]
    """The runs that were new."""
    warnings: tuple[Problem, ...]


def import_project(
    workspace: Workspace, files: FileStore, source: Path, *, human: int, report: Report
) -> Imported:
    """Bring the project in `source` into `workspace`; of one that is here, what is new.

    `human` is who imports. Raises BadInput where the file is no project file, is damaged or of a
    newer schema, WorkspaceError where the disk has no room; nothing is left of it then.
    """
    with opened(source) as (archive, manifest):
        _ensure_room(archive, workspace.folder)
        bringing = Bringing(workspace, files, source, archive, report)
        try:
            brought = bringing.bring()
            imported = workspace.write(
                partial(_taken, archive, manifest, brought, human, report, bringing.warnings)
            )
        except BaseException:
            bringing.undo()
            raise
    bringing.drop_unused()
    report(1.0)
    return imported


def _taken(
    archive: zipfile.ZipFile,
    manifest: Manifest,
    brought: Brought,
    human: int,
    report: Report,
    warnings: list[Problem],
    change: Change,
) -> Imported:
    arrival = Arrival(change, human, brought)
    annotations = max(1, manifest.counts.get("annotation", 0))
    done = 0

    def advance(number: int) -> None:
        nonlocal done
        done += number
        report(0.5 + 0.49 * min(1.0, done / annotations))

    for table in BEFORE_ANNOTATIONS:
        for row in rows_in(archive, f"{table.name}.jsonl"):
            arrival.take(table, row)
    take_layers(arrival, archive, advance)
    for table in AFTER_ANNOTATIONS:
        for row in rows_in(archive, f"{table.name}.jsonl"):
            arrival.take(table, row)
    project = arrival.ids[manifest.project]
    record(change, "project imported", project, added=arrival.added)
    return Imported(
        project=project,
        added=arrival.added,
        runs=tuple(arrival.runs),
        warnings=tuple(warnings),
    )


def _ensure_room(archive: zipfile.ZipFile, folder: Path) -> None:
    needed = sum(member.file_size for member in archive.infolist()) + _ROOM
    free = free_bytes(folder)
    if free < needed:
        raise WorkspaceError(
            N_("The project needs {needed} MB in {folder}, where {free} MB are free."),
            needed=needed >> 20,
            folder=folder,
            free=free >> 20,
        )
