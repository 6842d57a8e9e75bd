"""The station, as the queue sees it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cytodesk.client.station_keys import Keys
from cytodesk.runs.guests.keys import GuestKeys
from cytodesk.settings import free_bytes
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.store import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the queue needs of the station it works for."""

    workspace: Workspace
    files: FileStore
    address: Callable[[], str]
    """Where the station answers; programs are told it as their host."""
    keys: Callable[[int], Keys]
    guest_keys: GuestKeys
    cache: Path
    limit: int
    noted: Callable[[str, dict[str, object]], None]
    free: Callable[[Path], int] = free_bytes
    steady: Callable[[], float] = time.monotonic
    """Seconds by a clock that nobody can set."""
    engine: Callable[[], str | None] = lambda: None
    """The container engine that the user prefers."""
