"""Signing in to a server elsewhere, and an analysis that runs there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.client.connection import Connection
from cytodesk.client.installing import install
from cytodesk.client.projects import add_image, new_project
from tests.journeys.window.apps import patient, slide
from tests.journeys.window.program import Program
from tests.server.stations import Station, serving


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Station]:
    """Return a server of the old kind with a project and an algorithm."""
    home, workspace = tmp_path / "elsewhere", tmp_path / "elsewhere" / "workspace"
    home.mkdir()
    with (
        serving(workspace, home) as station,
        Connection.open(station.url, station.keys()) as place,
    ):
        project = new_project(place, "Far away")
        add_image(place, project, slide(tmp_path / "far.tif"))
        install(place, patient(tmp_path / "patient"))
    with serving(workspace, home, is_legacy=True) as legacy:
        yield legacy


def test_an_analysis_is_launched_on_a_second_server(program: Program, elsewhere: Station) -> None:
    program.open()
    program.press("Sign in...")
    program.see("Address", "text")
    program.take("sign-in")
    program.hand.type(elsewhere.url)
    program.write("Public key", elsewhere.keys().public)
    program.write("Private key", elsewhere.keys().private)
    program.hand.key("Return")
    program.press("Continue")
    address = elsewhere.url.removeprefix("http://")
    program.see(f"Place: {address}")
    program.see("Project: Far away")
    program.take("signed-in")
    program.hand.key("ctrl+n")
    program.fill_patient("far", "0.1")
    program.press("~^Launch")
    program.see("~^Done")
    program.see(f"Where: {address}")
    program.see("Word: far")
    program.take("done")
