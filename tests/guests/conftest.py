"""Two stations: an old server with a project far away, and this computer's own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from cytodesk.client.connection import Connection
from cytodesk.client.guests import Guest, guests_of, run_here
from cytodesk.client.installing import install
from cytodesk.client.station_keys import Keys
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run
from tests.guests.network import Network
from tests.server.stations import Station, World, make_world, serving
from tests.station.conftest import APPS, until


@dataclass
class Both:
    """A server that one is signed in to, and the station of this computer."""

    server: Connection
    near: Connection
    station: Station
    network: Network
    world: World
    patient: InstalledAlgorithm
    folder: Path

    @property
    def project(self) -> Project:
        return self.server.thing(Project, f"project/{self.world.project}.json")

    def orders(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir()
        return folder

    def run_here(self, folder: Path, **values: object) -> Guest:
        values = {"image": self.world.image, "folder": str(folder), "ending": 0, **values}
        return run_here(self.server, self.near, self.patient, self.project, values)  # type: ignore[arg-type]

    def there(self, guest: Guest) -> Run:
        return self.server.thing(Run, f"job/{guest.home.run}.json")

    def here(self, guest: Guest) -> Guest:
        return guests_of(self.near, self.server, run=guest.home.run)[0]

    def told(self, guest: Guest) -> Guest:
        """Return the guest once the server knows everything of it."""
        return until(lambda: now if (now := self.here(guest)).is_told else None, 60)

    def log(self, guest: Guest) -> str:
        return str(self.server.get(f"job/{guest.home.run}/log.json")["data"])

    def keys_in_private(self) -> list[Path]:
        return list((self.folder / "near-home" / "data" / "private" / "guests").rglob("*.json"))


def seen(folder: Path) -> dict[str, Any]:
    """Return what the program saw, as soon as it has."""
    path = folder / "seen.json"
    until(path.exists, 60)
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return told


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("both")
    far_home, near_home = folder / "far-home", folder / "near-home"
    far_home.mkdir()
    near_home.mkdir()
    world = make_world(folder / "far")
    with (
        serving(folder / "far", far_home, is_legacy=True) as far,
        serving(folder / "near", near_home) as station,
    ):
        network = Network(int(far.url.rpartition(":")[2]))
        with (
            Connection.open(network.url, far.keys()) as server,
            Connection.open(station.url, station.keys()) as near,
        ):
            patient = install(near, APPS / "patient", python=Path(sys.executable))
            yield Both(server, near, station, network, world, patient, folder)
        network.cut()


def keys_of_run(both: Both, guest: Guest) -> Keys:
    user = both.server.get(f"user/{guest.home.user}.json")
    return Keys(user["publicKey"], user["privateKey"])
