"""What every widget is given first: how things look, and the words of the user's language."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.assets import Words
from cytodesk.ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    theme: Theme
    words: Words
