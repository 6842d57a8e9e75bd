"""Which file of an app's folder is the program: a descriptor names only the container's arguments.

The order of looking was measured over 160 public apps: 156 have a Dockerfile whose ENTRYPOINT
starts the script; in a third of the command lines there is no usable program at all.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from cytodesk.errors import N_, BadInput
from cytodesk.runs.dockerfile import Stage, read_dockerfile

USUAL_NAMES = ("run.py", "wrapper.py", "app.py", "main.py")
_INTERPRETER = re.compile(r"python(?:[23](?:\.\d+)?)?(?:\.exe)?")
_TAKES_A_VALUE = frozenset({"-W", "-X", "--check-hash-based-pycs"})


class HasCommandLine(Protocol):
    """What is asked of an algorithm here."""

    @property
    def name(self) -> str: ...
    @property
    def command_line(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Program:
    """A Python program inside an app's folder; `script` is relative to that folder."""

    script: Path
    module: str = ""
    """Set when it starts as `python -m module`."""
    module_folder: Path = Path()
    """Where the module is imported from, relative to the app's folder."""
    fixed: tuple[str, ...] = ()
    """Arguments that the Dockerfile puts before those of the run."""

    @property
    def words(self) -> tuple[str, ...]:
        """What follows the interpreter on the command line, in the app's folder."""
        begin = ("-m", self.module) if self.module else (str(self.script),)
        return (*begin, *self.fixed)


@dataclass(frozen=True, slots=True)
class _Call:
    """`python ... script fixed` or `python ... -m module fixed`, as some text has it."""

    place: str
    is_module: bool
    fixed: tuple[str, ...]


def find_program(folder: Path, algorithm: HasCommandLine) -> Program:
    """Return the program of the app in `folder`.

    Looked for in this order: ENTRYPOINT (or CMD) of the Dockerfile, the script word of the
    command line, run.py, wrapper.py, app.py, main.py, the only *.py that speaks of CytomineJob.
    Raises BadInput if none of these is there.
    """
    stage = read_dockerfile(folder)
    looks: tuple[Callable[[], Program | None], ...] = (
        lambda: _of_dockerfile(folder, stage),
        lambda: _of_command_line(folder, stage or Stage(), algorithm.command_line),
        lambda: _of_usual_name(folder),
        lambda: _of_cytomine_job(folder),
    )
    for look in looks:
        program = look()
        if program is not None:
            return program
    raise BadInput(
        N_(
            "No program was found for {algorithm}: name its Python file run.py, add a Dockerfile "
            "whose ENTRYPOINT starts it, or name its container-image in the descriptor. Neither an "
            "ENTRYPOINT nor the command line names a Python file of {folder}, there is no {names}, "
            "and not exactly one Python file uses CytomineJob."
        ),
        algorithm=algorithm.name,
        folder=folder,
        names=", ".join(USUAL_NAMES),
    )


def _of_dockerfile(folder: Path, stage: Stage | None) -> Program | None:
    if stage is None:
        return None
    # With both, CMD holds default arguments: those of the run stand in their place.
    attempts = (stage.entrypoint, (*stage.entrypoint, *stage.cmd))
    for attempt, words in enumerate(attempts):
        for call in _calls(words, folder, stage):
            program = _located(folder, stage, call, keep_fixed=attempt == 0)
            if program is not None:
                return program
    return None


def _of_command_line(folder: Path, stage: Stage, command_line: str) -> Program | None:
    for call in _calls(command_line.split(), folder, stage):
        program = _located(folder, stage, call, keep_fixed=False)
        if program is not None:
            return program
    return None


def _of_usual_name(folder: Path) -> Program | None:
    return next((Program(Path(name)) for name in USUAL_NAMES if (folder / name).is_file()), None)


def _of_cytomine_job(folder: Path) -> Program | None:
    for pattern in ("*.py", "*/*.py"):
        found = [path for path in sorted(folder.glob(pattern)) if _speaks_of_a_job(path)]
        if found:
            return Program(found[0].relative_to(folder)) if len(found) == 1 else None
    return None


def _speaks_of_a_job(path: Path) -> bool:
    return path.is_file() and b"CytomineJob" in path.read_bytes()


def _calls(words: Sequence[str], folder: Path, stage: Stage) -> Iterator[_Call]:
    """Yield each start of a Python program in `words`, looking into shells and shell scripts."""
    for index, word in enumerate(words):
        rest = list(words[index + 1 :])
        name = PurePosixPath(word).name
        if _INTERPRETER.fullmatch(name):
            call = _python_call(rest)
            if call is not None:
                yield call
        elif name.endswith(".py"):
            yield _Call(word, is_module=False, fixed=_fixed(rest))
        elif name.endswith(".sh"):
            yield from _calls_of_script(word, folder, stage)
        elif " " in word:
            yield from _calls(_split(word), folder, stage)


def _calls_of_script(place: str, folder: Path, stage: Stage) -> Iterator[_Call]:
    script = stage.file_behind(place, folder)
    if script is None:
        return
    for line in reversed((folder / script).read_text("utf-8", errors="replace").splitlines()):
        if "python" in line and not line.lstrip().startswith("#"):
            # The words of a .sh file are not looked into again: it may name itself.
            words = [word for word in _split(line) if not word.endswith(".sh")]
            yield from _calls(words, folder, stage)


def _python_call(rest: Sequence[str]) -> _Call | None:
    """Read what follows the word python: options, then a script or `-m module`."""
    index = 0
    while index < len(rest) and rest[index].startswith("-"):
        if rest[index] == "-m":
            if index + 1 == len(rest):
                return None
            return _Call(rest[index + 1], is_module=True, fixed=_fixed(rest[index + 2 :]))
        if rest[index] == "-c":
            return None
        index += 2 if rest[index] in _TAKES_A_VALUE else 1
    if index == len(rest):
        return None
    return _Call(rest[index], is_module=False, fixed=_fixed(rest[index + 1 :]))


def _fixed(words: Sequence[str]) -> tuple[str, ...]:
    """Return `words` without what only a shell understands ($@, &&, redirections)."""
    kept = []
    for word in words:
        if word in (";", "&&", "||", "|", "&") or word.startswith((">", "<", "2>")):
            break
        if not word.strip("\"'").startswith("$"):
            kept.append(word)
    return tuple(kept)


def _located(folder: Path, stage: Stage, call: _Call, *, keep_fixed: bool) -> Program | None:
    fixed = call.fixed if keep_fixed else ()
    if not call.is_module:
        script = stage.file_behind(call.place, folder)
        return Program(script, fixed=fixed) if script else None
    inside = call.place.replace(".", "/")
    for tail in (f"{inside}.py", f"{inside}/__main__.py"):
        script = stage.file_behind(tail, folder)
        if script is not None:
            above = script.parents[len(PurePosixPath(tail).parts) - 1]
            return Program(script, module=call.place, module_folder=above, fixed=fixed)
    return None


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()
