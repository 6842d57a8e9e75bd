"""Runs by the command that a descriptor names: of its folder, of an environment, on the PATH."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from cytodesk.errors import BadInput
from cytodesk.runs.command_runner import CommandOrder, find_command, start_command
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.process_runner import LOG, WORK, Running, Waiting, follow
from cytodesk.runs.record import Ended


def test_a_file_of_the_folder_comes_before_the_path(tmp_path: Path) -> None:
    (tmp_path / "python").write_text("")
    assert find_command("python", tmp_path) == str(tmp_path / "python")


def test_a_file_outside_the_folder_is_not_of_it(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("")
    folder = tmp_path / "app"
    folder.mkdir()
    with pytest.raises(BadInput, match=r"no command \.\./outside"):
        find_command("../outside", folder)


def test_python_is_that_of_the_environment(tmp_path: Path) -> None:
    environment = Environment(Path(sys.executable), "ours", tmp_path / "models")
    assert find_command("python3.9", tmp_path, environment) == sys.executable


def test_a_command_that_is_nowhere_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no command cytodesk-no-such-thing"):
        find_command("cytodesk-no-such-thing", tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="the program is a script")
def test_it_works_in_the_midst_of_the_apps_files(tmp_path: Path) -> None:
    app, run = tmp_path / "app", tmp_path / "run"
    app.mkdir()
    run.mkdir()
    (app / "tool").write_text('#!/bin/sh\ncat data.txt\nprintf "%s|" "$WEATHER" "$@"\n')
    (app / "tool").chmod(0o755)
    (app / "data.txt").write_text("data ")
    words = ["tool", "a b", "$(x)"]
    started = start_command(CommandOrder(run, app, words, None, {"WEATHER": "rain"}))
    give_up = time.monotonic() + 20
    while isinstance(fate := follow(run, started), Waiting | Running):
        assert time.monotonic() < give_up
        time.sleep(0.02)
    assert isinstance(fate, Ended)
    assert fate.exit == 0
    assert (run / LOG).read_text() == "data rain|a b|$(x)|"
    assert (run / WORK / "data.txt").exists()
