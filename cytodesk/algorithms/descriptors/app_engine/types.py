"""The ten types of the App Engine -> types of a form, with all their constraints."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from cytodesk.algorithms.conversion import UnfitError, converted
from cytodesk.algorithms.descriptors.documents import Json, Path
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.members import list_of
from cytodesk.algorithms.parameters import (
    Entries,
    FileLimits,
    Holds,
    Parameter,
    ParameterType,
    Value,
)
from cytodesk.errors import N_

_BOUNDS = ("gt", "geq", "lt", "leq")
_CONSTRAINTS: Mapping[str, tuple[str, ...]] = {
    "integer": _BOUNDS,
    "number": (*_BOUNDS, "infinity_allowed", "nan_allowed"),
    "string": ("min_length", "max_length"),
    "boolean": (),
    "enumeration": ("values",),
    "datetime": ("before", "after"),
    "geometry": (),
    "file": ("max_file_size", "formats"),
    "image": ("max_file_size", "formats", "max_width", "max_height"),
    "array": ("subtype", "min_size", "max_size"),
}
_KINDS = {
    "integer": (ParameterType.NUMBER, Holds.TEXT),
    "number": (ParameterType.NUMBER, Holds.TEXT),
    "string": (ParameterType.STRING, Holds.TEXT),
    "boolean": (ParameterType.BOOLEAN, Holds.TEXT),
    "enumeration": (ParameterType.STRING, Holds.TEXT),
    "datetime": (ParameterType.DATE, Holds.TEXT),
    "geometry": (ParameterType.STRING, Holds.GEOMETRY),
    "file": (ParameterType.STRING, Holds.FILE),
    "image": (ParameterType.STRING, Holds.IMAGE),
    "array": (ParameterType.LIST, Holds.TEXT),
}
TYPES = tuple(_KINDS)
_SMALLEST, _LARGEST = -(2**31), 2**31 - 1
"""The server keeps integers in 32 bits."""
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)(Ki|Mi|Gi|Ti|k|K|M|G|T)?(B|Byte|byte|b|bit)")
_PREFIXES = "KMGT"


@dataclass(frozen=True, slots=True)
class TypeReader:
    """Reads types; what is odd goes to `findings`."""

    findings: Findings

    def read(self, bare: Parameter, said: Json, at: Path) -> Parameter | None:
        """Return `bare` with its type and constraints; None, and a refusal, where there is none."""
        members = said if isinstance(said, dict) else {"id": said}
        name = str(members.get("id", ""))
        if name not in _KINDS:
            template = N_('"{said}" is no type. Write one of {types}.')
            self.findings.add("unknown-type", at, template, said=name, types=", ".join(TYPES))
            return None
        self._look_over_constraints(name, members, at)
        kind, holds = _KINDS[name]
        typed = replace(bare, type=kind, holds=holds)
        fill = _FILLERS.get(name)
        return fill(self, typed, members, at) if fill is not None else typed

    def _look_over_constraints(self, name: str, members: Mapping[str, Json], at: Path) -> None:
        for each in members:
            if each != "id" and each not in _CONSTRAINTS[name]:
                template = N_('{type} has no "{name}", so nothing is limited. It has: {known}.')
                known = ", ".join(_CONSTRAINTS[name]) or "-"
                place = (*at, each)
                self.findings.add(
                    "ignored-constraint", place, template, type=name, name=each, known=known
                )

    def _integer(self, typed: Parameter, members: Mapping[str, Json], at: Path) -> Parameter:
        bounded = replace(self._number(typed, members, at), is_integer=True)
        least, most = bounded.minimum, bounded.maximum
        return replace(
            bounded,
            minimum=_SMALLEST if least is None else least,
            maximum=_LARGEST if most is None else most,
        )

    def _number(self, typed: Parameter, members: Mapping[str, Json], at: Path) -> Parameter:
        lows = [self._bound(members, name, at) for name in ("geq", "gt")]
        highs = [self._bound(members, name, at) for name in ("leq", "lt")]
        return replace(
            typed,
            minimum=_stricter(lows, max),
            excludes_minimum=lows[1] is not None and lows[1] == _stricter(lows, max),
            maximum=_stricter(highs, min),
            excludes_maximum=highs[1] is not None and highs[1] == _stricter(highs, min),
            allows_infinity=members.get("infinity_allowed") is True,
            allows_nan=members.get("nan_allowed") is True,
        )

    def _string(self, typed: Parameter, members: Mapping[str, Json], at: Path) -> Parameter:
        return replace(
            typed,
            shortest=self._count(members, "min_length", at),
            longest=self._count(members, "max_length", at),
        )

    def _enumeration(self, typed: Parameter, members: Mapping[str, Json], at: Path) -> Parameter:
        values = list_of(members, "values")
        texts: tuple[Value, ...] = tuple(
            str(each) for each in values if isinstance(each, str | int | float)
        )
        if not texts:
            template = N_('An enumeration needs "values": a list of at least one text.')
            self.findings.add("task-attribute", (*at, "values"), template)
        return replace(typed, choices=texts)

    def _datetime(self, typed: Parameter, members: Mapping[str, Json], at: Path) -> Parameter:
        if "before" in members or "after" in members:
            template = N_("The App Engine cannot read bounds of dates. Remove them.")
            self.findings.add("inverted-dates", at, template)
        return replace(
            typed,
            minimum=self._date(members, "after", at),
            maximum=self._date(members, "before", at),
            excludes_minimum="after" in members,
            excludes_maximum="before" in members,
        )

    def _file(self, typed: Parameter, members: Mapping[str, Json], at: Path) -> Parameter:
        limits = FileLimits(
            self._size(members, at),
            self._count(members, "max_width", at),
            self._count(members, "max_height", at),
        )
        formats = list_of(members, "formats")
        return replace(
            typed,
            formats=tuple(each for each in formats if isinstance(each, str)),
            limits=None if limits == FileLimits() else limits,
        )

    def _size(self, members: Mapping[str, Json], at: Path) -> int | None:
        size = members.get("max_file_size")
        if size is None:
            return None
        found = _SIZE.fullmatch(size) if isinstance(size, str) else None
        if found is None:
            template = N_('"max_file_size" is {size}. Write it like 10MB.')
            self.findings.add("size-without-byte", (*at, "max_file_size"), template, size=size)
            return None
        return _bytes_of(*found.groups())

    def _array(self, typed: Parameter, members: Mapping[str, Json], at: Path) -> Parameter | None:
        bare = Parameter(typed.id, typed.name, ParameterType.STRING)
        each = self.read(bare, members.get("subtype"), (*at, "subtype"))
        if each is None:
            return None
        if "min_size" not in members or "max_size" not in members:
            template = N_('An array needs "min_size" and "max_size", or the server may fail.')
            self.findings.add("array-without-sizes", at, template)
        fewest = self._count(members, "min_size", at)
        return replace(
            typed, entries=Entries(each, ",", fewest, self._count(members, "max_size", at))
        )

    def _bound(self, members: Mapping[str, Json], name: str, at: Path) -> int | float | None:
        value = self._converted(ParameterType.NUMBER, members, name, at)
        return value if isinstance(value, int | float) else None

    def _count(self, members: Mapping[str, Json], name: str, at: Path) -> int | None:
        value = self._bound(members, name, at)
        return None if value is None else int(value)

    def _date(self, members: Mapping[str, Json], name: str, at: Path) -> str | None:
        value = self._converted(ParameterType.DATE, members, name, at)
        return value if isinstance(value, str) else None

    def _converted(
        self, kind: ParameterType, members: Mapping[str, Json], name: str, at: Path
    ) -> Value | None:
        given = members.get(name)
        if given is None:
            return None
        try:
            return converted(kind, given)
        except UnfitError:
            template = N_('"{name}" is {value}, which is no {type}.')
            place = (*at, name)
            self.findings.add("task-attribute", place, template, name=name, value=given, type=kind)
            return None


def _stricter(
    bounds: list[int | float | None], choose: Callable[[list[int | float]], int | float]
) -> int | float | None:
    known = [bound for bound in bounds if bound is not None]
    return choose(known) if known else None


_Fill = Callable[[TypeReader, Parameter, Mapping[str, Json], Path], Parameter | None]
_FILLERS: Mapping[str, _Fill] = {
    "integer": TypeReader._integer,
    "number": TypeReader._number,
    "string": TypeReader._string,
    "enumeration": TypeReader._enumeration,
    "datetime": TypeReader._datetime,
    "file": TypeReader._file,
    "image": TypeReader._file,
    "array": TypeReader._array,
}


def _bytes_of(number: str, prefix: str | None, unit: str) -> int:
    """Return the bytes of a size: k is 1000, Ki 1024; `b` and `bit` are an eighth of a byte."""
    base = 1024 if prefix is not None and prefix.endswith("i") else 1000
    power = 0 if prefix is None else _PREFIXES.index(prefix[0].upper()) + 1
    return int(float(number) * base**power) // (8 if unit in ("b", "bit") else 1)
