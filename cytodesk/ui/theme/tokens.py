"""The colours by their names, for light and for dark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cytodesk.assets import resource


@dataclass(frozen=True, slots=True)
class Tokens:
    """Both sets of colours (`#RRGGBB` by name), and the colours of classes and runs in order."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    runs: tuple[str, ...]

    @classmethod
    def read(cls) -> Tokens:
        told = json.loads(resource("themes", "tokens.json").read_text(encoding="utf-8"))
        return cls(told["light"], told["dark"], tuple(told["runs"]))

    def of(self, *, is_dark: bool) -> Mapping[str, str]:
        return self.dark if is_dark else self.light
