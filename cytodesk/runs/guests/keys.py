"""The keys of guests, each in a private file from before its row until its home knows all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from cytodesk.client.station_keys import Keys
from cytodesk.errors import N_, WorkspaceError
from cytodesk.settings import write_atomically
from cytodesk.wire.guests import Home

SCHEMA = 1


class GuestKeys:
    """Files in `folder`, which is one workspace's own; `mask` hears of every pair."""

    def __init__(self, folder: Path, mask: Callable[[str, str], None]) -> None:
        self._folder = folder
        self._mask = mask

    def keep(self, home: Home, keys: Keys) -> None:
        """Keep the keys of the run at `home`, safe on disk when this returns."""
        self._mask(keys.public, keys.private)
        told = {"schema": SCHEMA, "public": keys.public, "private": keys.private}
        write_atomically(self._path(home), json.dumps(told).encode(), private=True)

    def of(self, home: Home) -> Keys | None:
        """Return the keys of the run at `home`, None once they are forgotten."""
        path = self._path(home)
        try:
            told = json.loads(path.read_bytes())
            if told["schema"] > SCHEMA:
                raise WorkspaceError(
                    N_("The file of keys {path} was written by a newer CytoDesk: update this one."),
                    path=path,
                )
            keys = Keys(str(told["public"]), str(told["private"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError) as error:
            raise WorkspaceError(
                N_("The file of keys {path} is damaged: move it away, and new keys are made."),
                path=path,
            ) from error
        self._mask(keys.public, keys.private)
        return keys

    def forget(self, home: Home) -> None:
        self._path(home).unlink(missing_ok=True)

    def sweep(self, homes: Iterable[Home]) -> None:
        """Forget the keys of all but `homes`: a crash left them without a row."""
        known = {self._path(home).name for home in homes}
        for path in self._folder.glob("*.json"):
            if path.name not in known:
                path.unlink(missing_ok=True)

    def _path(self, home: Home) -> Path:
        name = hashlib.sha256(f"{home.server} {home.run}".encode()).hexdigest()
        return self._folder / f"{name[:32]}.json"
