"""A project of this workspace -> a file."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from cytodesk import __version__
from cytodesk.errors import N_, BadInput
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace.exchange.archive import FORMAT, MANIFEST, SCHEMA, Manifest
from cytodesk.workspace.exchange.meant import objects_in
from cytodesk.workspace.exchange.tables import (
    AFTER_ANNOTATIONS,
    ALGORITHM,
    ANNOTATION,
    ATTACHED,
    BEFORE_ANNOTATIONS,
    GIVEN_TERM,
    IMAGE,
    RUN_FILE,
    RUN_VALUE,
    Table,
)
from cytodesk.workspace.files import FileStore, replacing
from cytodesk.workspace.projects import project
from cytodesk.workspace.rows import blanks
from cytodesk.workspace.store import Workspace

Report = Callable[[float], None]
"""Told the share of the work that is done, 0 to 1; what it raises ends the work."""

_PAGE = 2000
_BLOCK = 1 << 20
_BYTES_OF_A_ROW = 400
"""About what a row costs as against a byte of a file, for the share that is done."""

_OF_SEVERAL_FILES = frozenset({".mrxs", ".vms", ".vmu", ".dcm"})
"""Slides whose pixels lie beside the file that is named (OpenSlide's formats)."""


def export_project(
    workspace: Workspace,
    files: FileStore,
    id: int,
    target: Path,
    *,
    with_images: bool,
    report: Report,
) -> Manifest:
    """Write project `id` to `target`, which is whole or as it was before.

    Rows are read in pages, so that a large project neither fills the memory nor holds the writer;
    what is added meanwhile may be missing. Raises NotFound; BadInput where `target` cannot be
    written or a slide is gone.
    """
    name = project(workspace.reading(), id).name
    beside = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")
    try:
        with (
            replacing(target, beside),
            zipfile.ZipFile(beside, "x", zipfile.ZIP_DEFLATED, compresslevel=5) as archive,
        ):
            writing = _Writing(workspace, files, id, archive, report, with_images=with_images)
            return writing.write(name)
    except OSError as error:
        raise BadInput(
            N_("{path} cannot be written: {reason}."),
            path=target,
            reason=error.strerror or str(error),
        ) from error


class _Writing:
    """One export, from its first row to its manifest."""

    def __init__(
        self,
        workspace: Workspace,
        files: FileStore,
        project: int,
        archive: zipfile.ZipFile,
        report: Report,
        *,
        with_images: bool,
    ) -> None:
        self._workspace = workspace
        self._files = files
        self._project = project
        self._archive = archive
        self._report = report
        self._with_images = with_images
        (last,) = workspace.rows("select next - 1 from sequence")
        self._last = int(last[0])  # what comes later would name what is not in the file
        self._counts: dict[str, int] = {}
        self._done = 0
        self._total = 1

    def write(self, name: str) -> Manifest:
        self._total += self._weight()
        for table in (*BEFORE_ANNOTATIONS, *AFTER_ANNOTATIONS):
            self._write_table(table)
        for kind in AnnotationKind:
            self._write_layers(kind)
        self._write_files()
        (uuid_,) = self._workspace.rows("select uuid from project where id=?", (self._project,))
        manifest = Manifest(
            format=FORMAT,
            schema=SCHEMA,
            program=__version__,
            made=self._workspace.clock(),
            project=uuid_["uuid"],
            name=name,
            counts=self._counts,
        )
        self._archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(asdict(manifest))))
        self._report(1.0)
        return manifest

    def _weight(self) -> int:
        rows = self._workspace.rows(
            "select count(*) from annotation where project=?", (self._project,)
        )
        stored = [row["size"] or 0 for table in (RUN_FILE, ATTACHED) for row in self._rows(table)]
        slides = [self._size(row) for row in self._rows(IMAGE)] if self._with_images else []
        return int(rows[0][0]) * _BYTES_OF_A_ROW + sum(stored) + sum(slides)

    def _size(self, image: dict[str, Any]) -> int:
        path = Path(image["path"])
        if path.suffix.lower() in _OF_SEVERAL_FILES:
            raise BadInput(
                N_("The slide {path} lies in several files: export without images."), path=path
            )
        try:
            return path.stat().st_size
        except OSError as error:
            raise BadInput(
                N_("The slide {path} is gone: bring it back, or export without images."),
                path=image["path"],
            ) from error

    def _rows(self, table: Table, **values: object) -> Iterator[dict[str, Any]]:
        """Yield the project's rows of `table` with their ids, read page by page."""
        sql = (
            f"{table.selected} where t.id > :after and t.id <= :last and ({table.belonging})"
            f" order by t.id limit {_PAGE}"
        )
        after = 0
        while True:
            given = {"project": self._project, "after": after, "last": self._last, **values}
            page = self._workspace.reading().execute(sql, given).fetchall()
            yield from (dict(row) for row in page)
            if len(page) < _PAGE:
                return
            after = page[-1]["id"]

    def _write_table(self, table: Table) -> None:
        with self._archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
            for row in self._rows(table):
                if table is RUN_VALUE:
                    row["objects"] = objects_in(self._workspace.reading(), row)
                file.write(_line(row))
                self._counts[table.name] = self._counts.get(table.name, 0) + 1

    def _write_layers(self, kind: AnnotationKind) -> None:
        layers = self._workspace.rows(
            "select distinct a.user, p.uuid from annotation a join person p on p.id = a.user"
            " where a.project=? and a.kind=? order by a.user",
            (self._project, kind.value),
        )
        for layer in layers:
            member = f"annotations/{kind.value}/{layer['uuid']}.jsonl"
            with self._archive.open(member, "w", force_zip64=True) as file:
                page: list[dict[str, Any]] = []
                for row in self._rows(ANNOTATION, kind=kind.value, user=layer["user"]):
                    page.append(row)
                    if len(page) == _PAGE:
                        self._write_page(file, page)
                        page = []
                self._write_page(file, page)

    def _write_page(self, file: Any, page: list[dict[str, Any]]) -> None:
        terms: dict[str, list[dict[str, Any]]] = {}
        ids = [row["id"] for row in page]
        for row in self._workspace.rows(
            f"{GIVEN_TERM.selected} where t.id <= ? and t.annotation in ({blanks(ids)})"
            " order by t.id",
            (self._last, *ids),
        ):
            given = dict(row)
            del given["id"]
            terms.setdefault(given.pop("annotation"), []).append(given)
        for one in page:
            file.write(_line({**one, "terms": terms.get(one["uuid"], [])}))
        self._counts["annotation"] = self._counts.get("annotation", 0) + len(page)
        self._advance(len(page) * _BYTES_OF_A_ROW)

    def _write_files(self) -> None:
        for table in (RUN_FILE, ATTACHED):
            for row in self._rows(table):
                if row["stored"]:
                    self._copy(self._files.path(row["stored"]), f"files/{row['uuid']}")
        for row in self._rows(ALGORITHM):
            if row["folder"]:
                self._write_app(self._workspace.folder / row["folder"], row["uuid"])
        for row in self._rows(IMAGE) if self._with_images else ():
            path = Path(row["path"])
            self._copy(path, f"images/{row['uuid']}{path.suffix}", is_packed=True)

    def _write_app(self, folder: Path, algorithm: str) -> None:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                inside = path.relative_to(folder).as_posix()
                self._archive.write(path, f"algorithms/{algorithm}/{inside}")

    def _copy(self, path: Path, member: str, *, is_packed: bool = False) -> None:
        """Copy a file into the archive, block by block; slides are packed well already."""
        described = zipfile.ZipInfo(member)
        described.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        with (
            path.open("rb") as source,
            self._archive.open(described, "w", force_zip64=True) as file,
        ):
            while block := source.read(_BLOCK):
                file.write(block)
                self._advance(len(block))

    def _advance(self, weight: int) -> None:
        self._done += weight
        self._report(min(0.99, self._done / self._total))


def _line(row: dict[str, Any]) -> bytes:
    """Return a row as it stands in the file: without its id, which means nothing elsewhere."""
    told = {name: value for name, value in row.items() if name not in ("id", "stored", "folder")}
    return msgspec.json.encode(told) + b"\n"
