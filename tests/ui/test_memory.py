from __future__ import annotations

from pathlib import Path
from typing import Any

from cytodesk.ui.memory import Memory


def test_what_was_put_is_there_at_the_next_start(qapp: Any, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "window.json")
    memory.drawer("window").put("size", [1440, 900])
    memory.close()
    assert Memory(tmp_path / "window.json").drawer("window").get("size") == [1440, 900]


def test_a_change_is_on_the_disk_soon_without_closing(
    qapp: Any, qtbot: Any, tmp_path: Path
) -> None:
    memory = Memory(tmp_path / "window.json")
    memory.drawer("form").put("threshold", 0.5)
    qtbot.waitUntil(lambda: (tmp_path / "window.json").exists())
    memory.close()


def test_a_broken_file_is_kept_aside(qapp: Any, tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.write_text("{half")
    assert Memory(path).drawer("window").get("size") is None
    assert (tmp_path / "window.unread.json").read_text() == "{half"
