"""Everything that reads bytes of others, as functions that return or raise in words.

A CytoDeskError is an answer; whatever else is raised is a mistake of ours. Each target has seeds
that are right, so that what is made of them comes past the door.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image
from starlette.datastructures import Headers

from cytodesk.algorithms.batches.tables import read_table
from cytodesk.algorithms.command_line import arguments
from cytodesk.algorithms.descriptors import read_descriptor_text
from cytodesk.algorithms.presets import read_presets
from cytodesk.algorithms.values import with_defaults
from cytodesk.client.station_keys import Keys, keys_of
from cytodesk.errors import CytoDeskError
from cytodesk.runs.dockerfile import read_dockerfile
from cytodesk.runs.record import read_record
from cytodesk.server.installing import install
from cytodesk.server.signing import signer_of
from cytodesk.workspace import projects
from cytodesk.workspace.exchange.export import export_project
from cytodesk.workspace.exchange.importing import import_project
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.people import HUMAN, ensure_human
from cytodesk.workspace.pixels import open_slide, read_facts, window
from cytodesk.workspace.shapes import shape_of
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class _Frame:
    width: int = 1000
    height: int = 800


_FRAME = _Frame()
_SMALL = 1 << 22
"""Pixels; a picture that says it is larger is not read whole here."""


@dataclass(frozen=True)
class Target:
    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    slow: bool = False

    def __call__(self, content: bytes) -> bool:
        """Return whether `content` was taken; a refusal in words is an answer too."""
        try:
            self.read(content)
        except CytoDeskError as error:
            if not error.said():
                raise AssertionError("a refusal without words") from error
            return False
        return True


def _outline(content: bytes) -> object:
    return shape_of(content.decode("utf-8", "replace"), _FRAME)


def _descriptor(content: bytes) -> object:
    algorithm = read_descriptor_text(content.decode("utf-8", "replace"), "descriptor.json")
    return arguments(algorithm, with_defaults(algorithm, {}), {})


def _dockerfile(content: bytes) -> object:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "Dockerfile").write_bytes(content)
        stage = read_dockerfile(Path(folder))
        return stage and stage.file_behind("run.py", Path(folder))


def _record(content: bytes) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.jsonl"
        path.write_bytes(content)
        return read_record(path)


def _table(content: bytes) -> object:
    return read_table(content, _STEADY)


def _presets(content: bytes) -> object:
    return read_presets(content, "presets.json")


def _archive(content: bytes) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "project.cytodesk"
        path.write_bytes(content)
        workspace = _workspace(Path(folder))
        files = FileStore(workspace.folder / "files")
        try:
            imported = import_project(workspace, files, path, human=HUMAN, report=_nothing)
        finally:
            workspace.close()
            outside = {each.name for each in Path(folder).iterdir()} - {"workspace", path.name}
            assert not outside, outside
        return imported


def _exported() -> bytes:
    """Return a small project as a file."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = _workspace(Path(folder))
        files = FileStore(workspace.folder / "files")
        try:
            project = workspace.write(_project)
            path = Path(folder) / "project.cytodesk"
            export_project(workspace, files, project, path, with_images=False, report=_nothing)
            return path.read_bytes()
        finally:
            workspace.close()


def _project(change: Change) -> int:
    ontology = projects.add_ontology(change, "Words", HUMAN).id
    projects.add_term(change, "cell", ontology, None)
    return projects.add_project(change, "Small", ontology).id


def _workspace(folder: Path) -> Workspace:
    workspace = Workspace(folder / "workspace")
    ensure_human(workspace, "ada")
    return workspace


def _nothing(share: float) -> None:
    """Hear how far it is."""


def _app(content: bytes) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "app.zip"
        path.write_bytes(content)
        workspace = Workspace(Path(folder) / "workspace")
        try:
            return install(workspace, path, python=None, wheels=None)
        finally:
            workspace.close()
            outside = {each.name for each in Path(folder).iterdir()} - {"workspace", "app.zip"}
            assert not outside, outside


def _picture(suffix: str) -> Callable[[bytes], object]:
    def read(content: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"slide{suffix}"
            path.write_bytes(content)
            facts = read_facts(path)
            if facts.width * facts.height > _SMALL:
                return facts
            with closing(open_slide(path)) as slide:
                return window(slide, 0, 0, facts.width, facts.height, max_size=64)

    return read


class _Book:
    def user_of(self, public: str) -> int | None:
        return 1

    def keys(self, user: int) -> Keys:
        return keys_of(b"s" * 32, 1)


def _signature(content: bytes) -> object:
    text = content.decode("latin-1")
    headers = Headers(raw=[(b"authorization", content), (b"date", content[:20])])
    signer = signer_of("GET", text, headers, _Book())  # type: ignore[arg-type]
    assert signer.user is None, "nobody can guess a signature"
    return signer


def _pixels() -> np.ndarray:
    return (np.indices((40, 60)).sum(0)[..., None] * [1, 2, 3] % 256).astype(np.uint8)


def _encoded(kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(_pixels()).save(file, kind, **how)  # type: ignore[arg-type]
    return file.getvalue()


def _tiff(**how: object) -> bytes:
    file = io.BytesIO()
    tifffile.imwrite(file, _pixels(), photometric="rgb", **how)  # type: ignore[arg-type]
    return file.getvalue()


def _rewritten(packed: bytes) -> tuple[bytes, ...]:
    """Return the archive with its members stored bare, so that changes reach their text."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(file, "w") as bare:
        for name in source.namelist():
            bare.writestr(name, source.read(name))
    return (file.getvalue(),)


def _zip(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return file.getvalue()


_STEADY_TEXT = (DATA / "apps" / "steady" / "descriptor.json").read_text("utf-8")
_STEADY = read_descriptor_text(_STEADY_TEXT, "descriptor.json")
_DESCRIPTORS = tuple(
    path.read_bytes() for path in sorted((DATA / "dialects").rglob("*.*")) if path.is_file()
)[:40]
_RECORD = b"".join(
    json.dumps({"schema": 1, "event": event, **more}).encode() + b"\n"
    for event, more in (
        ("supervising", {"pid": 12, "created": 3.5}),
        ("started", {"pid": 13, "created": 3.6, "at": 1700000000000}),
        ("ended", {"exit": 0, "duration": 1.25, "memory": 1 << 20, "at": 1700000001000}),
    )
)

TARGETS: dict[str, Target] = {
    "outline": Target(
        _outline,
        (
            b"POLYGON ((10 10, 200 10, 200 200, 10 200, 10 10), (50 50, 60 50, 60 60, 50 50))",
            b"MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((20 20, 40 20, 40 40, 20 20)))",
            b"POINT (5 5)",
            b"LINESTRING (0 0, 100 100, 50 20)",
            b"POLYGON ((" + "\ufffd".encode() * 2000,
            b"GEOMETRYCOLLECTION (POINT (1 1), POLYGON ((1 1, 9 1, 9 9, 1 1)))",
        ),
    ),
    "descriptor": Target(_descriptor, (_STEADY_TEXT.encode(), *_DESCRIPTORS)),
    "dockerfile": Target(
        _dockerfile,
        (
            b'FROM python:3.8 AS base\nARG A=1\nENV B="$A"\nFROM base\nCOPY run.py /app/\n'
            b'WORKDIR /app\nENTRYPOINT ["python", "run.py"]\n',
            b'FROM x\nCOPY run.py /\nENTRYPOINT ["python", "\x01\x00n.py"]\n',
            b"FROM x\nCOPY " + b"a" * 300 + b" /\nENTRYPOINT python " + b"b" * 300 + b".py\n",
            b"FROM x\nADD a b c/\nRUN a \\\n b\nENTRYPOINT python ${X:-run.py} --a\nCMD [1, 2]\n",
        ),
    ),
    "record": Target(_record, (_RECORD, b'{"schema": "1", "event": "supervising"}\n')),
    "table": Target(
        _table,
        (
            b"count,pause,text\n1,0.5,a\n2,0.1,b\n",
            b'count;text\n"1";"a;b"\n',
            b"count\ttext\n1\tx\n",
        ),
    ),
    "presets": Target(_presets, (b'{"schema": 1, "presets": []}', b"[]", b"{}")),
    "signature": Target(
        _signature, (b"CYTOMINE 11111111-aaaa-4aaa-8aaa-111111111111:TbagMs1XzOiBEMdQBMdI4ZZu4NM=",)
    ),
    "archive": Target(
        _archive,
        (_exported(), *_rewritten(_exported())),
        slow=True,
    ),
    "app": Target(
        _app,
        (_zip(**{"descriptor_dot_json": _STEADY_TEXT, "run_dot_py": "print(1)\n"}),),
        slow=True,
    ),
    "png": Target(_picture(".png"), (_encoded("PNG"), _encoded("PNG", bits=8)), slow=True),
    "jpeg": Target(_picture(".jpg"), (_encoded("JPEG"),), slow=True),
    "tiff": Target(
        _picture(".tif"),
        (
            _tiff(),
            _tiff(tile=(16, 16), compression="zlib"),
            _tiff(tile=(16, 16), compression="lzw", bigtiff=True),
            _tiff(tile=(16, 16), compression="jpeg"),
        ),
        slow=True,
    ),
    "svs": Target(
        _picture(".svs"),
        (_tiff(tile=(16, 16), compression="jpeg", description="Aperio Image|MPP = 0.5"),),
        slow=True,
    ),
}
