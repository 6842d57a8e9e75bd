"""What goes wrong ends in one sentence: what, where, what to do; and nothing is lost."""

from __future__ import annotations

import time
from pathlib import Path

from tests.journeys.window.program import Program
from tests.journeys.window.servers import page, silence
from tests.server.stations import serving


def test_servers_that_nobody_wants_to_meet_are_told_apart(program: Program, tmp_path: Path) -> None:
    program.open()
    program.press("Sign in...")
    program.see("Address", "text")

    def try_(url: str) -> None:
        program.write("Address", url)
        program.press("Sign in", "push button")

    program.write("Public key", "one")
    program.write("Private key", "two")
    with page() as url:
        try_(url)
        time.sleep(3)
        program.take("page")
        print(program.shown())
    try_("http://127.0.0.1:1")
    time.sleep(3)
    program.take("nobody")
    print(program.shown())
    home = tmp_path / "elsewhere"
    home.mkdir()
    with serving(home / "workspace", home, is_legacy=True) as legacy:
        try_(legacy.url)
        time.sleep(3)
        program.take("refused")
        print(program.shown())
    with silence() as url:
        t = time.monotonic()
        try_(url)
        program.see("~did not answer|too long|within", seconds=60)
        print(time.monotonic() - t)
        program.take("silence")
        print(program.shown())
