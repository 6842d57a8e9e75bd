"""The pages that are open: each made when it is first shown, kept until it is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QStackedWidget, QWidget

Maker = Callable[[str], QWidget]


@runtime_checkable
class Closes(Protocol):
    """A page that ends something before it goes."""

    def close_down(self) -> None: ...


@runtime_checkable
class Compares(Protocol):
    """A page to which a run can be added."""

    @property
    def run_ids(self) -> list[int]: ...

    def compare(self, run_ids: Sequence[int]) -> None: ...


@runtime_checkable
class TakesSlides(Protocol):
    def add_files(self, paths: Sequence[Path]) -> None: ...


@runtime_checkable
class SavesItself(Protocol):
    """A page whose project can be saved as one file."""

    def export(self) -> None: ...


@runtime_checkable
class ShowsBatches(Protocol):
    def show_batch(self, id: int) -> None: ...


@runtime_checkable
class Installs(Protocol):
    def install(self, paths: Sequence[Path]) -> None: ...


@runtime_checkable
class Refreshes(Protocol):
    """A page that can ask again for what it shows."""

    def refresh(self) -> None: ...


class Book(QStackedWidget):
    def __init__(self, make: Maker) -> None:
        super().__init__()
        self.setObjectName("page")
        self._make = make
        self._pages: dict[str, QWidget] = {}
        self.current = ""

    def turn_to(self, key: str) -> QWidget:
        """Show the page of `key`, made now if it was never shown."""
        if key not in self._pages:
            self._pages[key] = self._make(key)
            self.addWidget(self._pages[key])
        self.current = key
        self.setCurrentWidget(self._pages[key])
        return self._pages[key]

    def compare_too(self, run_id: int, keys: Iterable[str]) -> str | None:
        """Add a run to the first page of `keys` that compares; return its key."""
        for key in keys:
            page = self._pages.get(key)
            if isinstance(page, Compares):
                page.compare([*page.run_ids, run_id])
                return key
        return None

    def close_page(self, key: str) -> None:
        if page := self._pages.pop(key, None):
            if isinstance(page, Closes):
                page.close_down()
            self.removeWidget(page)
            page.deleteLater()

    def close_all(self, *, but: tuple[str, ...] = ()) -> None:
        for key in [key for key in self._pages if key not in but]:
            self.close_page(key)
