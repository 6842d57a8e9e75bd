"""The station's own keys: one secret per workspace in one private file, all keys derived from it.

Nothing in a workspace, its backups or exports can sign a request: the secret stands outside, in the
user's private folder. Keys of runs are derived too, so a crash can neither lose nor leak them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path

from cytodesk.errors import N_, WorkspaceError
from cytodesk.settings import write_atomically

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Keys:
    """A pair of keys as a Cytomine gives them: two texts of 36 characters."""

    public: str
    private: str

    def __repr__(self) -> str:
        return f"Keys({self.public[:4]}…)"


def keys_of(secret: bytes, user: int) -> Keys:
    """Return the keys of the user with the id `user` in the workspace that has this `secret`."""
    return Keys(_derived(secret, f"public:{user}"), _derived(secret, f"private:{user}"))


def _derived(secret: bytes, purpose: str) -> str:
    digest = hmac.new(secret, purpose.encode(), hashlib.sha256).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


class KeyFile:
    """The private file; `secret_of(server_id)` is None for a server that is not ours."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def secret_of(self, server_id: str) -> bytes | None:
        text = self._secrets().get(server_id)
        return bytes.fromhex(text) if text else None

    def secret_made_for(self, server_id: str) -> bytes:
        """Return the secret of `server_id`, made now if there is none yet."""
        secret = self.secret_of(server_id)
        if secret is None:
            secret = secrets.token_bytes(32)
            self._write(self._secrets() | {server_id: secret.hex()})
        return secret

    def _secrets(self) -> dict[str, str]:
        try:
            content = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise WorkspaceError(
                N_("The file of keys {path} is damaged: move it away, and new keys are made."),
                path=self.path,
            ) from error
        if content.get("schema", SCHEMA) > SCHEMA:
            raise WorkspaceError(
                N_("The file of keys {path} was written by a newer CytoDesk: update this one."),
                path=self.path,
            )
        return {str(server): str(secret) for server, secret in content["secrets"].items()}

    def _write(self, by_server: dict[str, str]) -> None:
        content = json.dumps({"schema": SCHEMA, "secrets": by_server}).encode()
        write_atomically(self.path, content, private=True)
