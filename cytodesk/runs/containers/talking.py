"""EngineTalk: an engine through its API socket, in our words."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
import docker.errors
import requests

from cytodesk.errors import N_, Cancelled, EnvironmentFailed

WORKSPACE_LABEL = "org.cytodesk.workspace"
RUN_LABEL = "org.cytodesk.run"
_ANSWERS_WITHIN = 120.0
"""Seconds; a computer that swaps may need them to make a container."""
_NAME_TAKEN = 409
_KILLED = 128 + 9
_BLOCK = 1 << 20
_LOADED = ("Loaded image: ", "Loaded image ID: ")


@dataclass(frozen=True, slots=True)
class StoredImage:
    """An image that the engine has; `id` names its content."""

    id: str
    tags: tuple[str, ...]
    size: int
    entrypoint: tuple[str, ...]
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftContainer:
    """A container with our label, whether its program still runs or not."""

    name: str
    run: int


@dataclass(frozen=True, slots=True)
class Ending:
    """What the engine says of a container's end."""

    exit: int | None
    ran_out_of_memory: bool
    was_killed_within_limits: bool = False
    """It was killed while its memory was limited; not every engine sees why."""


class EngineTalk:
    """Blocks; every trouble is an EnvironmentFailed that begins with the engine's name."""

    def __init__(self, title: str, address: str) -> None:
        self._title = title
        with self._in_words():
            self._api = docker.APIClient(
                base_url=address, version="auto", timeout=_ANSWERS_WITHIN, num_pools=4
            )

    def close(self) -> None:
        self._api.close()

    def image(self, name: str) -> StoredImage | None:
        with self._in_words():
            try:
                told = self._api.inspect_image(name)
            except docker.errors.NotFound:
                return None
        config = told.get("Config") or {}
        return StoredImage(
            id=str(told["Id"]),
            tags=tuple(told.get("RepoTags") or ()),
            size=int(told.get("Size") or 0),
            entrypoint=tuple(config.get("Entrypoint") or ()),
            command=tuple(config.get("Cmd") or ()),
        )

    def images(self, pattern: str) -> list[StoredImage]:
        """Return the images whose names match `pattern` (`cytodesk-app:*`)."""
        with self._in_words():
            told = self._api.images(filters={"reference": pattern})
        return [
            StoredImage(
                id=str(each["Id"]),
                tags=tuple(each.get("RepoTags") or ()),
                size=int(each.get("Size") or 0),
                entrypoint=(),
                command=(),
            )
            for each in told
        ]

    def pull(
        self, name: str, report: Callable[[str], None], is_cancelled: Callable[[], bool]
    ) -> None:
        """Fetch an image from its registry; `report` hears how much came."""
        progress: dict[str, tuple[int, int]] = {}
        with self._in_words():
            for told in self._api.pull(name, stream=True, decode=True):
                _raise_if(is_cancelled())
                if error := told.get("error"):
                    raise self._failed(str(error))
                detail = told.get("progressDetail") or {}
                if detail.get("total") and told.get("id"):
                    progress[told["id"]] = int(detail.get("current") or 0), int(detail["total"])
                    report(_said(progress))

    def load(self, archive: Path, is_cancelled: Callable[[], bool]) -> str:
        """Load what `docker save` wrote; return the name or id under which it is known."""
        loaded = ""
        with self._in_words():
            for told in self._api.load_image(_blocks(archive, is_cancelled)):
                if error := told.get("error"):
                    raise self._failed(str(error))
                said = str(told.get("stream") or "").strip()
                for words in _LOADED:
                    loaded = loaded or (said.removeprefix(words) if said.startswith(words) else "")
        if not loaded:
            raise self._failed(f"{archive.name}: no image")
        return loaded.split(",")[0].strip()

    def tag(self, image: str, repository: str, tag: str) -> None:
        with self._in_words():
            self._api.tag(image, repository, tag)

    def remove_image(self, name: str) -> None:
        with self._in_words(), contextlib.suppress(docker.errors.NotFound):
            self._api.remove_image(name)

    def create(self, name: str, image: str, host: dict[str, Any], **more: Any) -> None:
        """Make a container in place of one of the same name that a crash has left."""
        with self._in_words():
            settings = {"name": name, "host_config": self._api.create_host_config(**host), **more}
            try:
                self._api.create_container(image, **settings)
            except docker.errors.APIError as error:
                if error.status_code != _NAME_TAKEN and "in use" not in str(error.explanation):
                    raise
                self.remove(name)
                self._api.create_container(image, **settings)

    def run_to_end(self, name: str, within: float) -> int | None:
        """Start a container and return its exit status, None where it did not end in time."""
        with self._in_words():
            self._api.start(name)
            try:
                return int(self._api.wait(name, timeout=within)["StatusCode"])
            except requests.RequestException:
                return None

    def stop(self, name: str, patience: int) -> None:
        """Ask the program to end, and insist after `patience` seconds."""
        with self._in_words(), contextlib.suppress(docker.errors.NotFound):
            self._api.stop(name, timeout=patience)

    def ending(self, name: str) -> Ending | None:
        with self._in_words():
            try:
                told = self._api.inspect_container(name)
            except docker.errors.NotFound:
                return None
        state = told.get("State") or {}
        status = state.get("ExitCode")
        is_limited = bool((told.get("HostConfig") or {}).get("Memory"))
        return Ending(status, bool(state.get("OOMKilled")), is_limited and status == _KILLED)

    def remove(self, name: str) -> None:
        """Remove a container with its program, if it is there."""
        with self._in_words(), contextlib.suppress(docker.errors.NotFound):
            self._api.remove_container(name, force=True, v=True)

    def left_by(self, workspace: str) -> list[LeftContainer]:
        """Return the containers of this workspace, of ended and of living runs alike."""
        label = f"{WORKSPACE_LABEL}={workspace}"
        with self._in_words():
            told = self._api.containers(all=True, filters={"label": label})
        return [
            LeftContainer(each["Names"][0].lstrip("/"), int(each["Labels"][RUN_LABEL]))
            for each in told
            if str((each.get("Labels") or {}).get(RUN_LABEL, "")).isdecimal()
        ]

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except docker.errors.APIError as error:
            raise self._failed(str(error.explanation or error)) from error
        except (docker.errors.DockerException, requests.RequestException, OSError) as error:
            raise self._failed(str(error)) from error

    def _failed(self, reason: str) -> EnvironmentFailed:
        template = N_("{engine} refused: {reason}")
        return EnvironmentFailed(template, engine=self._title, reason=reason.strip())


def _blocks(archive: Path, is_cancelled: Callable[[], bool]) -> Iterator[bytes]:
    with archive.open("rb") as file:
        while block := file.read(_BLOCK):
            _raise_if(is_cancelled())
            yield block


def _raise_if(is_cancelled: bool) -> None:
    if is_cancelled:
        raise Cancelled(N_("Fetching the image was stopped, as asked."))


def _said(progress: dict[str, tuple[int, int]]) -> str:
    done, total = (sum(each) for each in zip(*progress.values(), strict=True))
    return f"{done >> 20} / {total >> 20} MB"
