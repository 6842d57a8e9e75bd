"""A run's key stands in its own program's arguments and nowhere else; values are never executed."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from cytodesk.client.station_keys import Keys, keys_of
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.runs import RunState

from .conftest import APPS, Station, until
from .test_crashes import acknowledged, program


@pytest.fixture(scope="module")
def steady(station: Station, wheels: Path) -> InstalledAlgorithm:
    return station.install(APPS / "steady", wheels)


def test_a_value_arrives_to_the_letter_and_nothing_of_it_is_executed(
    station: Station, steady: InstalledAlgorithm, tmp_path: Path
) -> None:
    text = f'$(touch {tmp_path}/X); "a b" --y `id` \\ é 🔬'
    run = station.start(steady, count=0, text=text)
    assert station.ended(run.id, 120).state is RunState.SUCCEEDED
    arrived = station.folder(run.id) / "work" / "text.txt"
    assert arrived.read_text("utf-8") == text
    assert not (tmp_path / "X").exists()


def test_keys_stand_in_the_programs_arguments_and_the_private_file_only(
    station: Station, steady: InstalledAlgorithm
) -> None:
    run = station.start(steady, count=1000)
    until(lambda: acknowledged(station, run), 120)
    server = station.place.server_id
    secret = station.desk.key_file.secret_of(server)
    assert secret is not None
    pairs = [keys_of(secret, 1), keys_of(secret, run.user or 0)]
    shown = _private_parts(pairs)
    its_own = program(station, run)
    assert pairs[1].private in its_own.cmdline()
    for process in psutil.process_iter(["cmdline", "environ"]):
        if process.pid != its_own.pid:
            seen = [*(process.info["cmdline"] or ()), *(process.info["environ"] or {}).values()]
            assert not [key for key in shown if key in " ".join(seen)], process
    station.place.post(f"job/{run.id}/kill.json")
    station.ended(run.id)
    private = station.desk.folders.private
    home = station.workspace.parent
    files = [
        path for path in home.rglob("*") if path.is_file() and not path.is_relative_to(private)
    ]
    holders = [path for path in files if any(key.encode() in path.read_bytes() for key in shown)]
    assert holders == []
    assert any(secret.hex() in path.read_text() for path in private.iterdir())


def test_the_private_file_is_its_owners_alone(station: Station) -> None:
    assert station.desk.key_file.path.stat().st_mode & 0o077 == 0


def _private_parts(pairs: list[Keys]) -> list[str]:
    return [key for pair in pairs for key in (pair.private, pair.public)]
