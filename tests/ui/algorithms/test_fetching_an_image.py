"""An image that is not here is fetched as the algorithm is installed, by a real engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cytodesk.client.connection import Connection
from cytodesk.client.installing import needs_of
from cytodesk.ui.algorithms.install import InstallDialog
from cytodesk.ui.algorithms.runs_in_image import RunsInImage
from cytodesk.ui.here import Here
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.projects import Project
from tests.containers import Podman, Registry, Unrunnable, make_image, running_podman
from tests.server.stations import serving
from tests.ui.places import app, settled, until


@pytest.fixture(scope="module")
def podman(tmp_path_factory: pytest.TempPathFactory) -> Podman:
    try:
        return running_podman(tmp_path_factory.mktemp("podman"))
    except Unrunnable as why:
        pytest.skip(f"no container can run here: {why}")


@pytest.fixture
def image(podman: Podman, tmp_path: Path) -> Iterator[str]:
    """The name of an image that only a registry has; engines that start later trust it."""
    folder = tmp_path / "registry"
    folder.mkdir()
    with Registry(folder) as registry, pytest.MonkeyPatch.context() as patch:
        settings = folder / "registries.conf"
        settings.write_text(f'[[registry]]\nlocation = "{registry.address}"\ninsecure = true\n')
        patch.setenv("CONTAINERS_REGISTRIES_CONF", str(settings))
        for variable, value in podman.variables.items():
            patch.setenv(variable, value)
        name = f"{registry.address}/far/nuclei:1"
        make_image(podman, tmp_path, name, {"/app/run.py": "print('hush')\n"})
        registry.take(podman, name)
        podman("rmi", "--force", name)
        yield name
        with suppress(Unrunnable):  # where it was never fetched
            podman("rmi", "--force", name)


@pytest.fixture
def place(image: str, tmp_path: Path) -> Iterator[Connection]:
    with (
        serving(tmp_path / "workspace", tmp_path) as station,
        Connection.open(station.url, station.keys()) as place,
    ):
        yield place


def test_an_image_that_is_not_here_is_fetched_as_it_installs(
    run: Any,
    image: str,
    place: Connection,
    here_at: Callable[..., Here],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    folder = app(tmp_path / "far", **{"container-image": {"image": image, "type": "docker"}})
    (folder / "run.py").unlink()

    async def see() -> None:
        dialog = InstallDialog(here_at(place, Project(id=0)), folder)
        qtbot.addWidget(dialog)
        dialog.show()
        await until(dialog._act.isEnabled)
        chosen = dialog._found.runs_with
        assert isinstance(chosen, RunsInImage)
        assert image in chosen.image.text()
        assert chosen.fetches_now
        done: list[InstalledAlgorithm] = []
        dialog.installed.connect(done.append)
        dialog._act.click()
        await until(lambda: done or dialog._problem.isVisible())
        assert done, dialog._problem.text()
        assert needs_of(place, done[0]).image_is_here
        await settled()

    run(see())
