"""Guests: runs that a station carries out for a project of another server, their home.

Cytomine's API has no word for them: these are sentences between our own client and station.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a guest is written down: a job of another server, in that server's ids."""

    server: str
    """Its serverID."""
    url: str
    signature: str
    """The generation of signatures that it understands."""
    project: int
    project_name: str
    algorithm: int
    run: int
    user: int
    """The run's own user there: everything that the run leaves belongs to it."""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Home:
        """Read what `told` says. Raises KeyError, TypeError or ValueError where it is no home."""
        texts = {name: str(told[name]) for name in ("server", "url", "signature", "project_name")}
        ids = {name: int(told[name]) for name in ("project", "algorithm", "run", "user")}
        return cls(**texts, **ids)  # type: ignore[arg-type]

    @property
    def told(self) -> dict[str, Any]:
        return asdict(self)
