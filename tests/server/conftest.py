"""Both generations of the station, each on a port of its own, and what stands in them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.stations import Station, World, make_world, serving

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def station_home(home: Path) -> Path:
    """Return the home folder that the stations' processes work in."""
    folder = home / "stations"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def worlds(station_home: Path) -> dict[bool, World]:
    return {is_legacy: make_world(_folder(station_home, is_legacy)) for is_legacy in (False, True)}


@pytest.fixture(scope="session")
def station(station_home: Path, worlds: dict[bool, World]) -> Iterator[Station]:
    with serving(_folder(station_home, False), station_home) as station:
        yield station


@pytest.fixture(scope="session")
def legacy(station_home: Path, worlds: dict[bool, World]) -> Iterator[Station]:
    with serving(_folder(station_home, True), station_home, is_legacy=True) as station:
        yield station


@pytest.fixture(params=["station", "legacy"])
def either(request: pytest.FixtureRequest) -> Station:
    """Return the station as it is, then as an old server."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def world(request: pytest.FixtureRequest, worlds: dict[bool, World]) -> World:
    """Return what stands in the station that the test asks for."""
    if "either" in request.fixturenames:
        return worlds[request.getfixturevalue("either").is_legacy]
    return worlds["legacy" in request.fixturenames]


@pytest.fixture
def human(request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Return the human's client of the station that the test asks for."""
    asked = [name for name in ("either", "legacy") if name in request.fixturenames]
    station: Station = request.getfixturevalue(asked[0] if asked else "station")
    with station.client() as client:
        yield client


@pytest.fixture
def new_name() -> Callable[[str], str]:
    return lambda start: f"{start} {next(_numbers)}"


@pytest.fixture
def job(human: httpx.Client, world: World) -> dict[str, Any]:
    """Return a job that nobody has started."""
    body = {"project": world.project, "software": world.software}
    return human.post("/api/job.json", json=body).json()["job"]


@pytest.fixture
def of_job(
    request: pytest.FixtureRequest, human: httpx.Client, job: dict[str, Any]
) -> Iterator[httpx.Client]:
    """Return a client with the keys of the job's own user."""
    asked = [name for name in ("either", "legacy") if name in request.fixturenames]
    station: Station = request.getfixturevalue(asked[0] if asked else "station")
    with station.client(job["userJob"]) as client:
        yield client


def _folder(home: Path, is_legacy: bool) -> Path:
    return home / ("old" if is_legacy else "new")
