"""What a run left as files becomes its annotations and its job data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from shapely.geometry.base import BaseGeometry

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Holds, Value
from cytodesk.errors import N_, BadInput
from cytodesk.runs.bundles.geometry import outlines_in
from cytodesk.runs.bundles.outputs import Answer, refuse_links
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_store, images, notes, run_files, runs
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.shapes import Shape, shapes_of
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

TEXTS = "outputs.json"
"""The file of a run that holds its answers which are neither outlines nor files."""
_OUTPUT = "output"
"""The property of an annotation that says which output it was."""
_BLOCK = 1 << 20
_SUFFIXES = {"png": ".png", "jpeg": ".jpg", "tiff": ".tif", "dicom": ".dcm"}


@dataclass(slots=True)
class Harvest:
    """What is ready to be written: outlines are measured, files stand in the store."""

    outlines: list[tuple[str, int, Shape]] = field(default_factory=list)
    """Which output, which image, what shape."""
    files: list[tuple[str, str, str, int]] = field(default_factory=list)
    """Name, file name, name in the store, size."""
    refused: list[str] = field(default_factory=list)

    def said(self) -> str:
        return f"{len(self.outlines)} annotations, {len(self.files)} files"

    def add(self, change: Change, run: int, user: int, project: int) -> None:
        """Write all of it as the run's."""
        for at, image, shape in self.outlines:
            kind = AnnotationKind.RUN
            id_ = annotation_store.add_annotation(
                change, shape, kind=kind, image=image, project=project, user=user
            )
            notes.add_property(change, kind.wire_class, id_, _OUTPUT, at)
        for name, filename, stored, size in self.files:
            file = run_files.add_file(change, run, name, filename)
            run_files.fill_file(change, file.id, stored, size)
        if self.refused:
            run_files.note_refused(change, run, len(self.refused), self.refused[0])


class Harvester:
    """Brings answers in; who calls `prepared` writes it, or throws it away."""

    def __init__(self, workspace: Workspace, files: FileStore) -> None:
        self._workspace = workspace
        self._files = files

    def prepared(
        self, run: int, algorithm: Algorithm, values: Mapping[str, Value], answers: list[Answer]
    ) -> Harvest:
        """Measure outlines and store files. Raises BadInput, WorkspaceError."""
        harvest = Harvest()
        image_of = _Images(self._workspace, run, algorithm, values)
        outlines: dict[int, list[tuple[str, BaseGeometry]]] = {}
        texts: dict[str, Value] = {}
        try:
            for answer in answers:
                if answer.file is not None:
                    self._store(harvest, answer.at, answer.file, answer.kind.formats)
                elif answer.kind.holds is Holds.GEOMETRY:
                    image = image_of(answer.output.derived_from)
                    found = [(answer.at, each) for each in _outlines(answer)]
                    if image is None:
                        self._put(harvest, answer.at, _name(answer.at, ".geojson"), answer.text)
                    else:
                        outlines.setdefault(image, []).extend(found)
                elif answer.value is not None:
                    texts[answer.at] = answer.value
            if texts:
                self._put(harvest, TEXTS.partition(".")[0], TEXTS, json.dumps(texts, indent=1))
            for image, found in outlines.items():
                self._measure(harvest, image, found)
        except Exception:
            self.forget(harvest)
            raise
        return harvest

    def files(self, paths: Mapping[str, Path]) -> Harvest:
        """Store the files of outputs that are files at declared paths, by the ids of these.

        Raises BadInput where one is a link or a device.
        """
        harvest = Harvest()
        for name, path in paths.items():
            refuse_links(path, name)
        for name, path in paths.items():
            self._store(harvest, name, path, (), keep_name=True)
        return harvest

    def forget(self, harvest: Harvest) -> None:
        """Remove the stored files of a harvest that was not written."""
        for _, _, stored, _ in harvest.files:
            self._files.remove(stored)

    def _measure(self, harvest: Harvest, image: int, found: list[tuple[str, BaseGeometry]]) -> None:
        frame = images.frame(self._workspace.reading(), image)
        shapes = shapes_of([outline.wkt for _, outline in found], frame)
        for (at, _), shape in zip(found, shapes, strict=True):
            if isinstance(shape, BadInput):
                harvest.refused.append(f"{at}: {shape.said()}")
            else:
                harvest.outlines.append((at, image, shape))

    def _store(
        self,
        harvest: Harvest,
        at: str,
        path: Path,
        formats: tuple[str, ...],
        *,
        keep_name: bool = False,
    ) -> None:
        if path.is_dir():
            packed = path.with_name(f"{path.name}.zip")
            shutil.make_archive(str(path), "zip", path)
            path, suffix = packed, ".zip"
        else:
            suffix = _SUFFIXES.get(formats[0], "") if len(formats) == 1 else ""
        with path.open("rb") as file:
            stored, size = self._files.put(_blocks(file))
        filename = path.name if keep_name else _name(at, suffix)
        harvest.files.append((at, filename, stored, size))

    def _put(self, harvest: Harvest, at: str, filename: str, text: str) -> None:
        stored, size = self._files.put([text.encode()])
        harvest.files.append((at, filename, stored, size))


class _Images:
    """Says on which image an outline stands: that of the input it is derived from, or the only."""

    def __init__(
        self, workspace: Workspace, run: int, algorithm: Algorithm, values: Mapping[str, Value]
    ) -> None:
        db = workspace.reading()
        project = runs.project_of(db, run)
        known = {image.id for image in images.images(db, project)}
        self._by_input = {
            parameter.id: int(str(values[parameter.id]))
            for parameter in algorithm.asked
            if parameter.holds is Holds.IMAGE
            and str(values.get(parameter.id, "")).isdecimal()
            and int(str(values[parameter.id])) in known
        }

    def __call__(self, derived_from: str) -> int | None:
        if derived_from in self._by_input:
            return self._by_input[derived_from]
        distinct = set(self._by_input.values())
        return distinct.pop() if len(distinct) == 1 else None


def _outlines(answer: Answer) -> list[BaseGeometry]:
    try:
        return outlines_in(answer.text)
    except BadInput as error:
        raise BadInput(N_("output {name}: {reason}"), name=answer.at, reason=error) from error


def _name(at: str, suffix: str) -> str:
    return at.replace("/", "-") + suffix


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block
