"""Cytomine's client of an app that says no name for it.

Half of the public apps have it from its repository, or from the image that they are built on. It
is asked for by its name instead: the last that has all that those had.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from cytodesk.runs.dockerfile import Stage
from cytodesk.runs.environments.requirements import requirements_in

CLIENT = "cytomine-python-client==2.4.1"
_CLIENT = re.compile(r"cytomine[-_]python[-_]client", re.IGNORECASE)
_HAS_CLIENT = re.compile(r"(?:^|/)software-python3?-base\b", re.IGNORECASE)
"""Images of Cytomine that have the client, and what it needs, beside Python."""


def with_client(lines: tuple[str, ...], stage: Stage | None) -> tuple[str, ...]:
    """Return requirements that ask for the client by its name; as they are where they do."""
    # What a line includes cannot be changed, only spelled out.
    whole = tuple(_spelled_out(lines))
    if any("://" in line and _CLIENT.search(line) for line in whole):
        return (*(line for line in whole if not _CLIENT.search(line)), CLIENT)
    is_named = any(_CLIENT.match(line) for line in whole)
    return (*lines, CLIENT) if stage is not None and _brings(stage) and not is_named else lines


def _brings(stage: Stage) -> bool:
    has_cloned = any(_CLIENT.search(words) for _, words in stage.runs)
    return has_cloned or _HAS_CLIENT.search(stage.image) is not None


def _spelled_out(lines: tuple[str, ...]) -> Iterator[str]:
    for line in lines:
        option, _, place = line.partition(" ")
        if option == "-r" and Path(place).is_file():
            yield from requirements_in(Path(place))
        else:
            yield line
