"""One guest's home, asked and told as the run's own user there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.client.signing import Signature
from cytodesk.client.station_keys import Keys
from cytodesk.client.transport import Limits
from cytodesk.errors import N_, NotUnderstood
from cytodesk.wire.codec import from_json
from cytodesk.wire.guests import Home
from cytodesk.wire.runs import Run, RunState, status_of

LOG_NAME = "log.out"
"""The attached file that a job's log is (contract 4.4)."""
_LIMITS = Limits(connect=5, read=20)


class Calls:
    """Connects when it is first needed; every door raises a PlaceError where the home is away."""

    def __init__(self, home: Home, keys: Keys) -> None:
        self._home = home
        self._keys = keys
        self._connection: Connection | None = None

    def run(self) -> tuple[Run, dict[str, Any]]:
        """Return how the run stands at home, and its JSON, which a change has to send back."""
        job = self._there.get(f"job/{self._home.run}.json")
        if not isinstance(job, dict):
            raise NotUnderstood(N_("{url} does not say how its job stands."), url=self._home.url)
        return from_json(Run, job), job

    def say(self, job: dict[str, Any], state: RunState, comment: str | None) -> None:
        """Set state and comment; an old server takes the whole job or forgets the rest (8.2, 7)."""
        said = {"status": status_of(state), "statusComment": comment or ""}
        self._there.put(f"job/{self._home.run}.json", {**job, **said})

    def send_log(self, log: Path) -> None:
        """Attach the log to the job, unless it is there."""
        files = f"domain/{Run.wire_class}/{self._home.run}/attachedfile.json"
        if any(row.get("filename") == LOG_NAME for row in self._there.rows(files)):
            return
        about = {"domainClassName": Run.wire_class, "domainIdent": str(self._home.run)}
        self._there.upload("attachedfile.json", log, about, name=LOG_NAME)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    @property
    def _there(self) -> Connection:
        if self._connection is None:
            self._connection = Connection.open(
                self._home.url,
                self._keys,
                signature=Signature(self._home.signature),
                limits=_LIMITS,
            )
        return self._connection
