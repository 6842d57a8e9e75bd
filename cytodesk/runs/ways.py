"""Which way an algorithm runs: a Python program, a command of this computer, or a container."""

from __future__ import annotations

import enum
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.boutiques_line import BOUTIQUES
from cytodesk.algorithms.command_line import APP_ENGINE
from cytodesk.errors import BadInput
from cytodesk.runs.containers.images import wanted_image
from cytodesk.runs.programs import find_program
from cytodesk.workspace.algorithms import Source


class Way(enum.StrEnum):
    PROGRAM = "program"
    """A Python program of its folder, in an environment."""
    COMMAND = "command"
    """Whatever its command line starts: a file of its folder, or a command on the PATH."""
    CONTAINER = "container"


def way_of(algorithm: Algorithm, folder: Path, source: Source) -> Way:
    """Return how what was installed in `folder` runs.

    A task of the App Engine is its container and nothing else. Whoever names an interpreter wants
    no container; where none is named, it is the way of what has no Python program of its own.
    """
    if algorithm.dialect == APP_ENGINE:
        return Way.CONTAINER
    usual = Way.COMMAND if algorithm.dialect == BOUTIQUES else Way.PROGRAM
    if source.python is not None or wanted_image(algorithm, folder, source.content) is None:
        return usual
    if usual is Way.COMMAND:
        return Way.CONTAINER
    return Way.PROGRAM if has_program(algorithm, folder) else Way.CONTAINER


def has_program(algorithm: Algorithm, folder: Path) -> bool:
    try:
        find_program(folder, algorithm)
    except BadInput:
        return False
    return True
