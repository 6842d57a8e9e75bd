"""The container engines of the computer that a station runs on."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.client.connection import Connection
from cytodesk.client.errands import Report, run_errand


@dataclass(frozen=True, slots=True)
class EngineThere:
    """An engine as the station knows it; `trouble` says why it cannot be used now."""

    kind: str
    version: str
    trouble: str

    def said(self) -> str:
        return f"{self.kind} {self.version}".strip()


@dataclass(frozen=True, slots=True)
class EnginesThere:
    engines: tuple[EngineThere, ...]
    chosen: str | None
    """Which of them runs what comes as an image."""
    reach: str | None
    """How its containers reach the station, by name."""


def engines_of(connection: Connection) -> EnginesThere:
    """Return the engines of a station's computer; asks them anew."""
    told = connection.get("/station/v1/engines")
    return EnginesThere(
        tuple(EngineThere(e["kind"], e["version"], e["trouble"]) for e in told["engines"]),
        told.get("chosen"),
        told.get("reach"),
    )


def try_engine(connection: Connection, report: Report | None = None) -> dict[str, bool]:
    """Try each way from a container to the station; the first good one is kept.

    Raises BadInput where no image is here to try with, EnvironmentFailed.
    """
    answer = run_errand(connection, "/station/v1/engines/try", {}, report)
    return {str(name): bool(works) for name, works in answer["reaches"].items()}
