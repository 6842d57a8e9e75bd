"""What another process of ours needs to ask the same server as the same person."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.client.connection import Connection
from cytodesk.client.signing import Signature
from cytodesk.client.station_keys import Keys


@dataclass(frozen=True, slots=True)
class Passport:
    """Handed over through a pipe of ours only: it holds keys."""

    url: str
    keys: Keys
    signature: Signature

    def open(self) -> Connection:
        """Return a connection of one's own. Raises NotReached, NotSignedIn, NotUnderstood."""
        return Connection.open(self.url, self.keys, signature=self.signature)


def passport_of(connection: Connection) -> Passport:
    return Passport(connection.url, connection.keys, connection.signature)
