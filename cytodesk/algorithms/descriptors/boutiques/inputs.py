"""One input of a Boutiques descriptor -> a Parameter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cytodesk.algorithms.conversion import UnfitError, is_given
from cytodesk.algorithms.descriptors.boutiques.names import look_over_names
from cytodesk.algorithms.descriptors.documents import Json
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.members import list_of, text_of, type_trouble
from cytodesk.algorithms.fitting import fitting
from cytodesk.algorithms.parameters import Entries, Holds, Parameter, ParameterType, Value
from cytodesk.errors import N_

_TYPES = {
    "String": (ParameterType.STRING, Holds.TEXT),
    "File": (ParameterType.STRING, Holds.FILE),
    "Number": (ParameterType.NUMBER, Holds.TEXT),
    "Flag": (ParameterType.BOOLEAN, Holds.TEXT),
}
_BY_CASE = {name.casefold(): name for name in _TYPES}
_CHOICE = "Enum"
"""Of drafts before 0.4: a String with choices."""
_ATTRIBUTES = (
    *("id", "name", "type", "description", "value-key", "optional", "default-value"),
    *("list", "list-separator", "min-list-entries", "max-list-entries"),
    *("command-line-flag", "command-line-flag-separator", "uses-absolute-path"),
    *("requires-inputs", "disables-inputs", "value-requires", "value-disables", "value-choices"),
    *("integer", "minimum", "maximum", "exclusive-minimum", "exclusive-maximum"),
)
_LIMITS = ("minimum", "maximum", "integer", "exclusive-minimum", "exclusive-maximum")


def read_input(one: Json, place: int, findings: Findings) -> Parameter | None:
    """Return the parameter of the input at `place`; None, and a refusal, where there is none."""
    if not isinstance(one, dict):
        findings.add("not-an-input", ("inputs", place), N_("An input is an object: {{ ... }}."))
        return None
    return _Input(one, place, findings).read()


class _Input:
    def __init__(self, members: dict[str, Json], place: int, findings: Findings) -> None:
        self._members = members
        self._place = place
        self._findings = findings
        self._id = self._text("id").strip()

    def read(self) -> Parameter | None:
        kind = self._type()
        if not self._id:
            self._found("missing-id", "id", N_('An input has no "id". Write one.'))
        if kind is None or not self._id:
            return None
        look_over_names(self._members, ("inputs", self._place), _ATTRIBUTES, self._findings)
        parameter = replace(
            self._of_type(kind),
            value_key=self._text("value-key") or self._text("command-line-key"),
            flag=self._text("command-line-flag").strip(),
            flag_separator=self._text("command-line-flag-separator", missing=" "),
            optional=self._claim("optional") or kind == "Flag",
            index=100 * (self._place + 1),
        )
        if kind == "Flag":
            parameter = self._switch(parameter)
        if self._claim("list"):
            parameter = self._list(parameter)
        return replace(parameter, default=self._default(parameter))

    def _of_type(self, kind: str) -> Parameter:
        type_, holds = _TYPES[kind]
        bare = Parameter(
            self._id,
            self._text("name").strip() or self._id,
            type_,
            self._text("description"),
            holds=holds,
            is_integer=type_ is ParameterType.NUMBER and self._claim("integer"),
        )
        if type_ is ParameterType.NUMBER:
            bare = replace(
                bare,
                minimum=self._bound("minimum"),
                maximum=self._bound("maximum"),
                excludes_minimum=self._claim("exclusive-minimum"),
                excludes_maximum=self._claim("exclusive-maximum"),
            )
        elif any(name in self._members for name in _LIMITS):
            self._found(
                "bound-ignored",
                next(name for name in _LIMITS if name in self._members),
                N_("{id} is no Number: bounds do not count for it."),
            )
        return replace(bare, choices=self._choices(bare))

    def _switch(self, parameter: Parameter) -> Parameter:
        if not parameter.flag:
            self._found(
                "switch-without-flag",
                "command-line-flag",
                N_('{id} is a Flag and has no "command-line-flag". Write it.'),
            )
        return replace(parameter, is_switch=True)

    def _list(self, each: Parameter) -> Parameter:
        if each.is_switch:
            self._found("boutiques-schema", "list", N_("{id} is a Flag, which cannot be a list."))
            return each
        entries = Entries(
            replace(each, value_key="", flag="", optional=False),
            self._text("list-separator", missing=" "),
            self._count("min-list-entries"),
            self._count("max-list-entries"),
        )
        return Parameter(
            each.id,
            each.name,
            ParameterType.LIST,
            each.description,
            value_key=each.value_key,
            flag=each.flag,
            flag_separator=each.flag_separator,
            optional=each.optional,
            index=each.index,
            entries=entries,
        )

    def _type(self) -> str | None:
        said = self._text("type").strip()
        kind = _BY_CASE.get(said.casefold())
        if said == _CHOICE and self._listed_choices():
            kind = "String"
        if kind is None:
            self._found(
                "unknown-type",
                "type",
                type_trouble(self._members.get("type")),
                said=said,
                types=", ".join(_TYPES),
            )
        elif kind != said:
            self._found(
                "boutiques-schema",
                "type",
                N_('The type "{said}" is spelled {type}. Write {type}.'),
                said=said,
                type=kind,
            )
        return kind

    def _text(self, name: str, missing: str = "") -> str:
        return text_of(self._members, name, missing)

    def _claim(self, name: str) -> bool:
        value = self._members.get(name)
        if value is not None and not isinstance(value, bool):
            self._found(
                "boutiques-schema",
                name,
                N_('"{name}" of {id} is neither true nor false, and is passed over.'),
                name=name,
            )
        return value is True

    def _bound(self, name: str) -> int | float | None:
        value = self._members.get(name)
        return self._number(name, value) if is_given(value) else None

    def _count(self, name: str) -> int | None:
        value = self._bound(name)
        return None if value is None else int(value)

    def _number(self, name: str, value: Json) -> int | float | None:
        bare = Parameter(self._id, self._id, ParameterType.NUMBER)
        number = self._fitted(bare, name, value, fitting)
        return number if isinstance(number, int | float) else None

    def _choices(self, bare: Parameter) -> tuple[Value, ...]:
        items = self._listed_choices()
        free = replace(bare, minimum=None, maximum=None)
        values = (self._fitted(free, "value-choices", item, fitting) for item in items)
        return tuple(value for value in values if value is not None)

    def _listed_choices(self) -> list[Json]:
        listed = list_of(self._members, "value-choices")
        return listed or list_of(self._members, "enum-value-choices")

    def _default(self, parameter: Parameter) -> Value | None:
        given = self._members.get("default-value")
        if parameter.entries is not None and is_given(given) and not isinstance(given, list):
            template = N_("The default of {id} is no list; it is read as one. Write [ ... ].")
            self._found("boutiques-schema", "default-value", template)
        return self._fitted(parameter, "default-value", given, fitting) if is_given(given) else None

    def _fitted(
        self,
        parameter: Parameter,
        name: str,
        value: Json,
        fit: Callable[[Parameter, object], Value],
    ) -> Value | None:
        try:
            return fit(parameter, value)
        except UnfitError:
            self._found(
                "value-against-type",
                name,
                N_('"{name}" of {id} is left out, for {value} does not fit it.'),
                name=name,
                value=value,
            )
            return None

    def _found(self, rule: str, attribute: str, template: str, /, **fields: object) -> None:
        place = ("inputs", self._place, attribute)
        self._findings.add(rule, place, template, id=self._id, **fields)
