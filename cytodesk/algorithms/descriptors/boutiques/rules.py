"""Groups of inputs, and what inputs demand or forbid of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cytodesk.algorithms.descriptors.boutiques.names import look_over_names
from cytodesk.algorithms.descriptors.documents import Json, Path
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.parameters import Parameter
from cytodesk.algorithms.rule_kinds import (
    AllOrNone,
    Disables,
    Exclusive,
    OneIsRequired,
    ParameterRule,
    Requires,
    RequiresOneOf,
    When,
)
from cytodesk.errors import N_

_ATTRIBUTES = (
    *("id", "name", "description", "members"),
    *("mutually-exclusive", "one-is-required", "all-or-none"),
)
_KINDS = (
    ("mutually-exclusive", Exclusive),
    ("all-or-none", AllOrNone),
    ("one-is-required", OneIsRequired),
)


def read_rules(
    members: Mapping[str, Json], parameters: Sequence[Parameter], findings: Findings
) -> tuple[ParameterRule, ...]:
    """Return the rules between `parameters`; names that nobody has are findings."""
    return tuple(_Rules(members, parameters, findings).read())


class _Rules:
    def __init__(
        self, members: Mapping[str, Json], parameters: Sequence[Parameter], findings: Findings
    ) -> None:
        self._members = members
        self._ids = {each.id for each in parameters}
        self._required_ids = {each.id for each in parameters if not each.optional}
        self._findings = findings
        self._groups: dict[str, tuple[str, ...]] = {}

    def read(self) -> Iterator[ParameterRule]:
        yield from self._of_groups()
        for place, one in _objects(self._members.get("inputs")):
            id_ = one.get("id")
            if isinstance(id_, str) and id_.strip() in self._ids:
                yield from self._of_input(one, When(id_.strip()), ("inputs", place))

    def _of_groups(self) -> Iterator[ParameterRule]:
        for place, group in _objects(self._members.get("groups")):
            at: Path = ("groups", place, "members")
            members = self._known(group.get("members"), at, may_be_group=False)
            self._groups[str(group.get("id", ""))] = members
            look_over_names(group, ("groups", place), _ATTRIBUTES, self._findings)
            self._look_over(group, members, at)
            for name, kind in _KINDS:
                if group.get(name) is True and members:
                    yield kind(members)

    def _look_over(self, group: Mapping[str, Json], members: tuple[str, ...], at: Path) -> None:
        """One at most, beside all or none or beside an input that always needs a value."""
        if group.get("mutually-exclusive") is not True or len(members) < 2:
            return
        if group.get("all-or-none") is True or any(
            other.get("all-or-none") is True and len(_shared(other.get("members"), members)) > 1
            for _, other in _objects(self._members.get("groups"))
        ):
            template = N_("All of {names} are wanted together, and only one at a time.")
            self._findings.add("rules-conflict", at, template, names=", ".join(members))
        for name in sorted(self._required_ids & set(members)):
            template = N_('"{name}" always needs a value, so no other of its group can have one.')
            self._findings.add("rules-conflict", at, template, name=name)

    def _of_input(self, one: Mapping[str, Json], when: When, at: Path) -> Iterator[ParameterRule]:
        names = self._known(one.get("requires-inputs"), (*at, "requires-inputs"))
        yield from self._required(when, names)
        names = self._known(one.get("disables-inputs"), (*at, "disables-inputs"))
        if names:
            yield Disables(when, self._spread(names))
        for value, listed in _pairs(one.get("value-requires")):
            names = self._known(listed, (*at, "value-requires", value))
            yield from self._required(When(when.id, value), names)
        for value, listed in _pairs(one.get("value-disables")):
            names = self._known(listed, (*at, "value-disables", value))
            if names:
                yield Disables(When(when.id, value), self._spread(names))

    def _required(self, when: When, names: tuple[str, ...]) -> Iterator[ParameterRule]:
        if alone := tuple(name for name in names if name in self._ids):
            yield Requires(when, alone)
        for name in names:
            if name not in self._ids and self._groups[name]:
                yield RequiresOneOf(when, self._groups[name])

    def _spread(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            each
            for name in names
            for each in ((name,) if name in self._ids else self._groups[name])
        )

    def _known(self, listed: Json, at: Path, *, may_be_group: bool = True) -> tuple[str, ...]:
        names = [str(each) for each in listed] if isinstance(listed, list) else []
        groups = self._groups if may_be_group else {}
        for name in names:
            if name not in self._ids and name not in groups:
                template = N_('There is no input "{name}". Write the id of one, or remove it.')
                self._findings.add("unknown-member", at, template, name=name)
        return tuple(name for name in names if name in self._ids or name in groups)


def _shared(listed: Json, members: tuple[str, ...]) -> set[str]:
    return {str(each) for each in listed if each in members} if isinstance(listed, list) else set()


def _objects(listed: Json) -> Iterator[tuple[int, dict[str, Json]]]:
    for place, one in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(one, dict):
            yield place, one


def _pairs(members: Json) -> Iterator[tuple[str, Json]]:
    if isinstance(members, dict):
        yield from members.items()
