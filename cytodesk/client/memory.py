"""What is remembered of servers between two starts: which signature each understands.

Known by serverID, so a server that moves to another address is still known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from pathlib import Path

from cytodesk.settings import write_atomically

SCHEMA = 1


class ServerMemory(MutableMapping[str, str]):
    """A small file in the cache; one that cannot be read is begun anew."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __getitem__(self, server_id: str) -> str:
        return self._read()[server_id]

    def __setitem__(self, server_id: str, signature: str) -> None:
        known = self._read()
        if known.get(server_id) != signature:
            self._write(known | {server_id: signature})

    def __delitem__(self, server_id: str) -> None:
        known = self._read()
        del known[server_id]
        self._write(known)

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def _read(self) -> dict[str, str]:
        try:
            told = json.loads(self._path.read_bytes())
            if told["schema"] == SCHEMA:
                return {
                    str(server): str(signature) for server, signature in told["servers"].items()
                }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}
        return {}

    def _write(self, known: dict[str, str]) -> None:
        told = {"schema": SCHEMA, "servers": known}
        write_atomically(self._path, json.dumps(told).encode())
