"""Files of a project file on their way into the workspace, and back out where it fails."""

from __future__ import annotations

import os
import shutil
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

from cytodesk.errors import N_, BadInput, Problem
from cytodesk.workspace.algorithms import content_of
from cytodesk.workspace.exchange.archive import Row, in_words, rows_in
from cytodesk.workspace.exchange.arriving import Brought
from cytodesk.workspace.exchange.tables import ALGORITHM, IMAGE
from cytodesk.workspace.files import FileStore, flush_folder
from cytodesk.workspace.pixels.facts import fingerprint_of
from cytodesk.workspace.store import Workspace

Report = Callable[[float], None]
"""Told the share of the work that is done, 0 to 1; what it raises ends the work."""

_BLOCK = 1 << 20


@dataclass(slots=True)
class Bringing:
    """Files of the archive on their way into the workspace, and back out if it fails."""

    workspace: Workspace
    files: FileStore
    source: Path
    archive: zipfile.ZipFile
    report: Report
    warnings: list[Problem] = field(default_factory=list)
    _made: list[Path] = field(default_factory=list)
    _stored: dict[str, tuple[str, int]] = field(default_factory=dict)
    _done: int = 0

    def bring(self) -> Brought:
        for member in self._members("files/"):
            self._stored[member.filename.removeprefix("files/")] = self.files.put(
                self._blocks(member)
            )
        slides = {
            PurePosixPath(member.filename).stem: self._slide(member)
            for member in self._members("images/")
        }
        copies = frozenset(slides)
        for row in rows_in(self.archive, f"{IMAGE.name}.jsonl"):
            if row["uuid"] not in slides:
                slides |= self._found(row)
        apps = {
            row["uuid"]: folder
            for row in rows_in(self.archive, f"{ALGORITHM.name}.jsonl")
            if (folder := self._app(row))
        }
        return Brought(files=self._stored, slides=slides, copies=copies, apps=apps)

    def undo(self) -> None:
        for name, _ in self._stored.values():
            self.files.remove(name)
        rows = self.workspace.rows("select folder from algorithm")
        in_use = {self.workspace.folder / row["folder"] for row in rows}
        for path in self._made:
            if path.is_dir() and path not in in_use:
                shutil.rmtree(path, ignore_errors=True)
            elif path.is_file():
                path.unlink(missing_ok=True)

    def drop_unused(self) -> None:
        """Remove what was brought for rows that were here already."""
        db = self.workspace.reading()
        for name, _ in self._stored.values():
            query = (
                "select 1 from run_file where stored=?1"
                " union select 1 from attached_file where stored=?1"
            )
            if db.execute(query, (name,)).fetchone() is None:
                self.files.remove(name)
        for path in self._made:
            if path.is_file():
                known = db.execute("select 1 from image where path=?", (str(path),)).fetchone()
                if known is None:
                    path.unlink(missing_ok=True)

    def _members(self, folder: str) -> Iterator[zipfile.ZipInfo]:
        for member in self.archive.infolist():
            if member.filename.startswith(folder) and not member.is_dir():
                yield member

    def _blocks(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        total = max(1, sum(each.file_size for each in self.archive.infolist()))
        with in_words(self.source), self.archive.open(member) as file:
            while block := file.read(_BLOCK):
                self._done += len(block)
                self.report(0.5 * min(1.0, self._done / total))
                yield block

    def _slide(self, member: zipfile.ZipInfo) -> Path:
        """Copy a slide out, flushed before it is named by a row."""
        folder = self.workspace.folder / "images"
        folder.mkdir(exist_ok=True)
        ending = PurePosixPath(member.filename).suffix
        kept = folder / f"{uuid.uuid4().hex}{ending if ending[1:].isalnum() else ''}"
        self._made.append(kept)
        self._write(member, kept)
        flush_folder(folder)
        return kept

    def _write(self, member: zipfile.ZipInfo, target: Path) -> None:
        with target.open("xb") as file:
            for block in self._blocks(member):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())

    def _found(self, row: Row) -> dict[str, Path]:
        """Return the slide if this computer has it: where it was, or beside the project file."""
        told = str(row["path"])
        name = PureWindowsPath(told).name if "\\" in told else PurePosixPath(told).name
        for path in (Path(told), self.source.parent / name):
            if path.is_file() and fingerprint_of(path) == row["fingerprint"]:
                return {row["uuid"]: path.absolute()}
        self.warnings.append(
            Problem(
                N_(
                    "The slide {name} is not on this computer: its annotations came, its pixels"
                    " did not. Put {file} beside the project file or export with images."
                ),
                {"name": row["name"], "file": name},
                is_warning=True,
            )
        )
        return {}

    def _app(self, row: Row) -> str | None:
        """Unpack an app; what is not what its row says is not believed: it will be executed."""
        inside = f"algorithms/{row['uuid']}/"
        members = list(self._members(inside))
        if not members:
            return None
        staged = self.workspace.folder / "algorithms" / f".{uuid.uuid4().hex}"
        self._made.append(staged)
        staged.mkdir(parents=True)
        for member in members:
            target = (staged / member.filename.removeprefix(inside)).resolve()
            if not target.is_relative_to(staged.resolve()):
                raise BadInput(
                    N_("{path} holds a file outside itself: {name}"),
                    path=self.source,
                    name=member.filename,
                )
            target.parent.mkdir(parents=True, exist_ok=True)
            self._write(member, target)
        if content_of(staged) != row["content"]:
            raise BadInput(
                N_("The program of {name} in {path} is not what was exported: do not run it."),
                name=row["name"],
                path=self.source,
            )
        folder = Path("algorithms") / str(row["content"])[:32]
        if (self.workspace.folder / folder).exists():
            shutil.rmtree(staged)
        else:
            staged.replace(self.workspace.folder / folder)
            self._made.append(self.workspace.folder / folder)
        return folder.as_posix()
