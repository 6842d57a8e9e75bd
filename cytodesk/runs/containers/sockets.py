"""Where an engine listens. Podman's service is started where nobody has."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from cytodesk.engines import Engine, EngineKind
from cytodesk.errors import N_, EnvironmentFailed
from cytodesk.processes import (
    Child,
    ProcessId,
    clean_environment,
    end_group,
    identify,
    run_briefly,
    somebody_listens_at,
    start_child,
)

_IDLE_SECONDS = 60
"""After which podman's service ends by itself, so that a killed station leaves nobody for long."""
_LISTENS_WITHIN = 15.0
_ANSWERS_WITHIN = 10.0
_LOOK_AGAIN = 0.02


class Sockets:
    """Call `close()` at the end: a service that was started here ends with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._service: Child | None = None

    def address(self, engine: Engine) -> str:
        """Return the address of the engine's API; blocks while its service starts.

        Raises EnvironmentFailed in words.
        """
        with self._lock:
            if engine.kind is EngineKind.DOCKER:
                return _of_docker(engine)
            return self._of_podman(engine)

    def close(self) -> None:
        with self._lock:
            if self._service is not None:
                who = identify(self._service.pid)
                end_group(who or ProcessId(self._service.pid, 0.0), patience=2.0)
                self._service.communicate()
                self._service = None
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None

    def _of_podman(self, engine: Engine) -> str:
        if engine.is_remote:
            return _of_machine(engine)
        if self._folder is None:
            # Short: the path of a socket may have 104 characters.
            self._folder = Path(tempfile.mkdtemp(prefix="cytodesk-"))
        path = self._folder / "podman.sock"
        if self._service is None or self._service.poll() is not None:
            path.unlink(missing_ok=True)
            address = f"unix://{path}"
            command = [str(engine.program), "system", "service", "--time", str(_IDLE_SECONDS)]
            self._service = start_child(
                [*command, address], folder=self._folder, environment=clean_environment()
            )
            self._await(path)
        return f"unix://{path}"

    def _await(self, path: Path) -> None:
        assert self._service is not None
        give_up = time.monotonic() + _LISTENS_WITHIN
        while not somebody_listens_at(path):
            if self._service.poll() is not None or time.monotonic() > give_up:
                raise EnvironmentFailed(
                    N_("Podman's service did not start. Try: podman system service --time 5")
                )
            time.sleep(_LOOK_AGAIN)


def _of_docker(engine: Engine) -> str:
    if given := os.environ.get("DOCKER_HOST"):
        return given
    template = "{{.Endpoints.docker.Host}}"
    said = _asked(engine, "context", "inspect", "--format", template).strip()
    return said or ("npipe:////./pipe/docker_engine" if sys.platform == "win32" else _DOCKER)


_DOCKER = "unix:///var/run/docker.sock"


def _of_machine(engine: Engine) -> str:
    """Return where podman's virtual machine listens on this computer."""
    if given := os.environ.get("CONTAINER_HOST"):
        return given
    told = _asked(engine, "machine", "inspect")
    try:
        info = json.loads(told)[0]["ConnectionInfo"]
    except (ValueError, LookupError, TypeError):
        info = {}
    if pipe := (info.get("PodmanPipe") or {}).get("Path"):
        return "npipe://" + str(pipe).replace("\\", "/")
    if socket := (info.get("PodmanSocket") or {}).get("Path"):
        return f"unix://{socket}"
    raise EnvironmentFailed(N_("Podman's virtual machine does not run. Try: podman machine start"))


def _asked(engine: Engine, *words: str) -> str:
    command: Sequence[str] = [str(engine.program), *words]
    said = run_briefly(
        command,
        folder=engine.program.parent,
        environment=clean_environment(),
        timeout=_ANSWERS_WITHIN,
    )
    return said.output if said.has_succeeded else ""
