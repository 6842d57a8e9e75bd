"""Signing in: each failure is one sentence beside the field that can mend it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cytodesk.client.connection import Connection
from cytodesk.client.keys import KeyStore
from cytodesk.desk import Desk, SignedIn
from cytodesk.ui.look import Look
from cytodesk.ui.start.sign_in import SignInDialog
from tests.client.conftest import KEYS, Place
from tests.ui.places import settled, until

Run = Callable[..., Any]


class Ring:
    """A key ring that keeps what it is given."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def place() -> Iterator[Place]:
    place = Place()
    yield place
    place.close()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("CYTODESK_HOME", str(tmp_path / "home"))
    with Desk("window") as desk:
        yield desk


@pytest.fixture
def dialog(look: Look, desk: Desk, qtbot: QtBot) -> SignInDialog:
    QApplication.setQuitOnLastWindowClosed(False)
    dialog = SignInDialog(look, desk)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


async def _try(dialog: SignInDialog, url: str, private: str = KEYS.private) -> None:
    dialog.url.field.set_value(url)
    dialog.public.field.set_value(f" {KEYS.public} ")
    dialog.private.field.set_value(private)
    dialog.try_keys()
    await settled()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_what_is_missing_is_said_before_anybody_is_asked(dialog: SignInDialog) -> None:
    dialog.try_keys()
    for asked in (dialog.url, dialog.public, dialog.private):
        assert asked.field.problem()
        assert asked.problem.isVisible()


def test_no_answer_is_said_at_the_address(dialog: SignInDialog, run: Run) -> None:
    run(_try(dialog, f"http://127.0.0.1:{_free_port()}"))
    assert "No connection" in dialog.url.field.problem()
    assert not dialog.private.field.problem()


@pytest.mark.parametrize("typed", ["http://", "not an address", "ftp://example.org"])
def test_no_address_is_said_at_the_address(dialog: SignInDialog, run: Run, typed: str) -> None:
    run(_try(dialog, typed))
    assert "not the address" in dialog.url.field.problem()


def test_a_page_instead_of_a_cytomine_is_said_at_the_address(
    dialog: SignInDialog, run: Run, place: Place
) -> None:
    place.says("/server/ping", b"<!doctype html><title>Intranet</title>", kind="text/html")
    run(_try(dialog, place.url))
    assert "Intranet" in dialog.url.field.problem()


def test_somebody_who_is_no_cytomine_is_said_at_the_address(
    dialog: SignInDialog, run: Run, place: Place
) -> None:
    place.says("/server/ping", {"hello": "world"})
    run(_try(dialog, place.url))
    assert "no Cytomine" in dialog.url.field.problem()


def test_refused_keys_are_said_at_the_keys(dialog: SignInDialog, run: Run, place: Place) -> None:
    run(_try(dialog, place.url, private="33333333-bbbb-4bbb-8bbb-333333333333"))
    assert "does not take these keys" in dialog.private.field.problem()
    assert not dialog.url.field.problem()
    dialog.private.field.edit.textEdited.emit("again")
    assert not dialog.private.field.problem()


def test_keys_go_to_the_key_ring(dialog: SignInDialog, run: Run, place: Place, desk: Desk) -> None:
    ring = Ring()
    desk.keys = KeyStore(ring)
    done: list[SignedIn] = []
    dialog.signed_in.connect(done.append)
    run(_try(dialog, place.url))
    assert done[0].is_kept
    assert done[0].connection.user.username == "me"
    assert KEYS.private in ring.kept["cytodesk", "server-1"]
    assert not dialog.isVisible()
    assert desk.connect(server=place.url).user.username == "me"
    desk.sign_out("server-1")
    assert ring.kept == {}


def test_without_a_key_ring_it_is_said_and_the_keys_serve_until_the_end(
    dialog: SignInDialog, run: Run, place: Place, desk: Desk
) -> None:
    done: list[SignedIn] = []
    dialog.signed_in.connect(done.append)

    async def try_and_go_on() -> None:
        await _try(dialog, place.url)
        assert done == []
        assert "no key ring" in dialog._kept.text()
        dialog._act.click()
        await until(lambda: done)

    run(try_and_go_on())
    assert not done[0].is_kept
    assert desk.connect(server=place.url).user.username == "me"


def test_a_server_that_hangs_can_be_left(
    dialog: SignInDialog, run: Run, place: Place, desk: Desk
) -> None:
    waits = threading.Event()

    def hang(asked: Any) -> Any:
        waits.wait(20)
        raise ConnectionError

    place.does("/server/ping", hang)

    async def leave() -> None:
        dialog.url.field.set_value(place.url)
        dialog.public.field.set_value("a")
        dialog.private.field.set_value("b")
        dialog.try_keys()
        await until(lambda: dialog.progress.is_going_on)
        dialog.progress.stop()
        await settled()
        assert dialog._act.isEnabled()
        waits.set()

    run(leave())


def test_an_old_cytomine_server_takes_its_keys(
    dialog: SignInDialog, run: Run, legacy_place: Connection
) -> None:
    done: list[SignedIn] = []
    dialog.signed_in.connect(done.append)
    user = legacy_place.get("user/current.json")

    async def sign_in() -> None:
        dialog.url.field.set_value(legacy_place.url)
        dialog.public.field.set_value(user["publicKey"])
        dialog.private.field.set_value(user["privateKey"])
        dialog.try_keys()
        await settled()
        dialog._act.click()  # there is no key ring here, which is said first
        await until(lambda: done)

    run(sign_in())
    assert not done[0].connection.is_station
    assert done[0].connection.user.id == user["id"]
