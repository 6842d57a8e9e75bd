"""An environment.yml, where the user has conda: a stand-in makes what the real one would."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from cytodesk.errors import EnvironmentFailed
from cytodesk.runs.environments.choosing import Environments, Wanted
from cytodesk.runs.environments.environment import Environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script")
STAND_IN = f"""#!{sys.executable}
import os, pathlib, sys
words = sys.argv[1:]
assert words[:2] == ["env", "create"], words
text = pathlib.Path(words[words.index("--file") + 1]).read_text()
if "nowhere" in text:
    sys.exit("PackagesNotFoundError: nowhere")
prefix = pathlib.Path(words[words.index("--prefix") + 1])
(prefix / "bin").mkdir(parents=True)
(prefix / "conda-meta").mkdir()
(prefix / "bin" / "python").write_text('#!/bin/sh\\nexec "{sys.executable}" "$@"\\n')
(prefix / "bin" / "python").chmod(0o755)
print("made")
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "bin" / "conda"
    program.parent.mkdir()
    program.write_text(STAND_IN)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "environment.yml").write_text("dependencies: [numpy]\n")
    return folder


def _made(app: Path, heard: list[str]) -> Environment:
    cache = app.parent / "cache"
    return Environments(cache).environment(Wanted(app=app), heard.append, lambda: False)


def test_it_is_made_once_and_programs_find_themselves_in_it(app: Path) -> None:
    heard: list[str] = []
    first = _made(app, heard)
    assert "made" in heard
    heard.clear()
    assert _made(app, heard) == first
    assert heard == []
    assert first.variables()["CONDA_PREFIX"] == str(first.prefix)
    assert first.places == [str(first.prefix / "bin")]


def test_one_that_was_half_made_is_made_again(app: Path) -> None:
    place = _made(app, []).prefix
    (place / "cytodesk-environment.json").unlink()
    heard: list[str] = []
    _made(app, heard)
    assert "made" in heard


def test_a_list_of_requirements_comes_before_it(app: Path) -> None:
    (app / "requirements.txt").write_text("")
    assert "conda" not in str(_made(app, []).python)


def test_what_conda_does_not_find_is_said(app: Path) -> None:
    (app / "environment.yml").write_text("dependencies: [nowhere]\n")
    begin = time.monotonic()
    with pytest.raises(EnvironmentFailed, match="PackagesNotFoundError"):
        _made(app, [])
    assert time.monotonic() - begin < 60
