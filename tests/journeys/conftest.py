"""A workspace of its own per module, its command line, and a connection to its station."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.client.connection import Connection
from cytodesk.desk import Desk
from tests.journeys.command_line import CommandLine


@pytest.fixture(scope="module")
def cytodesk(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandLine]:
    line = CommandLine(tmp_path_factory.mktemp("journey") / "workspace")
    yield line
    line.stop()


@pytest.fixture(scope="module")
def place(cytodesk: CommandLine) -> Iterator[Connection]:
    with Desk("test") as desk:
        yield desk.connect(workspace=cytodesk.workspace)
