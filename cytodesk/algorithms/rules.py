"""Rules between parameters: what one value forbids or demands of the others.

A form asks `ruling` after each answer: it greys out what is disabled, with the value kept in
its field, and marks what is required. `check` asks the same before a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, Value
from cytodesk.algorithms.rule_kinds import (
    AllOrNone,
    Disables,
    Exclusive,
    OneIsRequired,
    Requires,
    RequiresOneOf,
    SameSize,
    When,
)
from cytodesk.errors import N_, Problem


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say of one set of answers; each entry is the reason, by parameter id."""

    disabled: Mapping[str, Problem] = field(default_factory=dict)
    required: Mapping[str, Problem] = field(default_factory=dict)
    """Those that have no value and need one now, though they are optional."""
    one_of: tuple[tuple[tuple[str, ...], Problem], ...] = ()
    """Groups of which one member needs a value."""
    differing: tuple[Problem, ...] = ()
    """Lists that should have as many entries as another."""


def ruling(algorithm: Algorithm, answers: Mapping[str, Value]) -> Ruling:
    """Return which parameters are disabled or required, given the `answers` so far.

    In a group of which one may have a value, an answer outranks a default, then the first of the
    descriptor wins. Who disables others wins over them. What needs something disabled is disabled
    too. A switch that is off is no answer.
    """
    return _Judge(algorithm, answers).ruling()


class _Judge:
    def __init__(self, algorithm: Algorithm, answers: Mapping[str, Value]) -> None:
        self._algorithm = algorithm
        self._parameters = {each.id: each for each in algorithm.parameters}
        self._answers = answers
        self._defaults = {
            each.id: each.default
            for each in algorithm.parameters
            if each.default is not None and each.id not in answers
        }
        self._active: dict[str, Value] = {}
        self._disabled: dict[str, Problem] = {}

    def ruling(self) -> Ruling:
        if not self._algorithm.rules:
            return Ruling()
        ousted: dict[str, Problem] = {}
        while more := {**self._pass(ousted), **self._unmet()}:
            # Who is out lets others in, so all are asked again; nobody comes back.
            ousted |= more
        return Ruling(
            self._disabled,
            dict(self._missing()),
            tuple(self._groups()),
            tuple(self._differing()),
        )

    def _pass(self, ousted: Mapping[str, Problem]) -> dict[str, Problem]:
        """Let everybody in who is not out; return who is out because of one that came later."""
        self._active, self._disabled = {}, dict(ousted)
        more: dict[str, Problem] = {}
        for parameter, value in self._in_rank():
            if parameter.id in self._disabled:
                continue
            self._active[parameter.id] = value
            for loser in self._losers(parameter, value):
                because = self._because(loser, parameter)
                if loser in self._active:
                    more.setdefault(loser, because)
                else:
                    self._disabled.setdefault(loser, because)
        return more

    def _unmet(self) -> dict[str, Problem]:
        """Return who needs what is disabled, and so cannot be used either."""
        unmet: dict[str, Problem] = {}
        for rule in self._algorithm.rules:
            match rule:
                case Requires(when, others) if self._holds(when):
                    self._expect(when.id, others, unmet)
                case RequiresOneOf(when, members) if self._holds(when):
                    if all(each in self._disabled for each in members):
                        self._expect(when.id, members, unmet)
                case AllOrNone(members):
                    for each in members:
                        if each in self._active:
                            self._expect(each, members, unmet)
                case _:
                    pass
        return unmet

    def _holds(self, when: When) -> bool:
        value = self._active.get(when.id)
        return value is not None and when.holds(when.id, value)

    def _expect(self, name: str, names: Iterable[str], unmet: dict[str, Problem]) -> None:
        gone = next((each for each in names if each in self._disabled), None)
        if gone is not None:
            template = N_('"{name}" cannot be used without "{other}", which is out of use.')
            fields: dict[str, object] = {"name": self._name(name), "other": self._name(gone)}
            unmet[name] = Problem(template, fields, attribute=name, rule="disabled")

    def _in_rank(self) -> Iterator[tuple[Parameter, Value]]:
        for source in (self._answers, self._defaults):
            for parameter in self._algorithm.parameters:
                value = source.get(parameter.id)
                if value is not None and not (parameter.is_switch and value is False):
                    yield parameter, value

    def _losers(self, parameter: Parameter, value: Value) -> Iterator[str]:
        for rule in self._algorithm.rules:
            match rule:
                case Disables(when=when, others=others) if when.holds(parameter.id, value):
                    yield from (each for each in others if each != parameter.id)
                case Exclusive(members=members) if parameter.id in members:
                    yield from (each for each in members if each != parameter.id)
                case _:
                    pass

    def _missing(self) -> Iterator[tuple[str, Problem]]:
        for name, value in self._active.items():
            for rule in self._algorithm.rules:
                if isinstance(rule, Requires) and rule.when.holds(name, value):
                    yield from self._needed(rule.others, self._parameters[name])
                if isinstance(rule, AllOrNone) and name in rule.members:
                    yield from self._needed(rule.members, self._parameters[name])

    def _needed(self, names: Iterable[str], by: Parameter) -> Iterator[tuple[str, Problem]]:
        for name in names:
            if name not in self._active and name not in self._disabled:
                template = N_('"{name}" needs a value, for "{other}" has one.')
                yield name, self._problem("needed", template, name, by)

    def _groups(self) -> Iterator[tuple[tuple[str, ...], Problem]]:
        for rule in self._algorithm.rules:
            match rule:
                case OneIsRequired(members):
                    yield from self._one_of(members)
                case RequiresOneOf(when, members) if self._holds(when):
                    yield from self._one_of(members)
                case _:
                    pass

    def _differing(self) -> Iterator[Problem]:
        for rule in self._algorithm.rules:
            if isinstance(rule, SameSize):
                sizes = {
                    name: len(value)
                    for name in rule.members
                    if isinstance(value := self._active.get(name), tuple)
                }
                if len(set(sizes.values())) > 1:
                    first, *_, last = sizes
                    template = N_('"{name}" and "{other}" need as many entries each.')
                    yield self._problem("differing", template, last, self._parameters[first])

    def _one_of(self, members: Sequence[str]) -> Iterator[tuple[tuple[str, ...], Problem]]:
        if members and not any(each in self._active for each in members):
            open_ = tuple(each for each in members if each not in self._disabled)
            names = ", ".join(self._name(each) for each in open_ or members)
            template = N_("One of these needs a value: {names}.")
            problem = Problem(template, {"names": names}, attribute=members[0], rule="one-needed")
            yield open_, problem

    def _because(self, name: str, winner: Parameter) -> Problem:
        template = N_('"{name}" cannot be used beside "{other}". Leave one of them empty.')
        return self._problem("disabled", template, name, winner)

    def _problem(self, rule: str, template: str, name: str, other: Parameter) -> Problem:
        fields: dict[str, object] = {"name": self._name(name), "other": other.name}
        return Problem(template, fields, attribute=name, rule=rule)

    def _name(self, id: str) -> str:
        return self._parameters[id].name if id in self._parameters else id
