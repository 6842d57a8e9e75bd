"""What is open at the left below the pages: forms, runs, comparisons; kept with the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cytodesk.ui.window.navigation import Navigation
from cytodesk.ui.window.page_makers import ICONS

if TYPE_CHECKING:
    from cytodesk.ui.memory import Drawer


class OpenThings:
    """Keys with their titles, in the order of their opening, each a row of the navigation."""

    def __init__(self, navigation: Navigation) -> None:
        self._navigation = navigation
        self._memory: Drawer | None = None
        self._titles: dict[str, str] = {}
        self._forms = 0

    def keys(self) -> list[str]:
        return list(self._titles)

    def next_form(self) -> str:
        """Return the key of a form that was never open."""
        self._forms += 1
        return f"form:{self._forms}"

    def put(self, key: str, title: str) -> None:
        """Show a thing; an open one has a new title then."""
        self._titles[key] = title
        self._navigation.open(key, title, ICONS[key.partition(":")[0]])

    def retitle(self, key: str, title: str) -> None:
        if key in self._titles:
            self.put(key, title)
            self.remember()

    def close(self, key: str) -> None:
        self._navigation.close_row(key)
        self._titles.pop(key, None)
        self.remember()

    def clear(self) -> None:
        """Show nothing; what was open in the project that one leaves stays remembered."""
        for key in self._titles:
            self._navigation.close_row(key)
        self._titles.clear()

    def restore(self, memory: Drawer) -> None:
        """Open again what was open in the project that `memory` is of."""
        self._memory = memory
        for key, title in memory.get("open", []):
            self.put(key, title)
            self._forms = max(self._forms, _number_of(key))

    def remember(self) -> None:
        if self._memory:
            self._memory.put("open", [[key, title] for key, title in self._titles.items()])


def _number_of(key: str) -> int:
    kind, _, rest = key.partition(":")
    return int(rest) if kind == "form" else 0
