"""One run for each thing that was chosen in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.batches.rows import Change
from cytodesk.algorithms.parameters import Parameter, ParameterType

_IDS = (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)


def image_parameter(algorithm: Algorithm) -> Parameter | None:
    """Return the first parameter that takes images; a list of them before a single one."""
    return _first(algorithm, "imageinstance")


def term_parameter(algorithm: Algorithm) -> Parameter | None:
    """Return the first parameter that takes terms; a list of them before a single one."""
    return _first(algorithm, "term")


def split(parameter: Parameter, ids: Sequence[int], names: Mapping[int, str]) -> list[Change]:
    """Return a change for each of `ids`, labelled by its name where that is known."""
    is_list = parameter.type is ParameterType.LIST_DOMAIN
    return [Change(names.get(id, str(id)), {parameter.id: (id,) if is_list else id}) for id in ids]


def _first(algorithm: Algorithm, what: str) -> Parameter | None:
    found = [each for each in algorithm.asked if each.type in _IDS and _lists(each, what)]
    lists = [each for each in found if each.type is ParameterType.LIST_DOMAIN]
    return next(iter([*lists, *found]), None)


def _lists(parameter: Parameter, what: str) -> bool:
    path = parameter.uri.partition("?")[0].removesuffix(".json")
    return path.rpartition("/")[2] == what
