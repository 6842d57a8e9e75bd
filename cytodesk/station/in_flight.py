"""Which requests are being answered, written where it survives the end of this process.

One slot of a small mapped file per connection: writing it costs no call of the system, and what a
killed process wrote is still there. The next station reads whose requests were cut off, so that
none of them ends in silence.
"""

from __future__ import annotations

import asyncio
import mmap
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SLOTS = 4096
_SIZE = 16
_NOTHING = bytes(_SIZE)
_NOT_YET_SAID = b"\xff" * _SIZE
_SCHEME = b"CYTOMINE "


@dataclass(frozen=True, slots=True)
class CutOff:
    """Requests that a process before this one did not answer."""

    keys: frozenset[str]
    """Public keys of those who had asked."""
    strangers: int
    """Connections on which nobody had said yet who asks."""


class InFlight:
    """The mapped file at `path`; `cut_off` is what the process before left in it."""

    def __init__(self, path: Path) -> None:
        with path.open("a+b") as file:
            file.truncate(SLOTS * _SIZE)
            self._map = mmap.mmap(file.fileno(), SLOTS * _SIZE)
        self.cut_off = self._read()
        self._map[:] = bytes(SLOTS * _SIZE)
        self._free = list(range(SLOTS))

    def enter(self) -> int | None:
        """Return a slot for a new connection, None where there are too many."""
        if not self._free:
            return None
        slot = self._free.pop()
        self._write(slot, _NOT_YET_SAID)
        return slot

    def asked(self, slot: int | None, authorization: bytes) -> None:
        """Note who asks; whoever signs nothing is nobody's run."""
        self._write(slot, _who(authorization))

    def answered(self, slot: int | None) -> None:
        self._write(slot, _NOTHING)

    def leave(self, slot: int | None) -> None:
        self._write(slot, _NOTHING)
        if slot is not None:
            self._free.append(slot)

    def close(self) -> None:
        self._map.close()

    def _write(self, slot: int | None, content: bytes) -> None:
        if slot is not None and not self._map.closed:
            self._map[slot * _SIZE : (slot + 1) * _SIZE] = content

    def _read(self) -> CutOff:
        slots = [self._map[at : at + _SIZE] for at in range(0, SLOTS * _SIZE, _SIZE)]
        said = {each for each in slots if each not in (_NOTHING, _NOT_YET_SAID)}
        keys = frozenset(str(uuid.UUID(bytes=each)) for each in said)
        return CutOff(keys, slots.count(_NOT_YET_SAID))


def watched(in_flight: InFlight) -> type[HttpToolsProtocol]:
    """Return uvicorn's protocol, whose connections say in `in_flight` what they are about."""

    class Watched(HttpToolsProtocol):
        _slot: int | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            self._slot = in_flight.enter()
            super().connection_made(transport)

        def on_headers_complete(self) -> None:
            in_flight.asked(self._slot, dict(self.headers).get(b"authorization", b""))
            super().on_headers_complete()

        def on_response_complete(self) -> None:
            in_flight.answered(self._slot)
            super().on_response_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            # A request whose asker has gone is still worked on, but nobody waits for its answer.
            in_flight.leave(self._slot)
            self._slot = None
            super().connection_lost(exc)

    return Watched


def _who(authorization: bytes) -> bytes:
    public: Any = authorization.removeprefix(_SCHEME).partition(b":")[0]
    try:
        return uuid.UUID(public.decode("ascii")).bytes
    except ValueError:
        return _NOTHING
