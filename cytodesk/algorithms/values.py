"""What a user entered, checked; and the text that a Cytomine server stores of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.conversion import UnfitError, converted, fitting, is_given
from cytodesk.algorithms.parameters import Parameter, Value
from cytodesk.errors import N_, InvalidValues, Problem


class Values(Mapping[str, Value]):
    """Parameter id -> value, in the order of the parameters; without those not given."""

    __slots__ = ("_by_id",)

    def __init__(self, values: Mapping[str, Value] | Iterable[tuple[str, Value]] = ()) -> None:
        self._by_id = dict(values)

    def __getitem__(self, name: str) -> Value:
        return self._by_id[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def __hash__(self) -> int:
        return hash(frozenset(self._by_id.items()))

    def __repr__(self) -> str:
        return f"Values({self._by_id!r})"


def check(algorithm: Algorithm, answers: Mapping[str, object]) -> Values:
    """Return the values of one run, defaults filled in.

    `answers` hold texts or typed values by parameter id; "", None and a missing one are not
    given. Raises InvalidValues with one problem for each parameter, and for each unknown name.
    """
    values: dict[str, Value] = {}
    problems = _strangers(algorithm, answers)
    for parameter in algorithm.asked:
        answer = answers.get(parameter.id)
        try:
            value = _value(parameter, answer)
        except UnfitError as unfit:
            rule = "unfit-value" if is_given(answer) else "missing-value"
            problem = Problem(unfit.template, unfit.fields, attribute=parameter.id, rule=rule)
            problems.append(problem)
            continue
        if value is not None:
            values[parameter.id] = value
    if problems:
        raise InvalidValues(algorithm.name, problems)
    return Values(values)


def as_text(parameter: Parameter, value: Value) -> str:
    """Return `value` as Cytomine stores it and programs read it (contract of JobParameter).

    Booleans are `true` or `false`, lists of ids `1,2,3`, numbers plain decimal text.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return ",".join(str(item) for item in value)
        case _:
            return str(value)


def from_text(parameter: Parameter, text: str | None) -> Value | None:
    """Return what a stored text means; a text that is no value of the type is kept as it is."""
    if text is None or not is_given(text):
        return None
    try:
        return converted(parameter.type, text, whole=parameter.is_integer)
    except UnfitError:
        return text


def _value(parameter: Parameter, answer: object) -> Value | None:
    if is_given(answer):
        return fitting(parameter, answer)
    if parameter.default is None and not parameter.optional:
        raise UnfitError(N_("A value is needed here."))
    return parameter.default


def _strangers(algorithm: Algorithm, answers: Mapping[str, object]) -> list[Problem]:
    asked = [parameter.id for parameter in algorithm.asked]
    declared = {parameter.id for parameter in algorithm.parameters}
    return [
        _stranger(name, asked, is_declared=name in declared)
        for name in answers
        if name not in asked
    ]


def _stranger(name: str, asked: list[str], *, is_declared: bool) -> Problem:
    if is_declared:
        template = N_("The place where the algorithm runs fills this in. Leave it out.")
        return Problem(template, attribute=name, rule="filled-by-server")
    folded = {each.casefold(): each for each in asked}
    near = difflib.get_close_matches(name.casefold(), folded, n=1)
    if near:
        return Problem(
            N_("There is no parameter {name}. Did you mean {nearest}?"),
            {"name": name, "nearest": folded[near[0]]},
            attribute=name,
            rule="unknown-parameter",
        )
    return Problem(
        N_("There is no parameter {name}. Those that exist: {names}."),
        {"name": name, "names": ", ".join(asked) or "-"},
        attribute=name,
        rule="unknown-parameter",
    )
