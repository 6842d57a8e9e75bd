"""Installing an algorithm: its files are copied into the workspace, then it gets its rows."""

from __future__ import annotations

import shutil
import uuid
import zipfile
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.boutiques_line import BOUTIQUES
from cytodesk.algorithms.command_line import APP_ENGINE
from cytodesk.algorithms.descriptors import read_descriptor
from cytodesk.algorithms.descriptors.image_archive import is_image_archive
from cytodesk.algorithms.descriptors.source import source_of
from cytodesk.errors import N_, BadInput, Problem
from cytodesk.runs.app_files import copy_app
from cytodesk.runs.environments.conda import FILES as CONDA_FILES
from cytodesk.runs.ways import has_program
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.workspace import algorithms
from cytodesk.workspace.algorithms import Source, content_of
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

_OF_APPS = (
    "Dockerfile",
    "requirements.txt",
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    *CONDA_FILES,
)
"""Files that say that a folder is one app."""
_LARGEST_ZIP = 15 << 30
"""Bytes that an unpacked app may have, as much as the App Engine takes: a container image."""


def install(
    workspace: Workspace,
    path: Path,
    *,
    python: str | None = None,
    wheels: Path | None = None,
    may_build: bool = False,
) -> tuple[InstalledAlgorithm, tuple[Problem, ...]]:
    """Install what stands at `path` (folder, zip or descriptor); return it with its warnings.

    `python` is an interpreter, or a version such as 3.10. The same content with the same one is
    installed once. Another content under the same name becomes a version of its own. Raises
    DescriptorError or BadInput.
    """
    algorithm = read_descriptor(path)
    staged = workspace.folder / "algorithms" / f".{uuid.uuid4().hex}"
    try:
        stage(path, staged, algorithm)
        content = content_of(staged)
        known = algorithms.installed_from(
            workspace.reading(), content, algorithm.descriptor_text, python
        )
        if known is None:
            folder = Path("algorithms") / content[:32]
            if not (workspace.folder / folder).exists():
                staged.replace(workspace.folder / folder)
            source = Source(
                descriptor=algorithm.descriptor_text,
                content=content,
                folder=folder.as_posix(),
                python=python,
                wheels=None if wheels is None else str(wheels),
                builds=int(may_build),
                origin=str(path),
            )
            known = workspace.write(lambda change: _added(change, algorithm, source))
        elif may_build:
            again = known
            workspace.write(lambda change: change.update("algorithm", again, builds=1))
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    installed = algorithms.algorithm(workspace.reading(), known)
    return installed, algorithm.warnings


def update(workspace: Workspace, id: int) -> tuple[InstalledAlgorithm, tuple[Problem, ...]]:
    """Install again what an algorithm was installed from, with the same Python and wheels.

    Where it has changed there, a new version stands beside the one with this `id`, which is out of
    date from then on; else nothing happens. Raises BadInput, DescriptorError.
    """
    source = algorithms.source_of(workspace.reading(), id)
    origin = Path(source.origin) if source.origin else None
    if origin is None or not origin.exists():
        raise BadInput(
            N_("What it was installed from is not there any more: {path}"), path=origin or "-"
        )
    installed, warnings = install(
        workspace,
        origin,
        python=source.python,
        wheels=Path(source.wheels) if source.wheels else None,
        may_build=bool(source.builds),
    )
    if installed.id != id:
        workspace.write(lambda change: algorithms.change_algorithm(change, id, deprecated=1))
    return installed, warnings


def _added(change: Change, algorithm: Algorithm, source: Source) -> int:
    id_ = algorithms.add_algorithm(
        change,
        algorithm.name,
        _version(algorithm, algorithms.names_taken(change.db, algorithm.name)),
        description=algorithm.description,
        source=source,
        execute_command=algorithm.command_line or algorithm.name,
        pulling_command="cytodesk",
    )
    algorithms.add_parameters(change, id_, algorithm.parameters)
    return id_


def _version(algorithm: Algorithm, taken: set[str]) -> str:
    """Return the algorithm's version, or the next free number where that is taken."""
    if algorithm.version not in taken:
        return algorithm.version
    numbers = (f"{algorithm.version}+{n}" if algorithm.version else str(n) for n in range(2, 10**6))
    return next(number for number in numbers if number not in taken)


def stage(path: Path, staged: Path, algorithm: Algorithm) -> None:
    """Copy the app at `path` (folder, zip, image, or a descriptor) to `staged`."""
    staged.mkdir(parents=True)
    if path.is_dir():
        copy_app(path, staged)
    elif zipfile.is_zipfile(path):
        _unpack(path, staged)
    elif is_image_archive(path):
        shutil.copyfile(path, staged / f"{path.stem}.tar")
        source = source_of(path)
        (staged / source.name).write_text(source.text, "utf-8")
    elif has_its_app_beside(path, algorithm):
        copy_app(path.parent, staged)
    else:
        shutil.copyfile(path, staged / path.name)


def has_its_app_beside(path: Path, algorithm: Algorithm) -> bool:
    """Whether a descriptor stands among the files of its app; else it is all that is meant.

    One that was downloaded stands among whatever else was.
    """
    folder = path.parent
    if any((folder / name).is_file() for name in _OF_APPS):
        return True
    if algorithm.dialect == APP_ENGINE:
        return next(folder.glob("*.tar"), None) is not None
    if algorithm.dialect == BOUTIQUES:
        return any((folder / word).is_file() for word in algorithm.command_line.split())
    return has_program(algorithm, folder)


def _unpack(path: Path, staged: Path) -> None:
    """Unpack a zip; members outside the folder, links and bombs are refused."""
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if sum(member.file_size for member in members) > _LARGEST_ZIP:
            raise BadInput(
                N_("{path} unpacks to more than {most} GB."), path=path, most=_LARGEST_ZIP >> 30
            )
        tops = {member.filename.split("/", 1)[0] for member in members if "/" in member.filename}
        is_wrapped = len(tops) == 1 and all("/" in member.filename for member in members)
        for member in members:
            name = member.filename.split("/", 1)[1] if is_wrapped else member.filename
            target = (staged / name).resolve()
            if not target.is_relative_to(staged.resolve()):
                raise BadInput(
                    N_("{path} holds a file outside itself: {name}"), path=path, name=name
                )
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as source, target.open("wb") as file:
                shutil.copyfileobj(source, file)
