"""Composes what window and command line need, hands it on, closes it in reverse order.

A place is this computer (its station, started when it is wanted) or a server by its address.
What connects is imported when it is first wanted: 0.3 s that the window's first frame can spare.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cytodesk.assets import Words, resource
from cytodesk.errors import NotSignedIn
from cytodesk.journal import Journal
from cytodesk.settings import Folders, Settings, read_settings, write_settings

if TYPE_CHECKING:
    from cytodesk.client.connection import Connection
    from cytodesk.client.greeting import Server
    from cytodesk.client.keys import KeyStore
    from cytodesk.client.station_keys import KeyFile, Keys


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A server that took the keys; `is_kept` says whether the next start knows them too."""

    connection: Connection
    is_kept: bool


class Desk:
    """The long-lived objects of one window or one command."""

    def __init__(self, process: str, environment: Mapping[str, str] = os.environ) -> None:
        self._house = contextlib.ExitStack()
        self._environment = environment
        self.folders = Folders.of_user(environment).made()
        self.settings: Settings = read_settings(self.folders.settings_file)
        self.words = Words.for_language(
            environment.get("CYTODESK_LANGUAGE") or self.settings.language
        )
        self.journal = self._house.enter_context(Journal.open(self.folders.log, process))
        self._session_keys: dict[str, Keys] = {}

    @cached_property
    def keys(self) -> KeyStore:
        from cytodesk.client.keys import KeyStore

        return KeyStore()

    @cached_property
    def key_file(self) -> KeyFile:
        from cytodesk.client.station_keys import KeyFile

        return KeyFile(self.folders.station_keys_file)

    @property
    def wheels(self) -> Path | None:
        """The wheels that came along for the sample's algorithms, so that it needs no network."""
        told = self._environment.get("CYTODESK_WHEELS")
        folder = Path(told) if told else resource("wheels")
        return folder if folder.is_dir() else None

    def connect(self, *, workspace: Path | None = None, server: str | None = None) -> Connection:
        """Return a connection to a server, or to the station of a workspace, started if need be.

        Raises a PlaceError in words.
        """
        url = server or self._station(workspace or self.folders.workspace)
        return self._opened(url, self._keys_of)

    def sign_in(self, url: str, keys: Keys) -> SignedIn:
        """Connect to the server at `url` with `keys`, and keep them for the next start.

        Where no key ring keeps them, they serve until this program ends. Raises a PlaceError or
        BadInput in words; then nothing is kept.
        """
        self.journal.masks.add(keys.public, keys.private)
        connection = self._opened(url, keys)
        self._session_keys[connection.server_id] = keys
        return SignedIn(connection, self._is_kept(connection.server_id, keys))

    def sign_out(self, server_id: str) -> None:
        """Forget the keys of a server, those of the key ring too."""
        self._session_keys.pop(server_id, None)
        with contextlib.suppress(NotSignedIn):
            self.keys.forget(server_id)

    def prefer(self, settings: Settings) -> None:
        """Keep what the user prefers from now on."""
        write_settings(self.folders.settings_file, settings)
        self.settings = settings

    def station_address(self, workspace: Path | None = None) -> str | None:
        """Return where the workspace's station answers, None if it does not run."""
        from cytodesk.client.station_start import running_station

        return running_station(workspace or self.folders.workspace)

    def close(self) -> None:
        self._house.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self, url: str, keys: Keys | Callable[[Server], Keys | None]) -> Connection:
        from cytodesk.client.connection import Connection
        from cytodesk.client.memory import ServerMemory

        memory = ServerMemory(self.folders.cache / "servers.json")
        return self._house.enter_context(
            Connection.open(url, keys, language=self.words.language, remembered=memory)
        )

    def _is_kept(self, server_id: str, keys: Keys) -> bool:
        try:
            self.keys.remember(server_id, keys)
            return self.keys.remembered(server_id) == keys
        except NotSignedIn:
            return False

    def _keys_of(self, server: Server) -> Keys | None:
        keys = self._session_keys.get(server.id) or self.keys.keys_for(
            server.id, server.url, self._environment, self.key_file
        )
        if keys is not None:
            self.journal.masks.add(keys.public, keys.private)
        return keys

    def _station(self, workspace: Path) -> str:
        """Return the address of the workspace's station; whoever starts it, one serves."""
        from cytodesk.client.station_start import started_station

        ours = {n: v for n, v in self._environment.items() if n.startswith("CYTODESK_")}
        return started_station(workspace, ours, self.folders.log / "doorkeeper-output.txt")
