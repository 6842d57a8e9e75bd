"""`cytodesk open` on a home of its own: started, seen, touched, killed, ended."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.client.station_door import LOCK
from cytodesk.desk import Desk
from cytodesk.processes import FileLock
from tests.journeys.command_line import ROOT
from tests.journeys.window.hand import Hand
from tests.journeys.window.screen import Screen
from tests.journeys.window.sight import Box, Sight, Thing

PATIENCE = 60.0
"""Seconds after which something will not be shown any more; an analysis has longer."""
_TABS = 60
_MOVES_WITHIN = 1.0
"""Seconds for the keys to go to something else, after a Tab."""
_RESTS = 0.06
_ACTS = ("push button", "toggle button", "check box", "radio button", "link", "list item")


@dataclass(slots=True)
class Program:
    """What is looked for is named by its words: the whole name, or a pattern to search for."""

    screen: Screen
    home: Path
    variables: dict[str, str] = field(default_factory=dict)
    pictures: Path | None = None
    hand: Hand = field(init=False)
    sight: Sight = field(init=False)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.hand = Hand(self.screen.display)
        self.sight = Sight(self.screen.bus)

    # the program itself

    def open(self, *paths: object) -> None:
        log = (self.home / "window.out").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cytodesk", "open", *map(str, paths)],
            env=self.environment(), cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
        log.close()
        self.see("CytoDesk", role="frame")

    def kill(self) -> None:
        """End the window as a crash would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=10)
        self.process = None

    def close(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None

    def end(self) -> None:
        """End the window and the station, with what runs."""
        self.close()
        self.sight.close()
        with Desk("journey", self.environment()) as desk:
            if desk.station_address() is None:
                return
            desk.connect().post("/station/v1/stop", {"now": True})
            lock = FileLock(desk.folders.workspace / LOCK)
            self.until(lock.acquire, "the end of the station")
            lock.release()

    def said(self, *words: object) -> str:
        """Run a command of the same program on the same home; return what it says."""
        command = [sys.executable, "-m", "cytodesk", *map(str, words)]
        done = subprocess.run(
            command, env=self.environment(), cwd=ROOT, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def place(self) -> Iterator[Connection]:
        """Connect to the station of this program's home."""
        with Desk("journey", self.environment()) as desk:
            yield desk.connect()

    def environment(self) -> dict[str, str]:
        kept = {"PATH": os.environ["PATH"]}
        sealed = {
            "HOME": str(self.home),
            "CYTODESK_HOME": str(self.home / "cytodesk"),
            "CYTODESK_LANGUAGE": "en",
            "LANG": "C.UTF-8",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "PYTHONPATH": str(ROOT),
        }
        return kept | sealed | self.screen.variables() | self.variables

    # what is seen

    def shown(self) -> list[str]:
        """Return all words that are shown, in the order in which they are read out."""
        return [each.name for each in self.sight.things() if each.name]

    def find(self, words: str, role: str = "", *, number: int = 0) -> Thing | None:
        found = [each for each in self.sight.things() if _is_meant(each, words, role)]
        return found[number] if len(found) > number else None

    def see(self, words: str, role: str = "", *, seconds: float = PATIENCE) -> Thing:
        """Return the thing with these words, once it is shown."""
        found: Thing = self.until(lambda: self.find(words, role), f"{role} {words}", seconds)
        return found

    def see_active(self) -> None:
        """Wait until the keys go to the main window, as after a dialog."""

        def is_active() -> bool:
            frame = self.find("CytoDesk", role="frame")
            return frame is not None and frame.is_active

        self.until(is_active, "the keys to go to the main window")

    def see_gone(self, words: str, role: str = "", *, seconds: float = PATIENCE) -> None:
        self.until(lambda: self.find(words, role) is None, f"the end of {words}", seconds)

    def until(self, look: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
        """Return what `look` finds, as soon as it does."""
        give_up = time.monotonic() + seconds
        while not (found := look()):
            is_gone = self.process is not None and self.process.poll() is not None
            if is_gone or time.monotonic() > give_up:
                raise AssertionError(f"waited in vain for {what}; {self._seen_instead()}")
            time.sleep(0.05)
        return found

    def _seen_instead(self) -> str:
        if self.process is None:
            return "the window is closed"
        if (status := self.process.poll()) is not None:
            return f"the window ended by itself with {status}"
        self.take("in-vain")
        return "the screen shows\n  " + "\n  ".join(self.shown())

    def take(self, name: str) -> None:
        """Keep a picture, where pictures are wanted."""
        if self.pictures is not None:
            time.sleep(0.3)  # what was told may not be painted yet
            self.screen.picture(self.pictures / f"{name}.png")

    # what is touched

    def press(
        self, words: str, role: str = "", *, number: int = 0, seconds: float = PATIENCE
    ) -> Thing:
        """Click in the middle of what has these words, once it is enabled."""

        def rests() -> tuple[Thing, Box] | None:
            """Return it and where it is, once it can be clicked and moves no more."""
            seen = [self._where(words, role, number)]
            time.sleep(_RESTS)  # who clicks by eye is slower than a layout
            seen.append(self._where(words, role, number))
            return seen[0] if seen[0] and seen[0] == seen[1] else None

        found: tuple[Thing, Box] = self.until(rests, f"something to press: {words}", seconds)
        self._click_in(found[1])
        return found[0]

    def click(self, thing: Thing) -> None:
        """Click in the middle of what was seen."""
        self._click_in(self.sight.extents(thing))

    def write(self, field_: str, text: str) -> None:
        """Click into the field of this name and type in place of what stands there."""
        self.press(field_, "text")
        self.hand.key("ctrl+a")
        self.hand.type(text)

    def typed(self, field_: str) -> str:
        """Return what stands in the field of this name."""
        return self.sight.text(self.see(field_, "text"))

    def focused(self) -> Thing | None:
        """Return what the keys go to."""
        return next((each for each in self.sight.things() if each.has_focus), None)

    # what journeys do again and again

    def make_project(self, name: str) -> None:
        """Make an empty project from Start, and be in it."""
        self.see("Open the sample")
        self.hand.key("ctrl+shift+n")
        self.see("Make the project")
        self.hand.type(name)
        self.hand.key("Return")
        self.see(f"Project: {name}")
        self.see_active()

    def fill_patient(self, word: str, pause: str) -> None:
        """Fill in the form of the algorithm of apps.py."""
        self.see("Word is still to fill in")
        self.hand.type(word)
        if self.find("~^Pause") is None:  # a group stays as one left it
            self.press("Has a good default")
        self.tab_to("Pause")
        self.hand.key("ctrl+a")
        self.hand.type(pause)

    def tab_to(self, field_: str) -> None:
        """Press Tab until the field of this name has the keys."""
        thing = self.focused()
        for _ in range(_TABS):
            self.hand.key("Tab")
            thing = self._moved_from(thing)
            if thing is not None and _is_meant(thing, field_, ""):
                return
        raise AssertionError(f"{_TABS} times Tab did not lead to {field_}; {self._seen_instead()}")

    def _moved_from(self, before: Thing | None) -> Thing | None:
        """Return what the keys go to, once that is something else; who types sees it, too."""
        give_up = time.monotonic() + _MOVES_WITHIN
        while (now := self.focused()) is None or (before and now.place == before.place):
            if time.monotonic() > give_up:
                return now
            time.sleep(0.02)
        return now

    def _where(self, words: str, role: str, number: int) -> tuple[Thing, Box] | None:
        """Return what can be touched now, and where it is."""
        roles = (role,) if role else _ACTS
        found = [each for each in self.sight.things() if _is_meant(each, words, "")]
        acting = [each for each in found if each.role in roles and each.is_enabled]
        if len(acting) <= number:
            return None
        bare = replace(acting[number], states=0)
        return bare, self.sight.extents(bare)

    def _click_in(self, box: Box) -> None:
        left, top, width, height = box
        self.hand.click(left + width // 2, top + height // 2)


def _is_meant(thing: Thing, words: str, role: str) -> bool:
    if role and thing.role != role:
        return False
    if words.startswith("~"):
        return re.search(words[1:], thing.name) is not None
    return thing.name == words
