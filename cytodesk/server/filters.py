"""Sorting and `field[op]=value` filters of lists (contract 3.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote

from starlette.datastructures import QueryParams

from cytodesk.workspace.conditions import Filter

Json = dict[str, Any]

_FILTER = re.compile(r"^(\w+)\[(equals|like|ilike|lte|gte|in)\]$")


def filters_in(query: QueryParams) -> tuple[Filter, ...]:
    """Return the filters of a query; unknown operators are passed over."""
    matches = [(_FILTER.match(name), value) for name, value in query.multi_items()]
    return tuple(Filter(match[1], match[2], unquote(value)) for match, value in matches if match)


def filtered(items: Sequence[Json], query: QueryParams) -> list[Json]:
    """Keep the items that pass every filter; unknown fields are passed over."""
    kept = list(items)
    for asked in filters_in(query):
        if any(asked.field in item for item in kept):
            passes = _OPERATORS[asked.operator](asked.value)
            kept = [item for item in kept if passes(item.get(asked.field))]
    return kept


def is_sortable(items: Sequence[Json], field: str) -> bool:
    return any(field in item for item in items)


def ordered(items: Sequence[Json], field: str, *, descending: bool) -> list[Json]:
    """Sort by `field`; numbers and texts of numbers by value, missing ones last."""
    present = [item for item in items if item.get(field) is not None]
    missing = [item for item in items if item.get(field) is None]
    return sorted(present, key=lambda item: _rank(item[field]), reverse=descending) + missing


def _rank(value: Any) -> tuple[int, float, str]:
    number = _number(value)
    return (1, 0.0, str(value).casefold()) if number is None else (0, number, "")


def _number(value: Any) -> float | None:
    if isinstance(value, int | float):
        return float(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _same(wanted: str) -> Callable[[Any], bool]:
    number = _number(wanted)
    return lambda value: _text(value) == wanted or (number is not None and _number(value) == number)


def _among(wanted: str) -> Callable[[Any], bool]:
    tests = [_same(part) for part in wanted.split(",")]
    with_null = "null" in wanted.split(",")
    return lambda value: (value is None and with_null) or any(test(value) for test in tests)


def _like(wanted: str, folded: Callable[[str], str]) -> Callable[[Any], bool]:
    """Match the parts between `*` or `%` in their order, anywhere; no pattern takes long."""
    parts = [folded(part) for part in re.split(r"[*%]", wanted)]

    def passes(value: Any) -> bool:
        text, at = folded(_text(value)), 0
        for part in parts:
            found = text.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return True

    return passes


def _at_least(wanted: str) -> Callable[[Any], bool]:
    return lambda value: value is not None and _rank(value) >= _rank(wanted)


def _at_most(wanted: str) -> Callable[[Any], bool]:
    return lambda value: value is not None and _rank(value) <= _rank(wanted)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


_OPERATORS: dict[str, Callable[[str], Callable[[Any], bool]]] = {
    "equals": _same,
    "like": lambda wanted: _like(wanted, str),
    "ilike": lambda wanted: _like(wanted, str.casefold),
    "gte": _at_least,
    "lte": _at_most,
    "in": _among,
}
