"""From a queued run to the order of its container, for each dialect of descriptors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.boutiques_line import BOUTIQUES
from cytodesk.algorithms.command_line import APP_ENGINE, arguments, command_line
from cytodesk.algorithms.parameters import Holds, Value
from cytodesk.client.addresses import is_loopback
from cytodesk.engines import Engine
from cytodesk.runs.bundles.inputs import FindFile, write_inputs
from cytodesk.runs.containers.creating import (
    NO_NETWORK,
    USUAL_NETWORK,
    ContainerOrder,
    Mounted,
    user_of_container,
)
from cytodesk.runs.containers.reaching import Reach
from cytodesk.runs.containers.talking import StoredImage
from cytodesk.runs.process_runner import WORK

INPUTS, OUTPUTS = "in", "out"
"""Folders of a run that its container sees under names of its own."""
_WORK = "/cytodesk/work"
_FILES = "/cytodesk/in"
_MOUNTED = (Holds.FILE, Holds.IMAGE, Holds.FOLDER)


@dataclass(frozen=True, slots=True)
class Inside:
    """What all orders are made of."""

    run_id: int
    folder: Path
    algorithm: Algorithm
    values: Mapping[str, Value]
    image: StoredImage
    engine: Engine
    find: FindFile

    @property
    def network(self) -> str:
        """Nothing that needs no server gets a network, unless its descriptor asks for one."""
        return USUAL_NETWORK if self.algorithm.wishes.internet else NO_NETWORK


def order_of(inside: Inside, given: Mapping[str, str], reach: Reach) -> ContainerOrder:
    """Return the order; `given` is what the place fills in, the station's address as it is here."""
    if inside.algorithm.dialect == APP_ENGINE:
        return _of_task(inside)
    if inside.algorithm.is_cytomine_app:
        return _of_cytomine_app(inside, given, reach)
    return _of_command(inside)


def _bare(inside: Inside) -> ContainerOrder:
    return ContainerOrder(
        run_id=inside.run_id,
        folder=inside.folder,
        image=inside.image,
        arguments=(),
        network=inside.network,
        wishes=inside.algorithm.wishes,
        variables={"PYTHONUNBUFFERED": "1", **dict(inside.algorithm.wishes.variables)},
    )


def _of_task(inside: Inside) -> ContainerOrder:
    """No arguments and no variables but those of the image: only two folders (contract 1.8)."""
    wishes = inside.algorithm.wishes
    inputs, outputs = inside.folder / INPUTS, inside.folder / OUTPUTS
    mounts = write_inputs(inside.algorithm, inside.values, inputs, inside.find)
    outputs.mkdir(parents=True, exist_ok=True)
    folders = (Mounted(inputs, wishes.inputs), Mounted(outputs, wishes.outputs))
    return replace(_bare(inside), mounts=(*folders, *mounts))


def _of_cytomine_app(inside: Inside, given: Mapping[str, str], reach: Reach) -> ContainerOrder:
    host = given["cytomine_host"]
    is_here = is_loopback(host)  # a guest's program talks to a server, which everybody calls alike
    inner = {**given, "cytomine_host": reach.address(host) if is_here else host}
    line = arguments if inside.image.entrypoint else command_line
    return _at_home(
        inside,
        replace(
            _bare(inside),
            arguments=line(inside.algorithm, inside.values, inner),
            network=reach.network_for(host) if is_here else USUAL_NETWORK,
        ),
    )


def _at_home(inside: Inside, order: ContainerOrder) -> ContainerOrder:
    """Give whoever is not the image's own user a home to write in."""
    if user_of_container(inside.engine) in (None, "0:0"):
        return order
    work = inside.folder / WORK
    work.mkdir(parents=True, exist_ok=True)
    return replace(
        order,
        mounts=(*order.mounts, Mounted(work, _WORK)),
        variables={**order.variables, "HOME": _WORK},
    )


def _of_command(inside: Inside) -> ContainerOrder:
    """The command line works in a folder of its own; files that values name are only mounted."""
    work = inside.folder / WORK
    work.mkdir(parents=True, exist_ok=True)
    values, mounts = _mounted_values(inside)
    words = command_line(inside.algorithm, values)
    image = inside.algorithm.container_image
    is_boutiques = inside.algorithm.dialect == BOUTIQUES
    is_whole = image is not None and image.is_called_by_entrypoint
    return replace(
        _bare(inside),
        arguments=words if is_whole or not is_boutiques else words[1:],
        entrypoint=words[0] if is_boutiques and not is_whole and words else None,
        mounts=(Mounted(work, _WORK), *mounts),
        working_folder=_WORK,
    )


def _mounted_values(inside: Inside) -> tuple[dict[str, Value], list[Mounted]]:
    """Return the values with each file under the name that it has inside, and these mounts."""
    values = dict(inside.values)
    mounts: list[Mounted] = []
    for parameter in inside.algorithm.asked:
        each = parameter.entries.each if parameter.entries is not None else parameter
        value = values.get(parameter.id)
        if value is None or each.holds not in _MOUNTED:
            continue
        items = value if isinstance(value, tuple) else (value,)
        inner: list[Value] = []
        for number, item in enumerate(items):
            source = inside.find(str(item))
            place = f"{_FILES}/{parameter.id}/{number}/{source.name}"
            mounts.append(Mounted(source, place, is_read_only=each.holds is not Holds.FOLDER))
            inner.append(place)
        values[parameter.id] = tuple(inner) if isinstance(value, tuple) else inner[0]
    return values, mounts
