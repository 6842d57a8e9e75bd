"""An answer beside everything that a parameter allows: choices, bounds, lengths, entries."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Mapping
from typing import assert_never

from cytodesk.algorithms.conversion import UnfitError, converted
from cytodesk.algorithms.parameters import Entries, Holds, Parameter, ParameterType, Value
from cytodesk.errors import N_

_UNENDING: Mapping[str, float] = {"inf": math.inf, "+inf": math.inf, "-inf": -math.inf}
_GEOMETRIES = (
    *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
    *("GeometryCollection", "Feature", "FeatureCollection"),
)


def fitting(parameter: Parameter, answer: object) -> Value:
    """Return `answer` as a value that `parameter` allows; raises UnfitError.

    The default is always allowed: it is its author's word, such as "all" for a list of ids.
    """
    if parameter.default is not None and _is_same(answer, parameter.default):
        return parameter.default
    if parameter.entries is not None:
        return _list(parameter.entries, answer)
    unending = _unending(parameter, answer)
    if unending is not None:
        value: Value = unending
    else:
        value = converted(parameter.type, answer, whole=parameter.is_integer)
    if parameter.choices:
        return _chosen(parameter, value)
    _within(parameter, value)
    _long_enough(parameter, value)
    if parameter.holds is Holds.GEOMETRY:
        _look_over_geometry(value)
    return value


def _is_same(answer: object, default: Value) -> bool:
    return answer == str(default) or (type(answer) is type(default) and answer == default)


def _unending(parameter: Parameter, answer: object) -> float | None:
    """Return infinity or nan where they are allowed; texts as people write them count."""
    if parameter.type is not ParameterType.NUMBER or not isinstance(answer, str | float):
        return None
    word = str(answer).strip().casefold().replace("infinity", "inf").replace("\u221e", "inf")
    if parameter.allows_infinity and word in _UNENDING:
        return _UNENDING[word]
    return math.nan if parameter.allows_nan and word == "nan" else None


def _list(entries: Entries, answer: object) -> Value:
    """Return the entries, each fitting; a text is a JSON array, or has commas between them."""
    items = entries_in(answer)
    if entries.fewest is not None and len(items) < entries.fewest:
        raise UnfitError(
            N_("Too few entries ({count}): at least {least} are needed."),
            count=len(items),
            least=entries.fewest,
        )
    if entries.most is not None and len(items) > entries.most:
        raise UnfitError(
            N_("Too many entries ({count}): {most} are allowed."),
            count=len(items),
            most=entries.most,
        )
    return tuple(fitting(entries.each, item) for item in items)


def entries_in(answer: object) -> list[object]:
    """Return the entries that an answer for a list holds, whatever they are worth."""
    if isinstance(answer, list | tuple):
        return list(answer)
    text = str(answer).strip()
    if text.startswith("["):
        try:
            items = json.loads(text)
        except (ValueError, RecursionError):
            items = None
        if isinstance(items, list):
            return items
    return [item.strip() for item in text.split(",")]


def _chosen(parameter: Parameter, value: Value) -> Value:
    for choice in parameter.choices:
        if choice == value:
            return choice
    raise UnfitError(
        N_("{value} is not offered. Choose one of: {choices}."),
        value=value,
        choices=", ".join(str(choice) for choice in parameter.choices),
    )


def _within(parameter: Parameter, value: Value) -> None:
    least, most = parameter.minimum, parameter.maximum
    if least is not None and _order(value) < _order(least):
        template = N_("{value} is too small: the least is {minimum}.")
        raise UnfitError(template, value=value, minimum=least)
    if most is not None and _order(value) > _order(most):
        template = N_("{value} is too large: the most is {maximum}.")
        raise UnfitError(template, value=value, maximum=most)
    if least is not None and parameter.excludes_minimum and _order(value) == _order(least):
        template = N_("{value} is too small: it has to be more than {minimum}.")
        raise UnfitError(template, value=value, minimum=least)
    if most is not None and parameter.excludes_maximum and _order(value) == _order(most):
        template = N_("{value} is too large: it has to be less than {maximum}.")
        raise UnfitError(template, value=value, maximum=most)


def _long_enough(parameter: Parameter, value: Value) -> None:
    count = len(value) if isinstance(value, str) else 0
    if parameter.shortest is not None and count < parameter.shortest:
        template = N_("The text is too short: at least {least} signs are needed.")
        raise UnfitError(template, least=parameter.shortest)
    if parameter.longest is not None and count > parameter.longest:
        template = N_("The text is too long: {most} signs are allowed.")
        raise UnfitError(template, most=parameter.longest)


def _look_over_geometry(value: Value) -> None:
    try:
        shape = json.loads(str(value))
    except (ValueError, RecursionError):
        shape = None
    if not isinstance(shape, dict) or shape.get("type") not in _GEOMETRIES:
        raise UnfitError(
            N_('This is no GeoJSON. Write {{"type": "Point", "coordinates": [1, 2]}} or draw it.')
        )


def _order(value: Value) -> float | int:
    """Return what `value` is compared by; dates without a zone count as UTC."""
    match value:
        case bool() | tuple():
            return 0
        case int() | float():
            return value
        case str():
            moment = datetime.datetime.fromisoformat(value)
            return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).timestamp()
        case _:
            assert_never(value)
