"""What is remembered of servers between two starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from cytodesk.client.memory import ServerMemory


def test_a_signature_is_remembered_by_the_servers_id(tmp_path: Path) -> None:
    ServerMemory(tmp_path / "servers.json")["abc"] = "with path"
    again = ServerMemory(tmp_path / "servers.json")
    assert dict(again) == {"abc": "with path"}
    del again["abc"]
    assert len(ServerMemory(tmp_path / "servers.json")) == 0


@pytest.mark.parametrize("content", ["", "[]", '{"schema": 99, "servers": {"a": "b"}}', "{"])
def test_a_file_that_cannot_be_read_is_begun_anew(tmp_path: Path, content: str) -> None:
    path = tmp_path / "servers.json"
    path.write_text(content)
    memory = ServerMemory(path)
    assert dict(memory) == {}
    memory["abc"] = "without"
    assert dict(ServerMemory(path)) == {"abc": "without"}
