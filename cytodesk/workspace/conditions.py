"""`field[operator]=value` filters (contract 3.1) as conditions of SQL."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from cytodesk.workspace.rows import LISTED, listed

_NEVER: tuple[str, list[object]] = ("0", [])
_LONGEST = 1000
"""Characters of a pattern; a longer one is nobody's name, and SQLite refuses 50,000."""


class Kind(enum.Enum):
    NUMBER = enum.auto()
    TEXT = enum.auto()
    TRUTH = enum.auto()


@dataclass(frozen=True, slots=True)
class Column:
    """What a field of the wire is in SQL."""

    sql: str
    kind: Kind

    @property
    def sorting(self) -> str:
        return f"{self.sql} collate nocase" if self.kind is Kind.TEXT else self.sql


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter as it came: `operator` is equals, like, ilike, lte, gte or in."""

    field: str
    operator: str
    value: str


def condition(column: Column, asked: Filter) -> tuple[str, list[object]]:
    """Return the condition and its values; a value of the wrong kind matches nothing."""
    match asked.operator:
        case "in":
            return _among(column, asked.value.split(","))
        case "like" | "ilike":
            return _like(column, asked.value, is_exact=asked.operator == "like")
        case "lte" | "gte":
            value = _read(column, asked.value)
            sign = "<=" if asked.operator == "lte" else ">="
            return _NEVER if value is None else (f"{column.sorting} {sign} ?", [value])
        case _:
            return _among(column, [asked.value])


def _among(column: Column, words: list[str]) -> tuple[str, list[object]]:
    values = [value for word in words if (value := _read(column, word)) is not None]
    same = f"{column.sql} in {LISTED}"
    return (f"({same} or {column.sql} is null)" if "null" in words else same), [listed(values)]


def _like(column: Column, text: str, *, is_exact: bool) -> tuple[str, list[object]]:
    """Match anywhere; `*` and `%` stand for anything."""
    if len(text) > _LONGEST:
        return _NEVER
    parts = [part for part in re.split(r"[*%]", text) if part]
    guarded = "*".join(re.sub(r"([\[?])", r"[\1]", part) for part in parts)
    if is_exact:
        return f"coalesce(cast({column.sql} as text), '') glob ?", [f"*{guarded}*"]
    return f"fold({column.sql}) glob ?", [f"*{guarded.casefold()}*"]


def _read(column: Column, text: str) -> object | None:
    if column.kind is Kind.TEXT:
        return text
    if column.kind is Kind.TRUTH:
        return int(text.strip().lower() in {"true", "on", "yes", "1"})
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1 << 63 else None
