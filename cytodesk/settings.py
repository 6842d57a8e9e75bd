"""Where things lie and how much room there is, and what the user prefers."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from .errors import N_, BadInput

SCHEMA = 1
_BINARY = getattr(os, "O_BINARY", 0)
_TRIES = 20  # Windows refuses to replace a file while somebody, a virus scanner say, reads it


@dataclass(frozen=True, slots=True)
class Folders:
    """The user's folders; CYTODESK_HOME moves all of them at once, CYTODESK_WORKSPACE the last."""

    data: Path
    config: Path
    cache: Path
    log: Path
    private: Path
    """Keys and nothing else; its owner's alone."""
    workspace: Path

    @classmethod
    def of_user(cls, environment: Mapping[str, str] = os.environ) -> Folders:
        if home := environment.get("CYTODESK_HOME"):
            root = Path(home).absolute()
            data, config, cache, log = (root / n for n in ("data", "config", "cache", "log"))
        else:
            from platformdirs import PlatformDirs  # not for tests, nor for who moved them

            user = PlatformDirs("cytodesk", appauthor=False)
            data, config = user.user_data_path, user.user_config_path
            cache, log = user.user_cache_path, user.user_log_path
        workspace = environment.get("CYTODESK_WORKSPACE")
        return cls(
            data=data,
            config=config,
            cache=cache,
            log=log,
            private=data / "private",
            workspace=Path(workspace).absolute() if workspace else data / "workspace",
        )

    @property
    def settings_file(self) -> Path:
        """The file of what the user prefers."""
        return self.config / "settings.json"

    @property
    def station_keys_file(self) -> Path:
        """The file of the keys that stations on this computer ask for."""
        return self.private / "station-keys.json"

    def made(self) -> Folders:
        """Make all folders but the workspace, which its own room makes."""
        for folder in (self.data, self.config, self.cache, self.log):
            folder.mkdir(parents=True, exist_ok=True)
        self.private.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user prefers; None means that the program chooses."""

    language: str | None = None
    appearance: str | None = None
    """`light` or `dark`; None follows the desktop."""
    queue_limit: int | None = None
    """Runs at a time on this computer; None is the number of cores less one."""
    container_engine: str | None = None
    """The name of the one to use, or `none`; None is the first that answers."""

    @property
    def runs_at_a_time(self) -> int:
        return self.queue_limit or max(1, (os.cpu_count() or 2) - 1)


def read_settings(path: Path) -> Settings:
    """Read the file, or return the defaults where there is none.

    BadInput: it is newer than this program, or not a settings file.
    """
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Settings()
    except ValueError as reason:
        raise _unreadable(path, str(reason)) from reason
    if not isinstance(told, dict) or not isinstance(told.get("schema"), int):
        raise _unreadable(path, "schema")
    if told["schema"] > SCHEMA:
        raise BadInput(
            N_(
                "{path} was written by a newer CytoDesk (schema {schema}, this one knows {known}). "
                "Update CytoDesk, or move the file away."
            ),
            path=path,
            schema=told["schema"],
            known=SCHEMA,
        )
    return _checked(path, {name: told.get(name) for name in _names()})


def write_settings(path: Path, settings: Settings) -> None:
    told = {"schema": SCHEMA, **asdict(settings)}
    write_atomically(path, json.dumps(told, indent=2, ensure_ascii=False).encode() + b"\n")


def write_atomically(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write so that a reader finds the old content or the new, even after the power fails.

    The file is its owner's alone (0600) where `private`, from its first byte on.
    """
    path.parent.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    mode = 0o600 if private else 0o666  # less what the user's mask takes away
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _replace(source: Path, target: Path) -> None:
    for _ in range(_TRIES if sys.platform == "win32" else 1):
        with contextlib.suppress(PermissionError):
            source.replace(target)
            return
        time.sleep(0.05)
    source.replace(target)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # a folder cannot be opened there; NTFS keeps its own journal
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def free_bytes(folder: Path) -> int:
    """Return what is free on the disk where `folder` stands, or will stand once it is made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _names() -> list[str]:
    return [field.name for field in fields(Settings)]


def _checked(path: Path, told: Mapping[str, Any]) -> Settings:
    limit = told["queue_limit"]
    allowed = {
        "language": told["language"] is None or isinstance(told["language"], str),
        "appearance": told["appearance"] in (None, "light", "dark"),
        "queue_limit": limit is None or (type(limit) is int and limit > 0),
        "container_engine": isinstance(told["container_engine"], str | None),
    }
    for name, is_allowed in allowed.items():
        if not is_allowed:
            raise _unreadable(path, name)
    return Settings(**told)


def _unreadable(path: Path, what: str) -> BadInput:
    return BadInput(
        N_("{path} cannot be read as settings ({what}). Mend the file, or move it away."),
        path=path,
        what=what,
    )
