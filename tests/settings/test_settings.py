from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cytodesk.errors import BadInput
from cytodesk.settings import (
    Folders,
    Settings,
    free_bytes,
    read_settings,
    write_atomically,
    write_settings,
)


def test_one_variable_moves_every_folder(tmp_path: Path) -> None:
    folders = Folders.of_user({"CYTODESK_HOME": str(tmp_path)})
    places = (folders.data, folders.config, folders.cache, folders.log, folders.private)
    assert all(place.is_relative_to(tmp_path) for place in (*places, folders.workspace))


def test_a_workspace_of_ones_own_leaves_the_other_folders(tmp_path: Path) -> None:
    told = {"CYTODESK_HOME": str(tmp_path), "CYTODESK_WORKSPACE": str(tmp_path / "study")}
    folders = Folders.of_user(told)
    assert folders.workspace == tmp_path / "study"
    assert folders.data == tmp_path / "data"


def test_keys_never_lie_in_the_workspace(tmp_path: Path) -> None:
    for told in ({"CYTODESK_HOME": str(tmp_path)}, {}):
        folders = Folders.of_user(told)
        assert not folders.private.is_relative_to(folders.workspace)


@pytest.mark.skipif(sys.platform == "win32", reason="the profile's access list rules there")
def test_the_private_folder_is_its_owners_alone(tmp_path: Path) -> None:
    folders = Folders.of_user({"CYTODESK_HOME": str(tmp_path)}).made()
    assert folders.private.stat().st_mode & 0o777 == 0o700


@given(
    st.builds(
        Settings,
        language=st.none() | st.text(max_size=9),
        appearance=st.sampled_from([None, "light", "dark"]),
        queue_limit=st.none() | st.integers(1, 64),
    )
)
def test_settings_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings
) -> None:
    path = tmp_path_factory.getbasetemp() / "settings.json"
    write_settings(path, settings)
    assert read_settings(path) == settings


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.json") == Settings()


def test_settings_of_a_newer_program_are_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"schema": 99, "language": "fr"}')
    with pytest.raises(BadInput, match=r"written by a newer CytoDesk \(schema 99"):
        read_settings(path)


def test_settings_of_the_first_schema_are_still_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"schema": 1, "language": "fr", "queue_limit": 3}')
    assert read_settings(path) == Settings(language="fr", queue_limit=3)


@pytest.mark.parametrize(
    "told",
    ["", "[]", "{}", '{"schema": 1, "queue_limit": 0}', '{"schema": 1, "queue_limit": true}'],
)
def test_broken_settings_are_refused_and_left_alone(tmp_path: Path, told: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(told)
    with pytest.raises(BadInput, match="cannot be read as settings"):
        read_settings(path)
    assert path.read_text() == told


def test_the_queue_leaves_a_core_to_the_user() -> None:
    assert Settings(queue_limit=5).runs_at_a_time == 5
    assert Settings().runs_at_a_time == max(1, (os.cpu_count() or 2) - 1)


def test_a_write_that_fails_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.json"
    write_atomically(path, b"old")

    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="the profile's access list rules there")
def test_a_private_file_is_never_readable_by_others(tmp_path: Path) -> None:
    path = tmp_path / "private" / "keys.json"
    write_atomically(path, json.dumps({"key": 1}).encode(), private=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_yet_to_be_made_has_the_room_of_its_disk(tmp_path: Path) -> None:
    room = shutil.disk_usage(tmp_path).total
    assert 0 < free_bytes(tmp_path / "yet" / "to be made") <= room
