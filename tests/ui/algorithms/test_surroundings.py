"""What an algorithm runs in is said before it is installed: an environment, or an image."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cytodesk.client.connection import Connection
from cytodesk.client.installing import Needs
from cytodesk.ui.algorithms.install import InstallDialog
from cytodesk.ui.algorithms.runs_in_image import RunsInImage
from cytodesk.ui.algorithms.runs_with import RunsWith
from cytodesk.ui.here import Here
from cytodesk.ui.look import Look
from cytodesk.wire.algorithms import InstalledAlgorithm
from tests.ui.places import app, settled, until

HereAt = Callable[..., Here]
Run = Callable[..., Any]
_BACKEND = """
import pathlib, zipfile
def build_wheel(folder, *args, **more):
    name = "quick-1.0-py3-none-any.whl"
    about = "quick-1.0.dist-info"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\\nName: quick\\nVersion: 1.0\\n")
        tag = "Wheel-Version: 1.0\\nGenerator: q\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
        wheel.writestr(f"{about}/WHEEL", tag)
        wheel.writestr(f"{about}/RECORD", "")
    return name
"""


def _source_only(folder: Path) -> str:
    """Return a requirement of which there is no wheel; it is built at once."""
    source = folder / "quick-1.0"
    source.mkdir()
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "quick"\nversion = "1.0"\n'
    )
    (source / "backend.py").write_text(_BACKEND)
    return f"quick @ {source.as_uri()}\n"


def _said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def _opened(here: Here, path: Path, qtbot: QtBot) -> InstallDialog:
    dialog = InstallDialog(here, path)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_packages_are_built_from_their_sources_only_where_that_is_allowed(
    run: Run, station_place: Connection, here_at: HereAt, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = app(tmp_path / "built", name="Built")
    (folder / "requirements.txt").write_text(_source_only(tmp_path), "utf-8")

    async def see() -> None:
        dialog = _opened(here_at(station_place), folder, qtbot)
        await until(dialog._act.isEnabled)
        chosen = dialog._found.runs_with
        assert isinstance(chosen, RunsWith)
        assert "runs their code" in _said(chosen)
        assert not chosen.may_build
        dialog._act.click()
        await until(dialog._problem.isVisible)
        await settled()
        assert "source only" in dialog._problem.text()
        chosen.build.click()
        await until(lambda: dialog._act.text() == "Install")
        await settled()
        assert chosen.may_build
        done: list[InstalledAlgorithm] = []
        dialog.installed.connect(done.append)
        dialog._act.click()
        await until(lambda: done or dialog._problem.isVisible())
        assert done, dialog._problem.text()
        await settled()

    run(see())


def test_building_is_asked_for_an_environment_of_its_own_only(
    run: Run, here_at: HereAt, station_place: Connection, qtbot: QtBot
) -> None:
    async def see() -> None:
        chosen = RunsWith(here_at(station_place))
        qtbot.addWidget(chosen)
        chosen.show()
        chosen.put(Needs(program="run.py", requirements=("numpy",)))
        assert chosen.build.isVisible()
        chosen.build.set_value(True)
        chosen.choice.set_value("named")
        chosen._show_choice()
        assert not chosen.build.isVisible()
        assert not chosen.may_build
        chosen.choice.set_value("own")
        chosen._show_choice()
        chosen.put(Needs(program="run.py"))
        assert not chosen.build.isVisible()
        assert not chosen.may_build
        await settled()

    run(see())


@pytest.mark.parametrize(
    ("engine", "is_here", "sentence", "is_offered"),
    [
        ("Podman 5", False, "Podman 5 fetches it once", True),
        ("Podman 5", True, "It is here; Podman 5 runs it", False),
        (None, False, "No container engine answers", False),
    ],
)
def test_an_image_says_whether_it_is_here_and_who_runs_it(
    look: Look, qtbot: QtBot, engine: str | None, is_here: bool, sentence: str, is_offered: bool
) -> None:
    needs = Needs(
        way="container", program="lab/nuclei:1", image="lab/nuclei:1", engine=engine,
        image_is_here=is_here,
    )  # fmt: skip
    shown = RunsInImage(look, needs)
    qtbot.addWidget(shown)
    shown.show()
    assert "lab/nuclei:1" in _said(shown)
    assert sentence in _said(shown)
    assert (shown.fetch.isVisible(), shown.fetches_now) == (is_offered, is_offered)
    shown.fetch.set_value(False)
    assert not shown.fetches_now


def test_what_only_an_image_is_published_of_asks_for_no_python(
    run: Run, station_place: Connection, here_at: HereAt, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = app(tmp_path / "image", name="In an image")
    (folder / "run.py").unlink()

    async def see() -> None:
        dialog = _opened(here_at(station_place), folder, qtbot)
        await until(dialog._act.isEnabled)
        assert isinstance(dialog._found.runs_with, RunsInImage)
        assert "none/quiet" in dialog._found.runs_with.image.text()
        assert "A Python that you have" not in _said(dialog)
        assert not dialog.findChildren(RunsWith)
        dialog._found.runs_with.fetch.set_value(False)
        done: list[InstalledAlgorithm] = []
        dialog.installed.connect(done.append)
        dialog._act.click()
        await until(lambda: done)
        await settled()

    run(see())
