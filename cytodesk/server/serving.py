"""What every handler is given."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from cytodesk.client.station_keys import Keys, keys_of
from cytodesk.runs.queue import RunQueue
from cytodesk.server.errands import Errand, Errands
from cytodesk.server.repeats import Repeats
from cytodesk.workspace import people
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.pixels.cache import SlideCache
from cytodesk.workspace.pixels.kept_pictures import KeptPictures
from cytodesk.workspace.silence import Silence
from cytodesk.workspace.store import Workspace


class KeyBook:
    """Finds the user of a public key; all keys come from one secret, none is stored."""

    def __init__(
        self, secret: bytes, workspace: Workspace, mask: Callable[[str, str], None]
    ) -> None:
        self._secret = secret
        self._workspace = workspace
        self._mask = mask
        self._users: dict[str, int] = {}
        self._pairs: dict[int, Keys] = {}
        self._seen: set[int] = set()
        self._lock = threading.Lock()

    def keys(self, user: int) -> Keys:
        """Return the keys of `user`; from now on no line of the log shows them.

        Masking is dear (the log compiles a pattern of all keys), so it is done once for each user
        who speaks: 1,000 runs of the past had made the first request take a minute.
        """
        pair = self._pairs.get(user)
        if pair is None:
            pair = keys_of(self._secret, user)
            self._mask(pair.public, pair.private)
            self._pairs[user] = pair
        return pair

    def user_of(self, public: str) -> int | None:
        with self._lock:
            if public not in self._users:
                self._learn()
            return self._users.get(public)

    def _learn(self) -> None:
        for user in people.user_ids(self._workspace.reading()):
            if user not in self._seen:
                self._users[keys_of(self._secret, user).public] = user
                self._seen.add(user)


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    workspace: Workspace
    files: FileStore
    keys: KeyBook
    slides: SlideCache
    queue: RunQueue
    version: str
    is_legacy: bool = False
    """Whether to behave as an old server does, bugs included (contract 8)."""
    ends: list[Callable[[], None]]
    """What to call so that the station ends."""
    noted: Callable[[str, dict[str, object]], None]
    watching: Callable[[str], AbstractContextManager[None]]
    """Notes what takes too long, with its stack."""
    silence: Silence = field(default_factory=Silence)
    """How long ago each run's key was last used, by run."""
    repeats: Repeats = field(default_factory=Repeats)
    pyramids: dict[str, Errand] = field(default_factory=dict)
    """The making of pyramids, by the content of their slides."""
    making: threading.Lock = field(default_factory=threading.Lock)
    missed: dict[str, float] = field(default_factory=dict)
    """Until when files that were not found are not looked for again, by content (monotonic s)."""
    pictures: KeptPictures = field(default_factory=KeptPictures)
    errands: Errands = field(default_factory=Errands)

    @property
    def folder(self) -> Path:
        return self.workspace.folder
