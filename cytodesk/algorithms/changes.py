"""What differs between the versions of an algorithm, for whom takes values from one to another."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType, Value
from cytodesk.algorithms.values import as_text
from cytodesk.errors import N_, Problem


class Kind(enum.StrEnum):
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One parameter that is not what it was."""

    kind: Kind
    parameter: Parameter
    """As it is now; of one that is gone as it was."""
    problem: Problem
    """What is to be said of it, in words."""


def differences(
    before: Algorithm, now: Algorithm, given: Mapping[str, object]
) -> tuple[Difference, ...]:
    """Return what is new, gone and changed in `now`, in this order.

    `given` are answers for `before`: what is gone without ever having had a value is not told.
    """
    old = {parameter.id: parameter for parameter in before.asked}
    new = {parameter.id: parameter for parameter in now.asked}
    return (
        *(_appeared(each) for id, each in new.items() if id not in old),
        *(
            _vanished(each, answer)
            for id, each in old.items()
            if id not in new and (answer := given.get(id)) is not None
        ),
        *(
            Difference(Kind.CHANGED, each, problem)
            for id, each in new.items()
            if id in old
            for problem in _changes(old[id], each)
        ),
    )


def stranger(name: str, answer: object) -> Difference:
    """Return that a value was given under a name that no version at hand asks for."""
    return _vanished(Parameter(name, name, ParameterType.STRING), answer)


def _appeared(parameter: Parameter) -> Difference:
    fields: dict[str, object] = {"name": parameter.name}
    template = N_("{name} is new and has no value yet.")
    if parameter.default is not None:
        fields["value"] = as_text(parameter, parameter.default)
        template = N_("{name} is new; its default is {value}.")
    elif parameter.optional:
        template = N_("{name} is new; it may stay empty.")
    return Difference(Kind.NEW, parameter, Problem(template, fields, attribute=parameter.id))


def _vanished(parameter: Parameter, answer: object) -> Difference:
    template = N_("{name} is not asked for any more; it was {value}.")
    fields: dict[str, object] = {"name": parameter.name, "value": str(answer)}
    return Difference(Kind.GONE, parameter, Problem(template, fields, attribute=parameter.id))


def _changes(old: Parameter, new: Parameter) -> Iterator[Problem]:
    """Yield what is otherwise: the type, the default, what is allowed, whether it is needed."""
    said: dict[str, object] = {"name": new.name}
    if old.type is not new.type:
        yield Problem(
            N_("{name} was a {before} and is a {now}."),
            {**said, "before": old.type.value, "now": new.type.value},
            attribute=new.id,
        )
        return
    if old.default != new.default:
        yield Problem(
            N_("{name} has another default: {now} instead of {before}."),
            {**said, "before": _said(old, old.default), "now": _said(new, new.default)},
            attribute=new.id,
        )
    if (old.minimum, old.maximum) != (new.minimum, new.maximum):
        yield Problem(
            N_("{name} has other bounds: {now} instead of {before}."),
            {**said, "before": _bounds(old), "now": _bounds(new)},
            attribute=new.id,
        )
    if old.choices != new.choices:
        yield Problem(
            N_("{name} offers other choices: {now} instead of {before}."),
            {**said, "before": _choices(old), "now": _choices(new)},
            attribute=new.id,
        )
    if old.optional != new.optional and new.default is None:
        template = N_("{name} may stay empty now.") if new.optional else N_("{name} is needed now.")
        yield Problem(template, said, attribute=new.id)


def _said(parameter: Parameter, value: Value | None) -> str:
    return "–" if value is None else as_text(parameter, value)


def _bounds(parameter: Parameter) -> str:
    ends = ("…" if end is None else str(end) for end in (parameter.minimum, parameter.maximum))
    return " – ".join(ends)


def _choices(parameter: Parameter) -> str:
    return ", ".join(map(str, parameter.choices)) or "–"
