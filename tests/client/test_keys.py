from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, PasswordDeleteError

from cytodesk.client import keys as room
from cytodesk.client.keys import KeyStore, system_key_ring
from cytodesk.client.station_keys import KeyFile, Keys, keys_of
from cytodesk.errors import NotSignedIn

PAIR = Keys("p" * 36, "q" * 36)
HERE, THERE = "http://127.0.0.1:5000", "https://cytomine.example.org"


class MemoryRing:
    """A key ring that forgets everything at the end of the test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("none")


class LockedRing(MemoryRing):
    def get_password(self, service: str, username: str) -> str | None:
        raise InitError("the collection is locked")

    set_password = get_password  # type: ignore[assignment]


@pytest.fixture
def key_file(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "station-keys.json")


def test_the_environment_comes_first(key_file: KeyFile) -> None:
    key_file.secret_made_for("s")
    environ = {"CYTOMINE_PUBLIC_KEY": PAIR.public, "CYTOMINE_PRIVATE_KEY": f"{PAIR.private}\n"}
    assert KeyStore(MemoryRing()).keys_for("s", HERE, environ, key_file) == PAIR


def test_half_a_pair_in_the_environment_is_said(key_file: KeyFile) -> None:
    with pytest.raises(NotSignedIn, match="CYTOMINE_PRIVATE_KEY"):
        KeyStore(MemoryRing()).keys_for("s", HERE, {"CYTOMINE_PUBLIC_KEY": "p"}, key_file)


def test_the_human_of_a_station_signs_with_its_own_secret(key_file: KeyFile) -> None:
    secret = key_file.secret_made_for("s")
    found = KeyStore(MemoryRing()).keys_for("s", HERE, {}, key_file)
    assert found == keys_of(secret, 1)
    assert found is not None
    assert uuid.UUID(found.private) != uuid.UUID(found.public)


def test_a_stations_secret_serves_no_other_computer(key_file: KeyFile) -> None:
    key_file.secret_made_for("s")
    assert KeyStore(MemoryRing()).keys_for("s", THERE, {}, key_file) is None


def test_keys_are_remembered_by_serverid_and_forgotten(key_file: KeyFile) -> None:
    store = KeyStore(MemoryRing())
    store.remember("s", PAIR)
    assert store.keys_for("s", THERE, {}, key_file) == PAIR
    assert store.keys_for("other", THERE, {}, key_file) is None
    store.forget("s")
    store.forget("s")
    assert store.keys_for("s", THERE, {}, key_file) is None


def test_damaged_keys_in_the_ring_are_said(key_file: KeyFile) -> None:
    ring = MemoryRing()
    for content in ("{", "[1]", '{"public": 1}', '"x"'):
        ring.set_password("cytodesk", "s", content)
        with pytest.raises(NotSignedIn, match="damaged"):
            KeyStore(ring).keys_for("s", THERE, {}, key_file)


def test_a_locked_ring_is_said_in_words(key_file: KeyFile) -> None:
    with pytest.raises(NotSignedIn, match=r"locked.*CYTOMINE_PUBLIC_KEY"):
        KeyStore(LockedRing()).keys_for("s", THERE, {}, key_file)


def test_a_computer_without_key_ring_says_what_to_do(
    key_file: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "system_key_ring", lambda: None)
    for ask in (
        lambda: KeyStore().keys_for("s", THERE, {}, key_file),
        lambda: KeyStore().remember("s", PAIR),
    ):
        with pytest.raises(NotSignedIn, match=r"no key ring.*CYTOMINE_PUBLIC_KEY"):
            ask()


def test_a_backend_that_is_not_the_systems_is_never_used() -> None:
    class AsksOnStdin(KeyringBackend):
        priority = 99

        def get_password(self, service: str, username: str) -> str | None:
            raise AssertionError("asked")

    ring = system_key_ring()
    assert ring is None or type(ring).__module__.startswith("keyring.backends.")


def test_a_computer_that_is_told_to_keep_nothing_keeps_nothing(key_file: KeyFile) -> None:
    """The sealed home of all tests is such a one."""
    assert type(system_key_ring()).__module__ == "keyring.backends.null"
    KeyStore().remember("s", PAIR)
    assert KeyStore().keys_for("s", THERE, {}, key_file) is None
