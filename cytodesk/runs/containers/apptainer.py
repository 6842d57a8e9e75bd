"""Apptainer, and singularity as it was called: no service and no socket, only a command line.

A command line is everybody's to read, so the program's arguments, keys among them, come through
the environment of the container, which is its owner's alone; a shell of the image's puts them on
the line of the program itself, and takes them out of the environment before.
"""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

from cytodesk.engines import Engine
from cytodesk.errors import N_, EnvironmentFailed
from cytodesk.processes import clean_environment, run_briefly
from cytodesk.runs.containers.creating import NO_NETWORK, ContainerOrder
from cytodesk.runs.containers.images import WantedImage
from cytodesk.runs.containers.talking import StoredImage

RUNSCRIPT = "/.singularity.d/runscript"
"""What starts the ENTRYPOINT of an image that came from a registry of docker's."""
_COMMAND = "CYTODESK_COMMAND"
_SHELL = f'c="${_COMMAND}"; unset {_COMMAND}; eval "exec $c"'
_PREFIXES = ("APPTAINERENV_", "SINGULARITYENV_")
_BUILDS_WITHIN = 7200.0


def image_file(wanted: WantedImage, cache: Path) -> Path:
    name = hashlib.sha256(wanted.name.encode()).hexdigest()[:20]
    return cache / "images" / f"{name}.sif"


def built_image(
    engine: Engine,
    wanted: WantedImage,
    cache: Path,
    report: Callable[[str], None],
    is_cancelled: Callable[[], bool],
) -> StoredImage:
    """Return the image as one file below `cache`, made first where it is not there. Blocks.

    Raises EnvironmentFailed, Cancelled.
    """
    place = image_file(wanted, cache)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_suffix(".part.sif")
        beside.unlink(missing_ok=True)
        report(N_("Loading its container image") if wanted.archive else _FETCHING)
        source = f"docker-archive:{wanted.archive}" if wanted.archive else f"docker://{wanted.name}"
        said = run_briefly(
            [str(engine.program), "build", str(beside), source],
            folder=place.parent,
            environment=clean_environment(),
            timeout=_BUILDS_WITHIN,
            on_line=report,
            cancelled=is_cancelled,
        )
        if not said.has_succeeded or not beside.exists():
            lines = [line.strip() for line in said.output.splitlines() if line.strip()]
            raise EnvironmentFailed(
                N_("{engine} refused: {reason}"),
                engine=engine.kind.said,
                reason=lines[-1] if lines else N_("it said nothing"),
            )
        beside.replace(place)
    return StoredImage(str(place), (wanted.name,), place.stat().st_size, (RUNSCRIPT,), ())


_FETCHING = N_("Fetching its container image")


def command_of(engine: Engine, order: ContainerOrder) -> list[str]:
    """Return the command line; nothing of the program's own arguments stands in it."""
    return [
        *(str(engine.program), "exec", "--containall", "--cleanenv", "--writable-tmpfs"),
        *_options(order),
        *(order.image.id, "/bin/sh", "-c", _SHELL),
    ]


def variables_of(order: ContainerOrder) -> dict[str, str]:
    """Return what the command is started with: the container's variables, and its program."""
    words = [order.entrypoint or RUNSCRIPT, *order.arguments]
    inside = {**order.variables, _COMMAND: shlex.join(words)}
    return {prefix + name: value for name, value in inside.items() for prefix in _PREFIXES}


def _options(order: ContainerOrder) -> Iterator[str]:
    for mounted in order.mounts:
        suffix = ":ro" if mounted.is_read_only else ""
        yield from ("--bind", f"{mounted.source}:{mounted.target}{suffix}")
    if order.network == NO_NETWORK:
        yield from ("--net", "--network", "none")
    if order.wishes.gpus:
        yield "--nv"
    if order.working_folder:
        yield from ("--pwd", order.working_folder)
