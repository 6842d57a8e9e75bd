"""What an algorithm needs of this computer, said before it is installed and while it is."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.descriptors import read_descriptor, read_descriptor_text
from cytodesk.algorithms.descriptors.image_archive import is_image_archive
from cytodesk.errors import BadInput, Cancelled, EnvironmentFailed
from cytodesk.runs.app_files import is_left_out
from cytodesk.runs.command_runner import find_command, is_python
from cytodesk.runs.containers.images import no_image, wanted_image
from cytodesk.runs.environments.interpreter import ask_interpreter
from cytodesk.runs.environments.recipe import recipe_of
from cytodesk.runs.environments.requirements import requirements_in
from cytodesk.runs.programs import find_program
from cytodesk.runs.ways import Way, way_of
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.server.errands import Report
from cytodesk.server.exchanges import told
from cytodesk.server.installing import has_its_app_beside, stage
from cytodesk.server.routes import ByRuns, get, post
from cytodesk.server.serving import Serving
from cytodesk.server.station_api import path_in
from cytodesk.workspace import algorithms
from cytodesk.workspace.algorithms import Source


def look(serving: Serving, asking: Asking) -> Json:
    """Look at what stands at a path as if it were installed; nothing is kept."""
    path = path_in(asking.object, "path")
    algorithm = read_descriptor(path)
    with _unpacked(path, algorithm) as folder:
        files = list(_files(folder))
        source = Source(descriptor=algorithm.descriptor_text, content="", folder="")
        return _needs(serving, algorithm, folder, asking, shown=path, source=source) | {
            "name": algorithm.name,
            "version": algorithm.version,
            "description": algorithm.description,
            "warnings": [warning.said(asking.words) for warning in algorithm.warnings],
            "files": len(files),
            "bytes": sum(file.stat().st_size for file in files),
        }


def needs(serving: Serving, asking: Asking) -> Json:
    """Say what an installed algorithm needs, and why it could not run if it could not."""
    source = algorithms.source_of(serving.workspace.reading(), asking.id)
    algorithm = algorithms.algorithm(serving.workspace.reading(), asking.id)
    if not source.folder:
        return {"requirements": [], "python": None, "program": None, "trouble": None}
    read = read_descriptor_text(source.descriptor, Path("descriptor.json"))
    folder = serving.folder / source.folder
    answer = _needs(serving, read, folder, asking, shown=folder, source=source)
    interpreter = serving.queue.preparing.wanted(source).interpreter
    if interpreter is not None and not interpreter.is_file():
        answer["missing_python"] = source.python
    answer["named_python"] = source.python
    return answer | {"id": algorithm.id, "description": read.description}


def make_ready(serving: Serving, asking: Asking) -> Json:
    """Fetch, as an errand, what the algorithm's runs need around them."""
    source = algorithms.source_of(serving.workspace.reading(), asking.id)

    def work(report: Report) -> Json:
        def is_cancelled() -> bool:
            try:
                report(0.0, doing[-1])
            except Cancelled:
                return True
            return False

        doing = [""]
        serving.queue.preparing.make_ready(source, doing.append, is_cancelled)
        return {"ready": True}

    return told(serving.errands.start(work, serving.noted))


def look_at_interpreter(serving: Serving, asking: Asking) -> Json:
    """Ask, as an errand, what an interpreter of this computer says of itself."""
    path = Path(str(asking.object.get("path") or ""))

    def work(report: Report) -> Json:
        said = ask_interpreter(path)
        return {"version": said.version, "distributions": list(said.distributions)}

    return told(serving.errands.start(work, serving.noted))


def _needs(
    serving: Serving,
    algorithm: Algorithm,
    folder: Path,
    asking: Asking,
    *,
    shown: Path,
    source: Source,
) -> Json:
    recipe = recipe_of(folder)
    requirements = serving.queue.preparing.environments.requirements(recipe)
    has_python = recipe.python is None or serving.queue.preparing.environments.pythons.has(
        recipe.python
    )
    way = way_of(algorithm, folder, source)
    said = {Way.PROGRAM: _of_program, Way.COMMAND: _of_command, Way.CONTAINER: _of_container}
    trouble: str | None = None
    answer: Json = {}
    try:
        answer = said[way](serving, algorithm, folder, source)
    except (BadInput, EnvironmentFailed) as error:
        fields = {**error.fields, **({"folder": shown} if "folder" in error.fields else {})}
        trouble = type(error)(error.template, **fields).said(asking.words)
    return {
        "requirements": requirements_in(requirements) if requirements is not None else [],
        "requirements_from": recipe.origin,
        "python": recipe.python,
        "python_is_here": has_python,
        "program": None,
        "trouble": trouble,
        "way": way.value,
        "processing_server": algorithm.processing_server or None,
        **answer,
    }


def _of_program(serving: Serving, algorithm: Algorithm, folder: Path, source: Source) -> Json:
    program = find_program(folder, algorithm)
    serving.queue.preparing.environments.refuse_hopeless(folder, source.python)
    return {"program": " ".join(program.words)}


def _of_command(serving: Serving, algorithm: Algorithm, folder: Path, source: Source) -> Json:
    word = next(iter(algorithm.command_line.split()), "")
    if not is_python(word):
        find_command(word, folder)
    return {"program": word}


def _of_container(serving: Serving, algorithm: Algorithm, folder: Path, source: Source) -> Json:
    """Name image and engine; an archive beside the descriptor is there, whatever the engine has."""
    wanted = wanted_image(algorithm, folder, source.content)
    if wanted is None:
        raise no_image(algorithm.name)
    shown = wanted.archive.name if wanted.archive else wanted.name
    try:
        engine = serving.queue.containers.engine()
        is_here = wanted.archive is not None or serving.queue.containers.has(engine, wanted)
    except EnvironmentFailed as error:
        return {"program": shown, "engine": None, "engine_trouble": error.said(), "image": shown}
    said = {"engine": engine.kind.said, "engine_trouble": None, "image_is_here": is_here}
    return {"program": shown, "image": shown, **said}


@contextlib.contextmanager
def _unpacked(path: Path, algorithm: Algorithm) -> Iterator[Path]:
    """Give the folder of the app at `path`: its own, or a copy of what would be installed."""
    is_packed = zipfile.is_zipfile(path) or is_image_archive(path)
    if path.is_dir() or (not is_packed and has_its_app_beside(path, algorithm)):
        yield path if path.is_dir() else path.parent
        return
    with tempfile.TemporaryDirectory(prefix="cytodesk-") as folder:
        staged = Path(folder) / "app"
        stage(path, staged, algorithm)
        yield staged


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files that installing would copy."""
    for entry in folder.iterdir():
        if entry.is_dir() and not is_left_out(entry) and not entry.is_symlink():
            yield from _files(entry)
        elif entry.is_file():
            yield entry


_V1 = "/station/v1"

ROUTES = (
    post(f"{_V1}/algorithms/look", look, by_runs=ByRuns.NEVER),
    get(f"{_V1}/algorithms/{{id:int}}/needs", needs),
    post(f"{_V1}/algorithms/{{id:int}}/ready", make_ready, by_runs=ByRuns.NEVER),
    post(f"{_V1}/interpreters/look", look_at_interpreter, by_runs=ByRuns.NEVER),
)
