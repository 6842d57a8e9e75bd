"""The kinds of rules that stand between parameters; rules.py obeys them."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.algorithms.parameters import Value


@dataclass(frozen=True, slots=True)
class When:
    """A parameter has a value, or this one value."""

    id: str
    value: Value | None = None

    def holds(self, id: str, value: Value) -> bool:
        return id == self.id and (self.value is None or _same(value, self.value))


def _same(one: Value, other: Value) -> bool:
    return one == other or str(one) == str(other)


@dataclass(frozen=True, slots=True)
class Requires:
    """Then the others need a value too."""

    when: When
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequiresOneOf:
    """Then one of the members needs a value too."""

    when: When
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disables:
    """Then the others may have none."""

    when: When
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exclusive:
    """At most one of the members has a value."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOrNone:
    """All of the members have a value, or none has."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneIsRequired:
    """At least one of the members has a value."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SameSize:
    """The members are lists of as many entries each, where they have a value."""

    members: tuple[str, ...]


ParameterRule = (
    Requires | RequiresOneOf | Disables | Exclusive | AllOrNone | OneIsRequired | SameSize
)
