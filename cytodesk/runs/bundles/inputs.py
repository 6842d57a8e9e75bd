"""Values as the files that a container finds under its inputs."""

from __future__ import annotations

import datetime
import math
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.conversion import UnfitError
from cytodesk.algorithms.fitting import fitting
from cytodesk.algorithms.parameters import Holds, Parameter, ParameterType, Value
from cytodesk.errors import N_, BadInput, CytoDeskError
from cytodesk.runs.bundles.limits import refuse_too_large
from cytodesk.runs.containers.creating import Mounted

SIZE_FILE = "array.yml"
_WHOLE_FOLDER = "wsidicom"
_LARGEST_ZIP = 64 << 30
FindFile = Callable[[str], Path]
"""From what a value says (the id of an image, a path) to its file; raises BadInput."""


def write_inputs(
    algorithm: Algorithm, values: Mapping[str, Value], folder: Path, find: FindFile
) -> list[Mounted]:
    """Write the values into `folder`; return the large files, which are only mounted.

    Raises BadInput for a value that is missing or that its parameter does not allow.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mounts: list[Mounted] = []
    for parameter in algorithm.asked:
        value = values.get(parameter.id)
        if value is None and not parameter.optional:
            raise BadInput(N_("{name} has no value, and the task needs one."), name=parameter.id)
        if value is not None:
            place = f"{algorithm.wishes.inputs.rstrip('/')}/{parameter.id}"
            mounts += _written(parameter, value, folder / parameter.id, place, find)
    return mounts


def text_of(parameter: Parameter, value: Value) -> str:
    """Return the text of a value's file (contract 1.5)."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if math.isinf(value) or math.isnan(value):
            return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")
        case str() if parameter.type is ParameterType.DATE:
            return _instant(value)
        case _:
            return str(value)


def _written(
    parameter: Parameter, value: Value, path: Path, place: str, find: FindFile
) -> Iterator[Mounted]:
    if parameter.entries is not None:
        _refuse_unfit(parameter, value)
        items = value if isinstance(value, tuple) else (value,)
        path.mkdir(exist_ok=True)
        (path / SIZE_FILE).write_text(f"size: {len(items)}\n", "utf-8")
        for number, item in enumerate(items):
            each = parameter.entries.each
            yield from _written(each, item, path / str(number), f"{place}/{number}", find)
    elif parameter.holds in (Holds.IMAGE, Holds.FILE):
        source = find(str(value))
        _refuse_too_large(parameter, source)
        yield _mounted(parameter, source, path, place)
    else:
        _refuse_unfit(parameter, value)
        path.write_text(text_of(parameter, value), "utf-8", newline="")


def _refuse_too_large(parameter: Parameter, source: Path) -> None:
    try:
        refuse_too_large(parameter, source)
    except CytoDeskError as problem:
        raise BadInput(
            N_("{name} does not fit: {reason}"), name=parameter.id, reason=problem
        ) from problem


def _mounted(parameter: Parameter, source: Path, path: Path, place: str) -> Mounted:
    if _WHOLE_FOLDER in parameter.formats:
        if zipfile.is_zipfile(source):
            _unpack(source, path)
            return Mounted(path, place)
        source = source if source.is_dir() else source.parent
    # The engine wants something to mount upon.
    if source.is_dir():
        path.mkdir(exist_ok=True)
    else:
        path.touch()
    return Mounted(source, place, is_read_only=True)


def _unpack(source: Path, folder: Path) -> None:
    """Unpack the files of a zipped DICOM slide side by side, as the server does."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(source) as archive:
        members = [each for each in archive.infolist() if not each.is_dir()]
        if sum(member.file_size for member in members) > _LARGEST_ZIP:
            raise BadInput(N_("{path} unpacks to more than 64 GB."), path=source)
        for member in members:
            name = Path(member.filename).name
            with archive.open(member) as packed, (folder / name).open("wb") as file:
                while block := packed.read(1 << 20):
                    file.write(block)


def _refuse_unfit(parameter: Parameter, value: Value) -> None:
    try:
        fitting(parameter, value)
    except UnfitError as unfit:
        raise BadInput(
            N_("{name} does not fit: {reason}"),
            name=parameter.id,
            reason=BadInput(unfit.template, **unfit.fields),
        ) from unfit


def _instant(text: str) -> str:
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
