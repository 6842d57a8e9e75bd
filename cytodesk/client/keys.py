"""Where the keys of a server come from: the environment, this computer's station, the key ring."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Protocol

from keyring import get_keyring
from keyring.backend import KeyringBackend, get_all_keyring
from keyring.errors import KeyringError, PasswordDeleteError

from cytodesk.client.addresses import is_loopback
from cytodesk.client.station_keys import KeyFile, Keys, keys_of
from cytodesk.errors import N_, NotSignedIn

SERVICE = "cytodesk"
PUBLIC, PRIVATE = "CYTOMINE_PUBLIC_KEY", "CYTOMINE_PRIVATE_KEY"
HUMAN = 1
"""The user id of the one human of a station."""

_OWN = "keyring.backends."
_NOTHING = "keyring.backends.null"
_USELESS = ("keyring.backends.fail", _NOTHING, "keyring.backends.chainer")


class KeyRing(Protocol):
    """What we need of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def system_key_ring() -> KeyRing | None:
    """Return the key ring of the system: Windows, macOS, Secret Service or KWallet; else None.

    Only these: other backends that may be installed ask for a password on stdin, where nobody
    may be listening, or write in clear. Whoever configures keyring to keep nothing is heard.
    """
    configured = get_keyring()
    if type(configured).__module__ == _NOTHING or _is_usable(configured):
        return configured
    usable = [each for each in get_all_keyring() if _is_usable(each)]
    return max(usable, key=lambda each: float(each.priority), default=None)


def _is_usable(ring: KeyringBackend) -> bool:
    module = type(ring).__module__
    return module.startswith(_OWN) and not module.startswith(_USELESS) and float(ring.priority) > 0


class KeyStore:
    """Keys by serverID. Never asks anybody; `ring` is looked for when it is needed first."""

    def __init__(self, ring: KeyRing | None = None) -> None:
        self._ring = ring

    def keys_for(
        self, server_id: str, base_url: str, environ: Mapping[str, str], key_file: KeyFile
    ) -> Keys | None:
        """Return the keys to sign with at the server, or None if it was never signed in to.

        First what the environment says; then, for an address of this computer, the station's own;
        then the key ring. Raises NotSignedIn if the environment has half a pair, or there is no
        key ring to look into; WorkspaceError if the station's key file is damaged.
        """
        if environ.get(PUBLIC) or environ.get(PRIVATE):
            return _of_environment(environ)
        secret = key_file.secret_of(server_id) if is_loopback(base_url) else None
        if secret is not None:
            return keys_of(secret, HUMAN)
        return self.remembered(server_id)

    def remember(self, server_id: str, keys: Keys) -> None:
        """Keep `keys` in the key ring. Raises NotSignedIn if it cannot keep anything."""
        content = json.dumps({"public": keys.public, "private": keys.private})
        try:
            self._opened().set_password(SERVICE, server_id, content)
        except (KeyringError, RuntimeError) as error:
            raise _closed(error) from error

    def forget(self, server_id: str) -> None:
        """Remove the keys of the server; it is no trouble if there are none."""
        try:
            self._opened().delete_password(SERVICE, server_id)
        except PasswordDeleteError:
            return
        except (KeyringError, RuntimeError) as error:
            raise _closed(error) from error

    def remembered(self, server_id: str) -> Keys | None:
        """Return the keys that the key ring keeps. Raises NotSignedIn if there is no ring."""
        try:
            content = self._opened().get_password(SERVICE, server_id)
        except (KeyringError, RuntimeError) as error:
            raise _closed(error) from error
        try:
            pair = json.loads(content or "null")
            return Keys(str(pair["public"]), str(pair["private"])) if pair else None
        except (ValueError, KeyError, TypeError) as error:
            raise NotSignedIn(
                N_("The keys kept for the server {server} are damaged: sign in again."),
                server=server_id,
            ) from error

    def _opened(self) -> KeyRing:
        self._ring = self._ring or system_key_ring()
        if self._ring is None:
            raise NotSignedIn(
                N_(
                    "This computer has no key ring to keep keys in: "
                    "set {public} and {private} in the environment."
                ),
                public=PUBLIC,
                private=PRIVATE,
            )
        return self._ring


def _of_environment(environ: Mapping[str, str]) -> Keys:
    missing = [name for name in (PUBLIC, PRIVATE) if not environ.get(name)]
    if missing:
        raise NotSignedIn(
            N_("The environment has only one key of the pair: set {missing} too."),
            missing=missing[0],
        )
    return Keys(environ[PUBLIC].strip(), environ[PRIVATE].strip())


def _closed(error: Exception) -> NotSignedIn:
    return NotSignedIn(
        N_("The key ring of this computer did not open: {reason}. Set {public} and {private}."),
        reason=str(error) or type(error).__name__,
        public=PUBLIC,
        private=PRIVATE,
    )
