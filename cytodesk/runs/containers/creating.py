"""One container made, and its settings: limits, user, mounts, network."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docker.types import DeviceRequest, Mount

from cytodesk.algorithms.wishes import NO_WISHES, Wishes
from cytodesk.engines import Engine, EngineKind
from cytodesk.processes import own_user
from cytodesk.runs.containers.talking import (
    RUN_LABEL,
    WORKSPACE_LABEL,
    EngineTalk,
    StoredImage,
)

NO_NETWORK = "none"
USUAL_NETWORK = "bridge"
_LEAST_MEMORY = 64 << 20
"""Bytes; with less no interpreter starts."""


@dataclass(frozen=True, slots=True)
class Mounted:
    """A file or folder of this computer, and where it stands in the container."""

    source: Path
    target: str
    is_read_only: bool = False


@dataclass(frozen=True, slots=True)
class ContainerOrder:
    """All that is needed to run one program in a container; `folder` is the run's own."""

    run_id: int
    folder: Path
    image: StoredImage
    arguments: Sequence[str] = field(repr=False)
    """What follows the image's ENTRYPOINT, or `entrypoint` where that is given."""
    entrypoint: str | None = None
    mounts: tuple[Mounted, ...] = ()
    network: str = NO_NETWORK
    variables: Mapping[str, str] = field(default_factory=dict)
    working_folder: str | None = None
    wishes: Wishes = NO_WISHES


def create_container(
    talk: EngineTalk, engine: Engine, order: ContainerOrder, name: str, workspace: str
) -> None:
    """Make the container of a run, labelled as one of this workspace. Raises EnvironmentFailed."""
    talk.create(
        name,
        order.image.id,
        host_settings(engine, order),
        command=list(order.arguments),
        entrypoint=[order.entrypoint] if order.entrypoint else None,
        environment=dict(order.variables),
        working_dir=order.working_folder,
        user=user_of_container(engine),
        stop_signal=stop_signal(engine),
        labels={WORKSPACE_LABEL: workspace, RUN_LABEL: str(order.run_id)},
    )


def host_settings(engine: Engine, order: ContainerOrder) -> dict[str, Any]:
    """Return what the engine is told of its side: limits that it can keep, mounts, network."""
    settings: dict[str, Any] = {
        "network_mode": order.network,
        "mounts": [
            Mount(each.target, str(each.source), type="bind", read_only=each.is_read_only)
            for each in order.mounts
        ],
        "security_opt": ["no-new-privileges"],
        "init": "init" in engine.helpers,
        **_limits(engine, order.wishes),
    }
    if sys.platform == "linux":
        # SELinux would hide the mounts; without it the word means nothing.
        settings["security_opt"].append("label=disable")
    return settings


def stop_signal(engine: Engine) -> str | None:
    """Return how the program is asked to end; None: as its image says.

    The first process of a container is deaf to SIGTERM unless it listens; Python's listens to
    SIGINT.
    """
    return None if "init" in engine.helpers else "SIGINT"


def user_of_container(engine: Engine) -> str | None:
    """Return who the program is inside, so that what it writes belongs to the user.

    A rootless engine maps its root to the user, a virtual machine everybody.
    """
    ours = own_user()
    if engine.is_remote or ours is None:
        return None
    if engine.is_rootless:
        return "0:0"
    user, group = ours
    return None if user == 0 else f"{user}:{group}"


def _limits(engine: Engine, wishes: Wishes) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    if wishes.memory and "memory" in engine.limits:
        most = engine.memory or wishes.memory
        limits["mem_limit"] = max(_LEAST_MEMORY, min(wishes.memory, most))
    if wishes.cpus and "cpu" in engine.limits:
        cores = min(wishes.cpus, engine.cpus or wishes.cpus)
        limits["nano_cpus"] = int(cores * 1e9)
    if wishes.gpus:
        limits["device_requests"] = [_gpus(engine, wishes.gpus)]
    return limits


def _gpus(engine: Engine, count: int) -> Any:
    if engine.kind is EngineKind.PODMAN:
        return DeviceRequest(driver="cdi", device_ids=["nvidia.com/gpu=all"])
    return DeviceRequest(count=count, capabilities=[["gpu"]])
