"""Which values runs were given, and where they differ.

What the server filled in says nothing about an analysis and is dropped; keys are dropped whatever
anybody says of them. Both are known by name, in upper case without `_` (contract 4.3, 4.4, 5.4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from cytodesk.charts.results import DeclaredParameter, LayerKind, RunResults

_FILLED_BY_SERVER = {
    *("HOST", "CYTOMINEHOST"),
    *("IDSOFTWARE", "CYTOMINEIDSOFTWARE", "CYTOMINESOFTWAREID", "SOFTWAREID"),
    *("IDPROJECT", "CYTOMINEIDPROJECT", "CYTOMINEPROJECTID", "PROJECTID"),
}
_TRUTHS = {
    "true": "true",
    "yes": "true",
    "1": "true",
    "false": "false",
    "no": "false",
    "0": "false",
}


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """`text` as the server keeps it (None: left empty), `shown` with names instead of ids."""

    text: str | None
    shown: str
    is_default: bool = False
    """The run was not given a value: it ran with what its algorithm declares."""
    differs_from_default: bool = False
    """Its value means something else than what its algorithm declares, if anything."""


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter; `values` has one entry per run, None where a run has no such parameter."""

    name: str
    human_name: str
    type: str
    values: tuple[ParameterValue | None, ...]
    layers: frozenset[int] = frozenset()
    """Places of what was never run (a reviewed layer): it has no values that could differ."""

    @property
    def differs(self) -> bool:
        given = [value for place, value in enumerate(self.values) if place not in self.layers]
        return len({_meaning(self.type, value) for value in given}) > 1


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    human_name: str
    type: str
    value: ParameterValue


def parameter_rows(
    runs: Sequence[RunResults], names: Mapping[int, str]
) -> tuple[ParameterRow, ...]:
    """Return one row per parameter name: in the order of the first run, then of the others.

    `names` says what the ids in Domain and ListDomain values stand for; ids that it does not know
    are looked up among the run's own images and terms, and stay ids otherwise.
    """
    known = [_known_parameters(results, names) for results in runs]
    order = dict.fromkeys(name for parameters in known for name in parameters)
    layers = frozenset(
        place for place, results in enumerate(runs) if results.kind is not LayerKind.RUN
    )
    return tuple(replace(_row(name, known), layers=layers) for name in order)


def _row(name: str, known: Sequence[Mapping[str, _Known]]) -> ParameterRow:
    found = [parameters.get(name) for parameters in known]
    present = [parameter for parameter in found if parameter]
    types = dict.fromkeys(parameter.type for parameter in present)
    return ParameterRow(
        name=name,
        human_name=next((p.human_name for p in present if p.human_name), name),
        type=next(iter(types)) if len(types) == 1 else "String",
        values=tuple(parameter.value if parameter else None for parameter in found),
    )


def _known_parameters(results: RunResults, names: Mapping[int, str]) -> dict[str, _Known]:
    declared = {parameter.name: parameter for parameter in results.declared}
    entered = {name for name, parameter in declared.items() if not parameter.set_by_server}
    dropped = set(declared) - entered
    known: dict[str, _Known] = {}
    for given in sorted(results.run.parameters, key=lambda parameter: parameter.index):
        if given.name not in dropped and not _is_dropped(given.name, given.name in entered):
            value = ParameterValue(
                given.value,
                _shown(given.type, given.value, results, names),
                differs_from_default=_is_other(given.type, given.value, declared.get(given.name)),
            )
            known[given.name] = _Known(given.name, given.human_name, given.type, value)
    for name in declared:
        if name in entered and name not in known and not _is_dropped(name, is_entered=True):
            one = declared[name]
            shown = _shown(one.type, one.default, results, names)
            value = ParameterValue(one.default, shown, is_default=True)
            known[name] = _Known(name, one.human_name, one.type, value)
    return known


def _is_other(type_: str, text: str | None, declared: DeclaredParameter | None) -> bool:
    if declared is None:
        return bool(text)
    default = ParameterValue(declared.default, "")
    return _meaning(type_, ParameterValue(text, "")) != _meaning(type_, default)


def _is_dropped(name: str, is_entered: bool) -> bool:
    bare = "".join(letter for letter in name.upper() if letter.isalnum())
    is_a_key = "PUBLICKEY" in bare or "PRIVATEKEY" in bare
    return is_a_key or (bare in _FILLED_BY_SERVER and not is_entered)


def _shown(type_: str, text: str | None, results: RunResults, names: Mapping[int, str]) -> str:
    if text is None:
        return ""
    if type_.lower() not in ("domain", "listdomain"):
        return text
    return ", ".join(_name_of(part.strip(), results, names) for part in _parts(text))


def _parts(text: str) -> list[str]:
    return [part for part in text.strip().strip("[]").split(",") if part.strip()]


def _name_of(id_text: str, results: RunResults, names: Mapping[int, str]) -> str:
    if not id_text.isdecimal():
        return id_text
    id_ = int(id_text)
    image, term = results.images.get(id_), results.terms.get(id_)
    return names.get(id_) or (image and image.name) or (term and term.name) or id_text


def meaning_of(row: ParameterRow, place: int) -> object:
    """Return what tells the value of one run from others: equal for 5 and 5.0."""
    return _meaning(row.type, row.values[place])


def _meaning(type_: str, value: ParameterValue | None) -> object:
    """Return what tells values apart: 5 and 5.0 are one Number, true and True one Boolean."""
    if value is None:
        return None
    text = (value.text or "").strip()
    match type_.lower():
        case "number":
            return _number(text)
        case "boolean":
            return _TRUTHS.get(text.lower(), text)
        case "domain" | "listdomain":
            return tuple(part.strip() for part in _parts(text))
    return value.text or ""


def _number(text: str) -> Decimal | str:
    """Return the number in `text`, or `text` where there is none; nan would differ from itself."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return value if value.is_finite() else text
