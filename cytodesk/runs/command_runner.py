"""Runs whose descriptor names a command: a file of their folder, or one on the PATH."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cytodesk.errors import N_, BadInput
from cytodesk.processes import ProcessId, clean_environment
from cytodesk.runs.app_files import copy_app
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.process_runner import LOG, RECORD, WORK
from cytodesk.runs.supervised import start_supervised

_PYTHON = re.compile(r"python(?:3(?:\.\d+)?)?(?:\.exe)?")


@dataclass(frozen=True, slots=True)
class CommandOrder:
    """All that is needed to start one run; `words` begin with the command itself."""

    folder: Path
    app_folder: Path
    words: Sequence[str]
    environment: Environment | None
    """Its commands come first; None where the run needs no Python of ours."""
    variables: Mapping[str, str] = field(default_factory=dict)


def start_command(order: CommandOrder) -> ProcessId:
    """Copy the app's files, start the command in their midst; return who its supervisor is.

    Raises BadInput where the command is nowhere.
    """
    work = order.folder / WORK
    copy_app(order.app_folder, work)
    variables = {"HOME": str(work), "PYTHONUNBUFFERED": "1", **order.variables}
    if order.environment is not None:
        places = [*order.environment.places, os.environ.get("PATH", "")]
        variables |= {"PATH": os.pathsep.join(places), **order.environment.variables()}
    return start_supervised(
        [find_command(order.words[0], work, order.environment), *order.words[1:]],
        folder=order.folder,
        work=work,
        log=order.folder / LOG,
        record=order.folder / RECORD,
        environment=clean_environment(variables),
    )


def is_python(word: str) -> bool:
    return _PYTHON.fullmatch(word) is not None


def find_command(word: str, folder: Path, environment: Environment | None = None) -> str:
    """Return the file that `word` starts: of `folder`, of the environment, or on the PATH.

    Raises BadInput, saying what would help.
    """
    inside = (folder / word).resolve()
    if inside.is_file() and inside.is_relative_to(folder.resolve()):
        return str(inside)
    if environment is not None and is_python(word):
        return str(environment.python)
    own = str(environment.python.parent) if environment is not None else ""
    found = shutil.which(word, path=os.pathsep.join([own, os.environ.get("PATH", "")]))
    if found is None:
        raise BadInput(
            N_(
                "There is no command {command} on this computer. Install it, or put it beside the "
                "descriptor."
            ),
            command=word,
        )
    return found
