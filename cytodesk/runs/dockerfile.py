"""What a Dockerfile says about the program inside: its command, its Python, where files went.

Only the instructions that matter here are read, of the last stage and of those it is built on:
FROM, WORKDIR, ENV, ARG, ADD, COPY, RUN, ENTRYPOINT, CMD. Nothing is executed.
"""

from __future__ import annotations

import itertools
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

_ROOT = PurePosixPath("/")
_FROM = re.compile(r"(?:--\S+\s+)*(?P<image>\S+)(?:\s+as\s+(?P<name>\S+))?", re.IGNORECASE)
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)(?::?-(?P<default>[^}]*))?\}|(?P<plain>\w+))")
_PYTHON_OF_CONDA = re.compile(
    r"\b(?:conda|mamba|micromamba)\s(?:[^;&|]*\s)?[\"']?python==?(?P<version>3\.\d+)"
)
_COPIED_FROM = re.compile(r"--from=(?P<stage>\S+)")
_HEREDOC = re.compile(r"<<-?\s*[\"']?(?P<end>\w+)[\"']?")
_PYTHON_IMAGE = re.compile(r"(?:^|/)python:(?P<version>3\.\d+)")


@dataclass(frozen=True, slots=True)
class Stage:
    """One FROM with what follows; `copies` are (sources in the folder, place in the image)."""

    image: str = ""
    workdir: PurePosixPath = _ROOT
    variables: tuple[tuple[str, str], ...] = ()
    copies: tuple[tuple[tuple[str, ...], str], ...] = ()
    entrypoint: tuple[str, ...] = ()
    cmd: tuple[str, ...] = ()
    runs: tuple[tuple[PurePosixPath, str], ...] = ()
    """What was executed while the image was built, and where; also in stages it was copied from."""

    @property
    def python_version(self) -> str | None:
        """The `3.x` of a `FROM python:3.x...`, or of a `conda install python=3.x`."""
        if found := _PYTHON_IMAGE.search(self.image):
            return found["version"]
        told = (_PYTHON_OF_CONDA.search(words) for _, words in self.runs)
        return next((found["version"] for found in told if found), None)

    def file_behind(self, place: str, folder: Path) -> Path | None:
        """Return the file of `folder`, relative to it, that stands at `place` in the image."""
        wanted = self.workdir / place
        for sources, destination in reversed(self.copies):
            for source in reversed(sources):
                for path in _copied(folder, source, self.workdir / destination, wanted):
                    if _is_inside(folder, path):
                        return path
        parts = [part for part in wanted.parts if part not in ("/", "..")]
        tails = (Path(*parts[begin:]) for begin in range(len(parts)))
        return next((tail for tail in tails if _is_inside(folder, tail)), None)


def read_dockerfile(folder: Path) -> Stage | None:
    """Return the last stage of the Dockerfile in `folder`, or None if there is none."""
    path = folder / "Dockerfile"
    if not path.is_file():
        return None
    named: dict[str, Stage] = {}
    name, stage, number = "", Stage(), -1
    for word, rest in _instructions(path.read_text("utf-8", errors="replace")):
        if word == "FROM" and (found := _FROM.match(_substituted(rest, stage))):
            named[name] = named[str(number)] = stage
            name, number = (found["name"] or "").lower(), number + 1
            base = named.get(found["image"].lower())
            stage = base or Stage(image=found["image"], variables=stage.variables)
        elif word in ("COPY", "ADD") and (origin := _COPIED_FROM.search(rest)):
            source = named.get(_substituted(origin["stage"], stage).lower(), Stage())
            stage = _with_what_was_made_in(source, stage)
        else:
            stage = _after(stage, word, rest)
    return stage


def _instructions(text: str) -> Iterator[tuple[str, str]]:
    uncommented = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    whole = re.sub(r"\\[ \t]*\n", " ", "\n".join(uncommented))
    lines = iter(whole.splitlines())
    for line in lines:
        word, _, rest = line.strip().partition(" ")
        if word.upper() == "RUN" and (heredoc := _HEREDOC.match(rest.strip())):
            script = itertools.takewhile(lambda each: each.strip() != heredoc["end"], lines)
            yield "RUN", " && ".join(each.strip() for each in script if each.strip())
        elif word:
            yield word.upper(), rest.strip()


def _after(stage: Stage, word: str, rest: str) -> Stage:
    match word:
        case "WORKDIR":
            return replace(stage, workdir=stage.workdir / _substituted(rest, stage).strip("\"'"))
        case "ENV" | "ARG":
            return replace(
                stage, variables=(*stage.variables, *_assignments(_substituted(rest, stage)))
            )
        case "COPY" | "ADD":
            return _after_copy(stage, _substituted(rest, stage))
        case "RUN":
            words = _substituted(rest, stage)
            line = shlex.join(_words(words)) if words.startswith("[") else words
            return replace(stage, runs=(*stage.runs, (stage.workdir, line)))
        case "ENTRYPOINT":
            return replace(stage, entrypoint=_words(_substituted(rest, stage)), cmd=())
        case "CMD":
            return replace(stage, cmd=_words(_substituted(rest, stage)))
    return stage


def _with_what_was_made_in(source: Stage, stage: Stage) -> Stage:
    """Add what another stage installed and copied: files of it come along."""
    runs, copies = (*source.runs, *stage.runs), (*source.copies, *stage.copies)
    return replace(stage, runs=runs, copies=copies)


def _after_copy(stage: Stage, rest: str) -> Stage:
    places = [word for word in _words(rest) if not word.startswith("--")]
    if len(places) < 2:
        return stage
    *sources, destination = places
    # Kept absolute: a later WORKDIR does not move what was copied before it.
    absolute = str(stage.workdir / destination) + ("/" if destination.endswith(("/", ".")) else "")
    return replace(stage, copies=(*stage.copies, (tuple(sources), absolute)))


def _copied(
    folder: Path, source: str, destination: PurePosixPath, wanted: PurePosixPath
) -> list[Path]:
    """Return the candidates, relative to `folder`, that copying `source` puts at `wanted`."""
    relative = source.lstrip("/")
    if ".." in PurePosixPath(relative).parts:
        return []
    if _is_folder(folder / relative):
        inside = wanted.is_relative_to(destination)
        return [Path(relative, wanted.relative_to(destination))] if inside else []
    if wanted == destination:
        return [Path(relative)]
    fits = wanted.parent == destination and PurePosixPath(wanted.name).match(
        PurePosixPath(relative).name
    )
    return [Path(relative).parent / wanted.name] if fits else []


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_inside(folder: Path, relative: Path) -> bool:
    try:
        path = (folder / relative).resolve()
        return path.is_file() and path.is_relative_to(folder.resolve())
    except (OSError, ValueError):  # a name that is too long, or none at all
        return False


def _words(rest: str) -> tuple[str, ...]:
    """Read the exec form (a JSON list) or the shell form of an instruction."""
    try:
        words = json.loads(rest)
    except ValueError:
        words = None
    if isinstance(words, list):
        return tuple(str(word) for word in words)
    try:
        return tuple(shlex.split(rest.strip("[]") if rest.startswith("[") else rest))
    except ValueError:
        return tuple(rest.split())


def _assignments(rest: str) -> Iterator[tuple[str, str]]:
    if "=" not in rest.partition(" ")[0]:
        name, _, value = rest.partition(" ")
        yield name, value
        return
    for word in _words(rest):
        name, _, value = word.partition("=")
        yield name, value


def _substituted(text: str, stage: Stage) -> str:
    values = dict(stage.variables)

    def value_of(found: re.Match[str]) -> str:
        return values.get(found["braced"] or found["plain"], found["default"] or found[0])

    return _VARIABLE.sub(value_of, text)
