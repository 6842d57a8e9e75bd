"""What goes wrong ends in one sentence: what, where, what to do; and nothing is lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.client.installing import install
from tests.journeys.window.apps import patient, slide
from tests.journeys.window.program import Program
from tests.journeys.window.screen import Screen
from tests.journeys.window.servers import page, silence
from tests.server.stations import serving

_DISK = "64m"
"""Less than an analysis is begun with, too: 2 GB."""


def test_servers_that_nobody_wants_to_meet_are_told_apart(program: Program, tmp_path: Path) -> None:
    program.open()
    program.press("Sign in...")
    program.see("Address", "text")
    program.write("Public key", "one")
    program.write("Private key", "two")

    def trying(url: str, sentence: str) -> None:
        program.write("Address", url)
        program.press("Sign in")
        program.see(f"~{sentence}")

    with page() as url:
        trying(url, f"{url} is no Cytomine server: check the address. It said: Welcome")
    program.take("page")
    trying("http://127.0.0.1:1", "No connection to .*refused. Check the address, and that")
    program.take("nobody")
    home = tmp_path / "elsewhere"
    home.mkdir()
    with serving(home / "workspace", home, is_legacy=True) as legacy:
        trying(legacy.url, "does not take these keys: check both of them")
    program.take("refused")
    with silence() as url:
        trying(url, "did not answer within 15 s. Check the address, and that")
    program.take("silence")
    assert program.typed("Public key") == "one"
    program.hand.key("Escape")
    program.see_gone("Address", "text")


def test_what_is_broken_is_named_and_the_rest_arrives(program: Program, tmp_path: Path) -> None:
    app = patient(tmp_path / "wrong")
    descriptor = app / "descriptor.json"
    descriptor.write_text(descriptor.read_text("utf-8").replace('"Boolean"', '"Colour"'), "utf-8")
    broken = tmp_path / "broken.svs"
    broken.write_bytes(slide(tmp_path / "good.tif").read_bytes()[:3000])
    program.open()
    program.make_project("Broken")
    program.press("Add images...")
    program.see("File name:", "text")
    program.hand.type(f'"{broken}" "{tmp_path / "good.tif"}"')
    program.hand.key("Return")
    program.see("~^broken.svs is cut off.* Copy it again.")
    program.see("~^good.tif, 800")
    program.take("slide")
    program.press("Algorithms")
    program.press("Install a folder...")
    program.see("Directory:", "text")
    program.hand.type(str(app))
    program.hand.key("Return")
    program.see("Its descriptor cannot be read: 1 thing to mend.")
    program.take("descriptor")
    program.see('~line 4.: "Colour" is no type. Write one of String, ')
    program.hand.key("Escape")
    program.see("No algorithms yet")


@pytest.fixture
def small(lit: Screen, program: Program, tmp_path: Path) -> Iterator[Program]:
    """Return a program whose home is a small disk."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk to fill")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    program.home = disk
    yield program
    program.end()
    leave = ["umount", str(disk)]
    program.until(
        lambda: not subprocess.run(leave, capture_output=True, check=False).returncode,
        "everybody to leave the small disk",
    )


def test_a_full_disk_is_said_and_loses_nothing(small: Program, tmp_path: Path) -> None:
    program = small
    program.open()
    program.make_project("Full")
    with program.place() as place:
        install(place, patient(tmp_path / "patient"))
    program.hand.key("ctrl+n")
    program.fill_patient("kept", "0.1")
    filler = program.home / "filler"
    _fill(filler)
    program.press("~^Launch")
    program.see("~^The workspace .* could not be written .* Make room, then try again")
    program.take("full")
    filler.unlink()
    assert (program.typed("Word"), program.typed("Pause")) == ("kept", "0.1")
    program.press("~^Launch")
    program.see("~^Only .* MB are free at .*: make room, then start the run again.")
    program.see("Word: kept")
    program.see("Run again with these values")
    program.take("little")


def _fill(path: Path) -> None:
    """Write until the disk is full."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65536))
        except OSError:
            return
