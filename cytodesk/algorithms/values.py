"""What a user entered, checked; and the text that a Cytomine server stores of it."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.conversion import UnfitError, converted, is_given
from cytodesk.algorithms.fitting import fitting
from cytodesk.algorithms.parameters import Parameter, Value
from cytodesk.algorithms.rules import Ruling, ruling
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
    given. What the rules between parameters disable has no value, its default neither. Raises
    InvalidValues with one problem for each parameter, each broken rule, and each unknown name.
    """
    problems = _strangers(algorithm, answers)
    given = _fitting(algorithm, answers, problems)
    ruled = ruling(algorithm, given)
    wrong = {problem.attribute for problem in problems}
    problems += [
        problem for name, problem in ruled.disabled.items() if given.get(name, False) is not False
    ]
    problems += [problem for name, problem in ruled.required.items() if name not in wrong]
    problems += [problem for _, problem in ruled.one_of]
    problems += ruled.differing
    values = with_defaults(algorithm, given)
    excused = {*values, *wrong, *ruled.disabled, *ruled.required}
    problems += [
        Problem(N_("A value is needed here."), attribute=parameter.id, rule="missing-value")
        for parameter in algorithm.asked
        if not parameter.optional and parameter.id not in excused
    ]
    if problems:
        raise InvalidValues(algorithm.name, problems)
    return values


def ruled(algorithm: Algorithm, answers: Mapping[str, object]) -> Ruling:
    """Return what the rules say of `answers` as a form holds them, half-typed ones too."""
    return ruling(algorithm, _half_typed(algorithm, answers))


def out_of_reach(algorithm: Algorithm, answers: Mapping[str, object]) -> dict[str, Problem]:
    """Return the disabled parameters at which a form should let nobody enter anything, and why.

    Whom another one's mere default puts out of use is in reach: an answer there outranks it.
    """
    given = _half_typed(algorithm, answers)
    disabled = ruling(algorithm, given).disabled
    if not disabled:
        return {}
    bare = replace(
        algorithm, parameters=tuple(replace(each, default=None) for each in algorithm.parameters)
    )
    by_answers = ruling(bare, given).disabled
    kept = {}
    for name, problem in disabled.items():
        answered = {**given, name: given.get(name, _ANY)}
        if name in by_answers or name in ruling(algorithm, answered).disabled:
            kept[name] = problem
    return kept


_ANY = "?"
"""Stands for whatever one might enter."""


def _half_typed(algorithm: Algorithm, answers: Mapping[str, object]) -> dict[str, Value]:
    given: dict[str, Value] = {}
    for parameter in algorithm.asked:
        answer = answers.get(parameter.id)
        if is_given(answer):
            try:
                given[parameter.id] = fitting(parameter, answer)
            except UnfitError:
                given[parameter.id] = str(answer)
    return given


def in_use(algorithm: Algorithm, answers: Mapping[str, object]) -> dict[str, object]:
    """Return `answers` without those of disabled parameters, which a form keeps and never sends."""
    disabled = ruled(algorithm, answers).disabled
    return {name: answer for name, answer in answers.items() if name not in disabled}


def with_defaults(algorithm: Algorithm, given: Mapping[str, Value]) -> Values:
    """Return `given` and the defaults of the other parameters, but of none that is disabled."""
    disabled = ruling(algorithm, given).disabled
    values = (
        (parameter.id, given.get(parameter.id, parameter.default))
        for parameter in algorithm.asked
        if parameter.id not in disabled
    )
    return Values((name, value) for name, value in values if value is not None)


def _fitting(
    algorithm: Algorithm, answers: Mapping[str, object], problems: list[Problem]
) -> dict[str, Value]:
    """Return the given answers as values; those that fit not become problems."""
    given: dict[str, Value] = {}
    for parameter in algorithm.asked:
        answer = answers.get(parameter.id)
        if not is_given(answer):
            continue
        try:
            given[parameter.id] = fitting(parameter, answer)
        except UnfitError as unfit:
            problem = Problem(
                unfit.template, unfit.fields, attribute=parameter.id, rule="unfit-value"
            )
            problems.append(problem)
    return given


def as_text(parameter: Parameter, value: Value) -> str:
    """Return `value` as Cytomine stores it and programs read it (contract of JobParameter).

    Booleans are `true` or `false`, lists of ids `1,2,3`, numbers plain decimal text; a list of
    typed entries is a JSON array.
    """
    if parameter.entries is not None and isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    match value:
        case bool():
            return "true" if value else "false"
        case tuple() if all(type(item) is int for item in value):
            return ",".join(str(item) for item in value)
        case tuple():
            return json.dumps(value, ensure_ascii=False)
        case float() if math.isinf(value):
            return "inf" if value > 0 else "-inf"
        case _:
            return str(value)


def from_text(parameter: Parameter, text: str | None) -> Value | None:
    """Return what a stored text means; a text that is no value of the type is kept as it is."""
    if text is None or not is_given(text):
        return None
    try:
        if parameter.entries is not None or parameter.allows_infinity or parameter.allows_nan:
            return fitting(replace(parameter, default=None), text)
        return converted(parameter.type, text, whole=parameter.is_integer)
    except UnfitError:
        return text


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
