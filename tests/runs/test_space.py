"""What is kept beside runs: its size, its last use, and that it can be freed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from cytodesk.errors import BadInput
from cytodesk.runs.environments.managed import environment_name, managed
from cytodesk.runs.environments.space import free, kept_in


def _made(cache: Path) -> str:
    managed(None, None, cache, None, lambda line: None, lambda: False)
    return environment_name(None, None, None)


def test_an_environment_says_its_size_and_when_it_was_used_last(tmp_path: Path) -> None:
    name = _made(tmp_path)
    marker = tmp_path / "environments" / name / "cytodesk-environment.json"
    os.utime(marker, (1_000_000, 1_000_000))
    (before,) = [each for each in kept_in(tmp_path) if each.kind == "environment"]
    assert (before.name, before.used) == (name, 1_000_000_000)
    assert before.bytes > 1000
    assert before.title.startswith("Python 3.")
    _made(tmp_path)
    (after,) = [each for each in kept_in(tmp_path) if each.kind == "environment"]
    assert after.used is not None
    assert abs(after.used / 1000 - time.time()) < 60


def test_what_was_freed_is_made_again(tmp_path: Path) -> None:
    name = _made(tmp_path)
    assert free(tmp_path, "environment", name) > 1000
    assert not (tmp_path / "environments" / name).exists()
    assert _made(tmp_path) == name


@pytest.mark.parametrize(
    ("kind", "name"),
    [("environment", ".."), ("environment", ".making-x"), ("wheels", "runs"), ("x", "y")],
)
def test_nothing_else_can_be_freed(tmp_path: Path, kind: str, name: str) -> None:
    for folder in ("environments/.making-x", "runs", "y"):
        (tmp_path / folder).mkdir(parents=True)
    with pytest.raises(BadInput):
        free(tmp_path, kind, name)
    assert (tmp_path / "environments").exists()


def test_a_file_with_several_names_counts_once(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "one"
    folder.mkdir(parents=True)
    (folder / "weights").write_bytes(b"x" * 5000)
    try:
        (folder / "again").hardlink_to(folder / "weights")
    except OSError:
        pytest.skip("this disk knows no hard links")
    (kept,) = kept_in(tmp_path)
    assert kept.bytes == 5000
