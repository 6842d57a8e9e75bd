"""What algorithms take of a station's disk beside their runs, and freeing it."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.client.connection import Connection

_PATH = "/station/v1/space"


@dataclass(frozen=True, slots=True)
class KeptThere:
    """An environment, models, a Python, wheels or an image; all of it comes again by itself.

    `used` is the last time in epoch milliseconds, `needed_by` the algorithms that would fetch it.
    """

    kind: str
    name: str
    title: str
    bytes: int
    used: int | None
    needed_by: tuple[str, ...]

    @property
    def is_unneeded(self) -> bool:
        """Whether no installed algorithm needs it; of models, Pythons and wheels nobody knows."""
        return self.kind in ("environment", "image") and not self.needed_by


@dataclass(frozen=True, slots=True)
class Space:
    """`free` bytes where the workspace is; the largest of `kept` first."""

    free: int
    kept: tuple[KeptThere, ...]


def space_of(connection: Connection) -> Space:
    told = connection.get(_PATH)
    kept = (
        KeptThere(e["kind"], e["name"], e["title"], e["bytes"], e["used"], tuple(e["needed_by"]))
        for e in told["kept"]
    )
    return Space(int(told["free"]), tuple(kept))


def make_free(connection: Connection, kept: KeptThere) -> int:
    """Remove it and return the bytes that it took. Raises Refused while a run uses it."""
    return int(connection.post(f"{_PATH}/free", {"kind": kept.kind, "name": kept.name})["freed"])
