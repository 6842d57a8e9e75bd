"""What a run left at a server: annotations and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from cytodesk.client.connection import Connection
from cytodesk.errors import N_, NotUnderstood
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.runs import Run, RunFile

_PAGE = 2000

OUTLINES = {"showBasic": True, "showMeta": True, "showWKT": True, "showTerm": True}
"""What to ask for so that annotations come with their outlines and terms."""


def annotations_of(
    connection: Connection, run: Run, *, project: int | None = None
) -> Iterator[Annotation]:
    """Yield every annotation that the run drew, with outline, size, terms and rate.

    Asked for by the run's own user: asked for by `job`, several generations of servers look among
    those of humans and find none (contract 8.2, 1). Annotations of humans that the run gave a term
    come in the same answers and are left out.
    """
    if run.user is None:
        raise NotUnderstood(N_("The server does not say which user run {run} had."), run=run.id)
    rows = connection.things(
        Annotation,
        "annotation.json",
        page=_PAGE,
        project=run.project if project is None else project,
        users=run.user,
        includeAlgo=True,
        showGIS=True,
        **OUTLINES,
    )
    return (annotation for annotation in rows if annotation.user in (None, run.user))


def files_of(connection: Connection, run: Run) -> tuple[RunFile, ...]:
    """Return the files that the run left, in the order of its leaving them."""
    files = connection.things(RunFile, f"job/{run.id}/jobdata.json")
    return tuple(sorted(files, key=lambda file: file.id))


def download_file(
    connection: Connection,
    file: RunFile,
    folder: Path,
    report: Callable[[int, int | None], None] | None = None,
) -> Path:
    """Write the file into `folder`, over an older one of its name, and return where it lies."""
    target = folder / local_name(file)
    connection.download(f"jobdata/{file.id}/download", target, report)
    return target


def local_name(file: RunFile) -> str:
    """Return the bare name of the file: programs upload whole paths, which lead anywhere."""
    name = PurePosixPath(PureWindowsPath(file.filename).as_posix()).name
    bare = "".join(each for each in name if each.isprintable() and each not in '<>:"|?*')
    bare = bare.strip(" .") or f"file-{file.id}"
    return f"_{bare}" if PureWindowsPath(bare).is_reserved() else bare
