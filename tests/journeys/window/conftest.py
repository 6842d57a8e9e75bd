"""One screen for all journeys; a program on a home of its own for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.window.program import Program
from tests.journeys.window.screen import Screen, missing, screen

Opened = Callable[..., Program]


@pytest.fixture(scope="session")
def lit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    if absent := missing():
        pytest.skip(f"a journey in a real window needs {', '.join(absent)}, not installed here")
    with screen(tmp_path_factory.mktemp("screen")) as one:
        yield one


@pytest.fixture
def program(
    lit: Screen, tmp_path: Path, wheels: Path, request: pytest.FixtureRequest
) -> Iterator[Program]:
    """Return a program that is not open yet."""
    home = tmp_path / "home"
    home.mkdir()
    program = Program(lit, home, {"CYTODESK_WHEELS": str(wheels)}, _pictures(request.node.name))
    yield program
    program.end()


def _pictures(name: str) -> Path | None:
    told = os.environ.get("CYTODESK_PICTURES")
    if told is None:
        return None
    folder = Path(told) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
