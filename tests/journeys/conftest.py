"""A workspace of its own per module, its command line, and a connection to its station."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cytodesk.client.connection import Connection
from cytodesk.desk import Desk
from tests.journeys.command_line import ROOT, CommandLine


@pytest.fixture(scope="module")
def cytodesk(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandLine]:
    line = CommandLine(tmp_path_factory.mktemp("journey") / "workspace")
    yield line
    line.stop()


@pytest.fixture(scope="module")
def place(cytodesk: CommandLine) -> Iterator[Connection]:
    with Desk("test") as desk:
        yield desk.connect(workspace=cytodesk.workspace)


@pytest.fixture
def steady(tmp_path: Path) -> Callable[[str], Path]:
    """Return a copy of the app that adds annotations, for a version of Cytomine's client."""

    def made(client: str) -> Path:
        source = ROOT / "tests" / "data" / "apps" / "steady"
        folder = Path(shutil.copytree(source, tmp_path / client))
        (folder / "requirements.txt").write_text(
            f"cytomine-python-client=={client}\nsetuptools==79.0.1\n", "utf-8"
        )
        return folder

    return made
