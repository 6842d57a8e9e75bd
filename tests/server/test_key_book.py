from __future__ import annotations

import secrets

import pytest

from cytodesk.client.station_keys import keys_of
from cytodesk.server.serving import KeyBook
from cytodesk.workspace import people
from cytodesk.workspace.store import Workspace


@pytest.fixture
def workspace(tmp_path):
    workspace = Workspace(tmp_path / "workspace")
    people.ensure_human(workspace, "ada")
    yield workspace
    workspace.close()


def test_keys_are_masked_once_and_only_of_users_who_speak(workspace):
    for run in range(50):
        workspace.write(lambda change, run=run: change.insert("person", username=f"JOB {run}"))
    masked: list[tuple[str, str]] = []
    secret = secrets.token_bytes(32)
    book = KeyBook(secret, workspace, lambda *keys: masked.append(keys))
    assert book.user_of(keys_of(secret, people.HUMAN).public) == people.HUMAN
    assert book.user_of("nobody") is None
    assert masked == []
    for _ in range(3):
        book.keys(people.HUMAN)
    pair = keys_of(secret, people.HUMAN)
    assert masked == [(pair.public, pair.private)]
