"""A list of any length, page by page, from servers that page in different ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cytodesk.errors import N_, NotUnderstood

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list, and how long the whole one is."""

    rows: Sequence[Row]
    total: int


def rows_of(ask: Callable[[Mapping[str, int]], Any], path: str, page: int) -> Iterator[Row]:
    """Yield every object of the list at `path`; `ask(window)` returns one page's JSON.

    Cytomine pages by max and offset, its newer parts by size and page and ignore the former, some
    answers are always whole, and not all say how many there are. So both styles are asked for at
    once, and what was seen counts. An object that slid to the next page meanwhile comes once.
    `page` 0 asks for everything. Raises NotUnderstood if there is no list, or if the server shows
    only a part whichever page is asked for.
    """
    seen: set[object] = set()
    first: list[object] = []
    offset = 0
    while True:
        items, total = _listed(ask(_window(offset, page)), path)
        names = [_identity(item) for item in items]
        if offset and names and names == first and total is not None:
            raise NotUnderstood(
                N_("{path} shows {shown} of {total} only, whichever page is asked for."),
                path=path,
                shown=len(seen),
                total=total,
            )
        known = len(seen)
        yield from _fresh(items, seen)
        offset += len(items)
        first = first or names
        is_end = len(seen) == known if total is None else offset >= total
        if not items or len(items) > page or is_end:
            return


def page_of(ask: Callable[[Mapping[str, int]], Any], path: str, page: int, offset: int) -> Page:
    """Return the objects from `offset` on, `page` at most, of the list at `path`.

    A server that shows the whole list whatever is asked for gives what lies in the window.
    Raises NotUnderstood if there is no list.
    """
    items, total = _listed(ask(_window(offset, page)), path)
    if len(items) > page:
        return Page(items[offset : offset + page], len(items))
    return Page(items, offset + len(items) if total is None else total)


def _fresh(items: list[Row], seen: set[object]) -> Iterator[Row]:
    for item in items:
        name = _identity(item)
        if name not in seen:
            seen.add(name)
            yield item


def _window(offset: int, page: int) -> dict[str, int]:
    if page == 0:
        return {"max": 0, "offset": 0}
    return {"max": page, "offset": offset, "size": page, "page": offset // page}


def _listed(answer: Any, path: str) -> tuple[list[Row], int | None]:
    """Return the objects on one page, and how many there are in all if the server says so."""
    total = None
    items = answer
    if isinstance(answer, Mapping):
        items = answer.get("collection", answer.get("content"))
        counted = answer.get("size") if "collection" in answer else answer.get("totalElements")
        total = counted if isinstance(counted, int) else None
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise NotUnderstood(N_("{path} is not a list of things."), path=path)
    return items, total


def _identity(item: Row) -> object:
    """Return by what an object is known again on another page."""
    return item["id"] if item.get("id") is not None else repr(item)
