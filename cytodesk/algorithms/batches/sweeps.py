"""One or two parameters that go through many values while all others stay.

`name=0.1:0.9:0.1` is linear: from, to, step, both ends included. `name=log:0.001:1:4` has four
points from, to, each as many times larger as the one before. `name=a,b,c` is a list.
"""

from __future__ import annotations

import enum
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.batches.rows import Change, refuse_too_many
from cytodesk.algorithms.conversion import UnfitError, converted
from cytodesk.algorithms.fitting import fitting
from cytodesk.algorithms.parameters import Parameter, ParameterType, Value
from cytodesk.algorithms.values import as_text
from cytodesk.errors import N_, BadInput

MOST_SWEPT = 2
_FIGURES = 6
"""Significant figures of a point of a logarithmic sweep."""


class Spacing(enum.StrEnum):
    LIST = "list"
    LINEAR = "linear"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Sweep:
    """A parameter, and the texts that say through which values it goes.

    `parts` of a list are its values; of a linear one from, to, step; of a log one from, to, count.
    """

    parameter: str
    spacing: Spacing
    parts: tuple[str, ...]


def read_sweep(word: str) -> Sweep:
    """Return the sweep that `NAME=...` of a command line means. Raises BadInput."""
    name, is_set, text = word.partition("=")
    if not is_set or not name.strip() or not text.strip():
        raise BadInput(
            N_(
                "--sweep takes NAME=FROM:TO:STEP, NAME=log:FROM:TO:COUNT or NAME=A,B,C, not {word}."
            ),
            word=word,
        )
    parts = tuple(part.strip() for part in text.split(":"))
    if len(parts) == 4 and parts[0] == Spacing.LOG:
        return Sweep(name.strip(), Spacing.LOG, parts[1:])
    if len(parts) == 3 and all(_is_number(part) for part in parts):
        return Sweep(name.strip(), Spacing.LINEAR, parts)
    listed = tuple(part.strip() for part in text.split(","))
    return Sweep(name.strip(), Spacing.LIST, tuple(part for part in listed if part))


def can_be_swept(parameter: Parameter) -> bool:
    """Whether a form offers to go through its values; of things, one run for each is made."""
    ids = (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)
    return parameter.type not in ids and parameter.entries is None


def points(parameter: Parameter, sweep: Sweep) -> tuple[Value, ...]:
    """Return the values of `parameter`, each once. Raises BadInput in words."""
    match sweep.spacing:
        case Spacing.LIST:
            found: Sequence[object] = sweep.parts
        case Spacing.LINEAR:
            found = _linear(parameter, sweep.parts)
        case Spacing.LOG:
            found = _logarithmic(parameter, sweep.parts)
    if not found:
        raise _wrong(parameter, N_("{parameter} has no value to go through."))
    try:
        return tuple(dict.fromkeys(fitting(parameter, each) for each in found))
    except UnfitError as unfit:
        reason = BadInput(unfit.template, **unfit.fields)
        raise _wrong(parameter, N_("{parameter}: {reason}"), reason=reason) from unfit


def swept(algorithm: Algorithm, sweeps: Sequence[Sweep]) -> list[Change]:
    """Return a change for each point, or for each pair of points. Raises BadInput in words."""
    if not 0 < len(sweeps) <= MOST_SWEPT:
        raise BadInput(N_("A sweep goes over one or two parameters."))
    by_id = {parameter.id: parameter for parameter in algorithm.asked}
    names = [sweep.parameter for sweep in sweeps]
    for name in names:
        if name not in by_id:
            raise BadInput(
                N_("{algorithm} asks for no parameter {name}."), algorithm=algorithm.name, name=name
            )
    if len(set(names)) < len(names):
        raise BadInput(N_("{name} is swept twice."), name=names[0])
    parameters = [by_id[name] for name in names]
    axes = [points(each, sweep) for each, sweep in zip(parameters, sweeps, strict=True)]
    refuse_too_many(math.prod(map(len, axes)))
    return [
        Change(_label(parameters, values), dict(zip(names, values, strict=True)))
        for values in itertools.product(*axes)
    ]


def _label(parameters: Sequence[Parameter], values: Sequence[Value]) -> str:
    said = (
        f"{parameter.name} {as_text(parameter, value)}"
        for parameter, value in zip(parameters, values, strict=True)
    )
    return ", ".join(said)


def _linear(parameter: Parameter, parts: Sequence[str]) -> list[object]:
    start, stop, step = _numbers(parameter, parts)
    if step == 0 or (stop - start) * step < 0:
        raise _wrong(parameter, N_("{parameter}: a step of {step} never leads there."), step=step)
    count = int((stop - start) / step) + 1
    refuse_too_many(count)
    return [_plain(start + place * step) for place in range(count)]


def _logarithmic(parameter: Parameter, parts: Sequence[str]) -> list[object]:
    start, stop, wanted = _numbers(parameter, parts)
    if start <= 0 or stop <= 0:
        raise _wrong(parameter, N_("{parameter}: a logarithmic sweep goes over numbers above 0."))
    if wanted != wanted.to_integral_value() or wanted < 2:
        raise _wrong(parameter, N_("{parameter}: say how many points, 2 or more."))
    count = int(wanted)
    refuse_too_many(count)
    ratio = math.log(float(stop) / float(start)) / (count - 1)
    inner = (float(start) * math.exp(ratio * place) for place in range(1, count - 1))
    figures = [Decimal(f"{each:.{_FIGURES}g}") for each in inner]
    whole = parameter.is_integer
    return [_plain(each.to_integral_value() if whole else each) for each in (start, *figures, stop)]


def _numbers(parameter: Parameter, parts: Sequence[str]) -> list[Decimal]:
    if parameter.type is not ParameterType.NUMBER:
        raise _wrong(parameter, N_("{parameter} is no number: list its values, with commas."))
    if len(parts) != 3:
        raise _wrong(parameter, N_("{parameter}: three numbers say where a sweep goes."))
    try:
        return [_decimal(part) for part in parts]
    except UnfitError as unfit:
        reason = BadInput(unfit.template, **unfit.fields)
        raise _wrong(parameter, N_("{parameter}: {reason}"), reason=reason) from unfit


def _decimal(text: str) -> Decimal:
    """Return the number exactly, so that ten steps of 0.1 make 1. Raises UnfitError."""
    return Decimal(str(converted(ParameterType.NUMBER, text)))


def _is_number(text: str) -> bool:
    try:
        _decimal(text)
    except (UnfitError, InvalidOperation):
        return False
    return True


def _plain(number: Decimal) -> str:
    """Return the number as people write it: 3, 0.25, never 3E+1."""
    return format(number.normalize() if number else Decimal(0), "f")


def _wrong(parameter: Parameter, template: str, **fields: object) -> BadInput:
    return BadInput(template, parameter=parameter.name, **fields)
