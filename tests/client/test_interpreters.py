"""What an interpreter of this computer says, and what it lacks of an algorithm's wishes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.client.connection import Connection
from cytodesk.client.interpreters import InterpreterFound, ask_python, interpreter_at
from cytodesk.errors import EnvironmentFailed
from tests.server.stations import serving


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    root = tmp_path_factory.mktemp("interpreters")
    with (
        serving(root / "workspace", root) as served,
        Connection.open(served.url, served.keys()) as connection,
    ):
        yield connection


FOUND = InterpreterFound(
    Path("python"), "3.11.7", {"cytomine-python-client": "3.0.0", "numpy": "2"}
)


@pytest.mark.parametrize(
    ("wish", "is_met"),
    [
        ("numpy", True),
        ("NumPy >= 1.20", True),
        ("numpy==2", True),
        ("numpy==1", False),
        ("numpy[extra] == 1", False),
        ("numpy==1.*", True),
        ("Cytomine_Python.Client==3.0.0", True),
        ("cytomine-python-client==2.4.1", False),
        ("scipy", False),
        ("scipy; sys_platform == 'win32'", True),
        ("-f https://example.org", True),
        ("./beside.whl", True),
    ],
)
def test_only_what_is_surely_missing_is_said_to_be(wish: str, is_met: bool) -> None:
    assert FOUND.lacks([wish]) == (() if is_met else (wish,))


def test_the_folder_of_an_environment_means_its_interpreter(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    assert interpreter_at(tmp_path) == python
    assert interpreter_at(python) == python
    assert interpreter_at(tmp_path / "bin") == tmp_path / "bin"


def test_an_interpreter_says_its_version_and_its_packages(station: Connection) -> None:
    found = ask_python(station, Path(sys.executable))
    assert found.version == "{}.{}.{}".format(*sys.version_info)
    assert found.client == "4.3.0"
    assert found.lacks(["pytest", "no-such-package-anywhere"]) == ("no-such-package-anywhere",)


def test_what_is_no_interpreter_is_said_in_one_sentence(
    station: Connection, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentFailed, match="There is no interpreter at"):
        ask_python(station, tmp_path / "gone")
    text = tmp_path / "text"
    text.write_text("#!/bin/sh\necho I am a shell\n", "utf-8")
    text.chmod(0o755)
    with pytest.raises(EnvironmentFailed, match="I am a shell"):
        ask_python(station, text)
