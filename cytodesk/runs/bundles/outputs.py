"""Files that a program left, as answers of the types that its descriptor declares."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.conversion import UnfitError
from cytodesk.algorithms.fitting import fitting
from cytodesk.algorithms.outputs import Output
from cytodesk.algorithms.parameters import Entries, Holds, Parameter, ParameterType, Value
from cytodesk.errors import N_, BadInput, CytoDeskError
from cytodesk.runs.bundles.inputs import SIZE_FILE
from cytodesk.runs.bundles.limits import refuse_too_large

_LONGEST_TEXT = 512 << 20
"""Bytes of an answer that is read as a text; outlines of a whole slide fit."""
_MOST_ENTRIES = 1_000_000
_SIGNATURES = {
    "png": (b"\x89PNG",),
    "jpeg": (b"\xff\xd8\xff",),
    "tiff": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    "dicom": (),
    "wsidicom": (),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One value of an output; `at` is its name, and its place in an array (`cells/3`).

    `text` of what is written as text, `file` of an image or a file.
    """

    output: Output
    at: str
    kind: Parameter
    value: Value | None = None
    text: str = ""
    file: Path | None = None


def read_outputs(algorithm: Algorithm, folder: Path) -> list[Answer]:
    """Return every answer in `folder`. Raises BadInput with all that is wrong."""
    answers: list[Answer] = []
    problems: list[str] = []
    for output in algorithm.outputs:
        kind = output.kind or Parameter(output.id, output.name, ParameterType.STRING)
        if output.optional and not (folder / output.id).exists():
            continue
        try:
            refuse_links(folder / output.id, output.id)
            answers += _answers(output, kind, folder / output.id, output.id)
        except CytoDeskError as problem:
            problems.append(problem.said())
    if problems:
        raise BadInput("{problems}", problems="; ".join(problems))
    return answers


def refuse_links(path: Path, at: str) -> None:
    """Refuse links and devices, there and below: they lead to files that the program could not
    read itself, or to none. Raises BadInput."""
    for each in _all_below(path):
        mode = os.lstat(each).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise _refused(at, N_("it is a link or a device, and no file"))


def _all_below(path: Path) -> Iterator[str]:
    if os.path.lexists(path):
        yield str(path)
    for folder, folders, files in os.walk(path):
        yield from (os.path.join(folder, name) for name in (*folders, *files))  # noqa: PTH118


def _answers(output: Output, kind: Parameter, path: Path, at: str) -> list[Answer]:
    if not path.exists():
        raise _refused(at, N_("the program did not write it"))
    if kind.entries is not None:
        return _of_array(output, kind.entries, path, at)
    if kind.holds in (Holds.IMAGE, Holds.FILE):
        return [_of_file(output, kind, path, at)]
    return [_of_text(output, kind, path, at)]


def _of_array(output: Output, entries: Entries, path: Path, at: str) -> list[Answer]:
    size = _size_of(path, at)
    if entries.fewest is not None and size < entries.fewest:
        raise _refused(at, N_("it has {count} entries, fewer than {least}"), size, entries.fewest)
    if entries.most is not None and size > entries.most:
        raise _refused(at, N_("it has {count} entries, more than {least}"), size, entries.most)
    return [
        answer
        for number in range(size)
        for answer in _answers(output, entries.each, path / str(number), f"{at}/{number}")
    ]


def _size_of(path: Path, at: str) -> int:
    try:
        told = yaml.safe_load((path / SIZE_FILE).read_text("utf-8"))
    except FileNotFoundError:
        raise _refused(at, N_("its array.yml is missing")) from None
    except (OSError, ValueError, yaml.YAMLError):
        told = None
    size = told.get("size") if isinstance(told, dict) else None
    if not isinstance(size, int) or not 0 <= size <= _MOST_ENTRIES:
        raise _refused(at, N_("its array.yml says no size"))
    return size


def _of_file(output: Output, kind: Parameter, path: Path, at: str) -> Answer:
    if path.is_dir() and not _may_be_folder(kind):
        raise _refused(at, N_("it is a folder, and its type is no array"))
    if path.is_file() and path.stat().st_size == 0:
        raise _refused(at, N_("it is empty"))
    if kind.holds is Holds.IMAGE and kind.formats and path.is_file():
        with path.open("rb") as file:
            head = file.read(132)
        wanted = [_SIGNATURES.get(name, ()) for name in kind.formats]
        is_dicom = "dicom" in kind.formats and head[128:] == b"DICM"
        if not is_dicom and not any(head.startswith(each) for each in wanted if each):
            raise _refused(at, N_("it is an image of none of its formats"))
    try:
        refuse_too_large(kind, path)
    except CytoDeskError as problem:
        raise _refused(at, problem.said()) from problem
    return Answer(output, at, kind, file=path)


def _may_be_folder(kind: Parameter) -> bool:
    """Slides of DICOM files are folders (contract 1.5)."""
    return kind.holds is Holds.IMAGE and (not kind.formats or "wsidicom" in kind.formats)


def _of_text(output: Output, kind: Parameter, path: Path, at: str) -> Answer:
    if path.is_dir():
        raise _refused(at, N_("it is a folder, and its type is no array"))
    if path.stat().st_size > _LONGEST_TEXT:
        raise _refused(at, N_("it is too large for its type"))
    text = path.read_text("utf-8", errors="replace").strip()
    if not text:
        raise _refused(at, N_("it is empty"))
    try:
        return Answer(output, at, kind, value=fitting(kind, text), text=text)
    except UnfitError as unfit:
        raise _refused(at, BadInput(unfit.template, **unfit.fields).said()) from unfit


def _refused(at: str, reason: str, count: int = 0, least: int = 0) -> BadInput:
    said = BadInput(reason, count=count, least=least) if count or least else reason
    return BadInput(N_("output {name}: {reason}"), name=at, reason=said)
