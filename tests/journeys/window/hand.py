"""The mouse and the keys of a virtual screen, moved by xdotool."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field


@dataclass(slots=True)
class Hand:
    """Counts its clicks; moving from one thing to the next is a click more, not a key."""

    display: str
    clicks: int = field(default=0)

    def click(self, x: int, y: int) -> None:
        self.clicks += 1
        self._do("mousemove", str(x), str(y), "click", "1")

    def type(self, text: str) -> None:
        self._do("type", "--delay", "4", text)

    def key(self, *keys: str) -> None:
        """Press keys one after the other, such as `ctrl+a`, `Tab`, `Return`."""
        self._do("key", "--delay", "8", *keys)

    def _do(self, *words: str) -> None:
        environment = os.environ | {"DISPLAY": self.display}
        subprocess.run(["xdotool", *words], env=environment, check=True, timeout=30)
