"""Composes what window and command line need, hands it on, closes it in reverse order.

A place is this computer (its station, started when it is wanted) or a server by its address.
"""

from __future__ import annotations

import contextlib
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from cytodesk.assets import Words, resource
from cytodesk.client.connection import Connection
from cytodesk.client.greeting import Server
from cytodesk.client.keys import KeyStore
from cytodesk.client.memory import ServerMemory
from cytodesk.client.station_door import LOCK, address_of
from cytodesk.client.station_keys import KeyFile, Keys
from cytodesk.errors import N_, NotReached, NotSignedIn, WorkspaceError
from cytodesk.journal import Journal
from cytodesk.processes import FileLock, own_command, own_environment, start_detached
from cytodesk.settings import Folders, Settings, read_settings, write_settings

_OPENS_WITHIN = 30.0
"""Seconds that a station may take to open, on a slow disk and a cold start."""


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
        self.settings: Settings = read_settings(self.folders.config / "settings.json")
        self.words = Words.for_language(
            environment.get("CYTODESK_LANGUAGE") or self.settings.language
        )
        self.journal = self._house.enter_context(Journal.open(self.folders.log, process))
        self.keys = KeyStore()
        self.key_file = KeyFile(self.folders.private / "station-keys.json")
        self._session_keys: dict[str, Keys] = {}

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
        memory = ServerMemory(self.folders.cache / "servers.json")
        return self._house.enter_context(
            Connection.open(url, self._keys_of, language=self.words.language, remembered=memory)
        )

    def sign_in(self, url: str, keys: Keys) -> SignedIn:
        """Connect to the server at `url` with `keys`, and keep them for the next start.

        Where no key ring keeps them, they serve until this program ends. Raises a PlaceError or
        BadInput in words; then nothing is kept.
        """
        self.journal.masks.add(keys.public, keys.private)
        memory = ServerMemory(self.folders.cache / "servers.json")
        connection = self._house.enter_context(
            Connection.open(url, keys, language=self.words.language, remembered=memory)
        )
        self._session_keys[connection.server_id] = keys
        return SignedIn(connection, self._is_kept(connection.server_id, keys))

    def sign_out(self, server_id: str) -> None:
        """Forget the keys of a server, those of the key ring too."""
        self._session_keys.pop(server_id, None)
        with contextlib.suppress(NotSignedIn):
            self.keys.forget(server_id)

    def prefer(self, settings: Settings) -> None:
        """Keep what the user prefers from now on."""
        write_settings(self.folders.config / "settings.json", settings)
        self.settings = settings

    def station_address(self, workspace: Path | None = None) -> str | None:
        """Return where the workspace's station answers, None if it does not run."""
        folder = workspace or self.folders.workspace
        url = address_of(folder) if _is_served(folder) else None
        return url if url and _greets(url) else None

    def close(self) -> None:
        self._house.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

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
        try:
            found = self.station_address(workspace)
            if found:
                return found
            workspace.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceError(
                N_("The workspace {path} cannot be written: {reason}."),
                path=workspace,
                reason=error.strerror or error,
            ) from error
        start_detached(
            own_command("doorkeeper", "--workspace", str(workspace)),
            folder=workspace,
            environment=own_environment(
                {n: v for n, v in self._environment.items() if n.startswith("CYTODESK_")}
            ),
            output=self.folders.log / "doorkeeper-output.txt",
        )
        give_up = time.monotonic() + _OPENS_WITHIN
        while time.monotonic() < give_up:
            if found := self.station_address(workspace):
                return found
            time.sleep(0.05)
        raise NotReached(
            N_("The station of {workspace} did not open within {seconds} seconds; see {log}."),
            workspace=workspace,
            seconds=int(_OPENS_WITHIN),
            log=self.folders.log,
        )


def _is_served(workspace: Path) -> bool:
    """Whether a doorkeeper holds the workspace; else its last address may be somebody else's."""
    lock = FileLock(workspace / LOCK)
    if not workspace.is_dir() or not lock.acquire():
        return workspace.is_dir()
    lock.release()
    return False


def _greets(url: str) -> bool:
    """Whether a station answers at `url`; no proxy is asked for this computer."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/server/ping", timeout=2.0) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
