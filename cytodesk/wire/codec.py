"""One table per thing: which JSON key holds which attribute, and how each is read and written.

A wired class is a frozen dataclass whose fields are declared with `key(...)`. Reading is liberal
(a missing key gives the default, an id may be a number, its text or an object with an id), writing
is exact: what Cytomine's own server would say (contract 2.1).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar, cast

from cytodesk.errors import N_, NotUnderstood

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind:
    """How one sort of value crosses the border."""

    read: Callable[[Any], Any]
    written: Callable[[Any], Any]


def _as_it_is(value: Any) -> Any:
    return value


def read_id(value: Any) -> int | None:
    """Return the id in `value`: a number, its text, or an object that has one."""
    if isinstance(value, Mapping):
        value = value.get("id")
    if value is None or value == "":
        return None
    return int(value)


def _read_text(value: Any) -> str | None:
    return None if value is None else str(value)


def _read_whole(value: Any) -> int | None:
    return None if value is None or value == "" else int(float(value))


def _read_real(value: Any) -> float | None:
    return None if value is None or value == "" else float(value)


def read_truth(value: Any) -> bool:
    """Return whether `value` means yes, in any of the spellings that clients send."""
    if isinstance(value, str):
        return value.strip().lower() in {"true", "on", "yes", "1"}
    return bool(value)


def read_ids(value: Any) -> tuple[int, ...]:
    """Return the ids of a list, of a single id, or of comma separated text."""
    if value is None or value == "":
        return ()
    parts = value.strip("[]").split(",") if isinstance(value, str) else value
    parts = parts if isinstance(parts, list | tuple) else [parts]
    return tuple(int(i) for part in parts if part != "" and (i := read_id(part)) is not None)


def _written_instant(value: int | None) -> str | None:
    return None if value is None else str(value)


ID = Kind(read_id, _as_it_is)
IDS = Kind(read_ids, list)
TEXT = Kind(_read_text, _as_it_is)
WHOLE = Kind(_read_whole, _as_it_is)
REAL = Kind(_read_real, _as_it_is)
TRUTH = Kind(read_truth, bool)
INSTANT = Kind(_read_whole, _written_instant)
"""UTC epoch milliseconds: a number here, text on the wire (contract 2.1)."""


def key(name: str, kind: Kind, default: Any = None) -> Any:
    """Declare a field that stands under `name` in JSON."""
    return dataclasses.field(default=default, metadata={"key": name, "kind": kind})


def nested(name: str, cls: type[Wired]) -> Any:
    """Declare a field that holds a list of wired things under `name`."""
    return key(
        name,
        Kind(
            lambda items: tuple(from_json(cls, item) for item in items or ()),
            lambda things: [to_json(thing) for thing in things],
        ),
        (),
    )


class Wired(Protocol):
    """A frozen dataclass with keyed fields; `wire_class` is its full name on the wire."""

    wire_class: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> int: ...


@cache
def _table(cls: Hashable) -> tuple[tuple[str, str, Kind, Any], ...]:
    return tuple(
        (field.name, field.metadata["key"], field.metadata["kind"], field.default)
        for field in dataclasses.fields(cast(Any, cls))
        if "key" in field.metadata
    )


def from_json(cls: type[T], json: object) -> T:
    """Return the `cls` that `json` describes.

    Raises NotUnderstood if `json` is not an object or a value in it has the wrong shape.
    """
    if not isinstance(json, Mapping):
        raise NotUnderstood(
            N_("The place answered something that is not a {thing}."), thing=cls.__name__
        )
    values = {}
    for name, in_json, kind, default in _table(cast(Hashable, cls)):
        try:
            value = kind.read(json[in_json]) if in_json in json else default
        except (ValueError, TypeError) as error:
            raise NotUnderstood(
                N_("The place answered a {thing} whose '{key}' cannot be read: {value}."),
                thing=cls.__name__,
                key=in_json,
                value=repr(json[in_json])[:80],
            ) from error
        values[name] = default if value is None else value
    return cls(**values)


def to_json(thing: Wired) -> dict[str, Any]:
    """Return the JSON object of `thing`, beginning as Cytomine's does (contract 2.1)."""
    json: dict[str, Any] = {"class": type(thing).wire_class}
    for name, in_json, kind, _ in _table(type(thing)):
        json[in_json] = kind.written(getattr(thing, name))
        if in_json == "updated":
            json["deleted"] = None
    return json
