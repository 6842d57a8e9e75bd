"""What no row needs any more: left by a crash between a file and its row, or by a deletion.

Rows are the truth. A file comes before its row and goes after it, so whatever has no row when a
workspace opens belongs to nobody.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cytodesk.wire.runs import Run
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.restoring import was_restored_lately
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

IsLivedIn = Callable[[Path], bool]


@dataclass(frozen=True, slots=True)
class Swept:
    """How many of each were removed."""

    files: int
    images: int
    algorithms: int
    runs: int


def sweep(workspace: Workspace, files: FileStore, is_lived_in: IsLivedIn) -> Swept:
    """Remove what has no row; only for a workspace in which nobody else works yet.

    After a restoration nothing is removed for a while: one may go back to what was set aside.
    The folder of a run whose supervisor or program lives (`is_lived_in`) stays until another time.
    """
    workspace.write(_forget_notes_of_gone_runs)
    if was_restored_lately(workspace.folder):
        return Swept(0, 0, 0, 0)
    return Swept(
        files.sweep(workspace.reading()),
        _sweep_images(workspace),
        _sweep_algorithms(workspace),
        sweep_runs(workspace, is_lived_in),
    )


def sweep_runs(workspace: Workspace, is_lived_in: IsLivedIn) -> int:
    """Remove the folders of runs that have no row; safe at any time, as rows come first."""
    if was_restored_lately(workspace.folder):
        return 0
    known = {str(row["id"]) for row in workspace.rows("select id from run")}
    gone = [path for path in _inside(workspace.folder / "runs") if path.name not in known]
    return _removed([path for path in gone if not is_lived_in(path)])


def forget_algorithm(workspace: Workspace, folder: str) -> int:
    """Remove the app's `folder`, as its row named it, if no installed algorithm has it any more."""
    if not folder or workspace.rows("select 1 from algorithm where folder=?", (folder,)):
        return 0
    return _removed([workspace.folder / folder])


def _sweep_algorithms(workspace: Workspace) -> int:
    known = {row["folder"] for row in workspace.rows("select folder from algorithm")}
    apps = _inside(workspace.folder / "algorithms")
    return _removed([path for path in apps if f"algorithms/{path.name}" not in known])


def _sweep_images(workspace: Workspace) -> int:
    rows = workspace.rows("select path from image where is_copy")
    known = {Path(row["path"]).name for row in rows}
    copies = [p for p in _inside(workspace.folder / "images") if p.name not in known]
    made = {f"{row[0]}.tif" for row in workspace.rows("select fingerprint from image")}
    pyramids = [p for p in _inside(workspace.folder / "pyramids") if p.name not in made]
    return _removed(copies + pyramids)


def _forget_notes_of_gone_runs(change: Change) -> None:
    """Delete what hangs on runs that are gone: such rows name their run, but do not refer to it."""
    for table in ("attached_file", "property", "description", "tagging"):
        change.db.execute(
            f"delete from {table} where domain_class=? and domain_id not in (select id from run)",
            (Run.wire_class,),
        )


def _inside(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _removed(paths: list[Path]) -> int:
    """Remove `paths` and return how many are gone; what is in use waits for another time."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            _unlink(path)
    return sum(not path.exists() for path in paths)


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # held open by another program, as Windows has it
        return
