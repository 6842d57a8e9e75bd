"""One input of schema cytomine-0.1 -> a Parameter."""

from __future__ import annotations

import re
from dataclasses import replace

from cytodesk.algorithms.conversion import UnfitError, converted, fitting, is_given
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.positioned_json import Json
from cytodesk.algorithms.descriptors.positioned_json import Path as Place
from cytodesk.algorithms.parameters import Parameter, ParameterType, Value
from cytodesk.errors import N_

_TYPES = {kind.casefold(): kind for kind in ParameterType}
_FOREIGN_TYPES = {
    "integer": ParameterType.NUMBER,
    "int": ParameterType.NUMBER,
    "float": ParameterType.NUMBER,
    "double": ParameterType.NUMBER,
    "bool": ParameterType.BOOLEAN,
    "text": ParameterType.STRING,
    "file": ParameterType.STRING,
    "directory": ParameterType.STRING,
    "image": ParameterType.STRING,
    "array": ParameterType.STRING,
    "measurement": ParameterType.STRING,
    "executable": ParameterType.STRING,
}
"""Types of BIOMERO and of the wild, and what they are for a form."""
_WHOLE_TYPES = ("integer", "int")
_PLAIN_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORD = re.compile(r"[A-Za-z_]\w*")
_PLACEHOLDER = re.compile(r"\$\w*\$")
_KNOWN_PLACEHOLDERS = {
    "$currentProject$",
    "$currentOntology$",
    "$currentProjectCreationDate$",
    "$currentDate$",
    "$cytomineHost$",
}
_UNKNOWN_TYPE = N_('"{said}" is no type. Write one of {types}.')
_MISSING_TYPE = N_('An input has no "type". Write one of {types}.')
_DEFAULT_TAKEN = N_(
    'Cytomine does not know "default" of {id}. It is proposed here all the same. Write '
    '"default-value".'
)
_DEFAULT_LEFT = N_(
    'Cytomine does not know "default" of {id}, so it is passed over. Write "default-value".'
)
_WITH_OBJECTS = (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)


def read_input(one: Json, place: int, findings: Findings) -> Parameter | None:
    """Return the parameter of the input at `place`; None, and a refusal, where there is none."""
    if not isinstance(one, dict):
        findings.refuse("not-an-input", ("inputs", place), N_("An input is an object: {{ ... }}."))
        return None
    return _Input(one, place, findings).read()


def _expanded(text: str, name: str) -> str:
    """Replace `@ID` and `@id`, as whole words: `@identifier` stays."""
    text = re.sub(r"@ID(?![A-Za-z0-9_])", lambda _: name.upper(), text)
    return re.sub(r"@id(?![A-Za-z0-9_])", lambda _: name, text)


class _Input:
    def __init__(self, members: dict[str, Json], place: int, findings: Findings) -> None:
        self._members = members
        self._place: Place = ("inputs", place)
        self._index = 100 * (place + 1)
        self._findings = findings
        self._id = str(members.get("id") or "").strip()
        self._type, self._whole = ParameterType.STRING, False

    def read(self) -> Parameter | None:
        found = self._read_id() & self._read_type()
        if not found:
            return None
        optional = self._claim("optional")
        parameter = Parameter(
            id=self._id,
            name=self._text("name").strip() or self._id,
            type=self._type,
            description=self._text("description"),
            value_key=self._text("value-key").strip() or f"[{self._id.upper()}]",
            flag=self._text("command-line-flag", missing="--@id").strip(),
            optional=optional,
            set_by_server=self._claim("set-by-server"),
            server_parameter=self._claim("server-parameter"),
            default=self._default(optional),
            choices=self._choices(),
            minimum=self._bound("minimum"),
            maximum=self._bound("maximum"),
            is_integer=self._whole,
            uri=self._uri(),
            print_attribute=self._text("uri-print-attribute") or self._text("uriPrintAttribute"),
            sort_attribute=self._text("uri-sort-attribute") or self._text("uriSortAttribute"),
            index=self._index,
        )
        self._look_over_values(parameter)
        return parameter

    def _text(self, name: str, missing: str = "") -> str:
        value = self._members.get(name)
        if value is None or isinstance(value, dict | list):
            value = missing
        return _expanded(str(value), self._id)

    def _warn(self, rule: str, name: str, template: str, /, **fields: object) -> None:
        self._findings.warn(rule, (*self._place, name), template, id=self._id, **fields)

    def _read_id(self) -> bool:
        if not self._id:
            self._findings.refuse(
                "missing-id",
                (*self._place, "id"),
                N_('An input has no "id". Write one, such as "min_area".'),
            )
        elif not _PLAIN_ID.fullmatch(self._id):
            self._warn(
                "odd-id",
                "id",
                N_(
                    'The id "{id}" holds signs that an option of a program can hardly have. '
                    "Use letters, digits and underscores."
                ),
            )
        return bool(self._id)

    def _read_type(self) -> bool:
        said = str(self._members.get("type") or "").strip()
        kind = _TYPES.get(said.casefold())
        self._whole = kind is ParameterType.NUMBER and self._claim("integer")
        if kind is None and said.casefold() in _FOREIGN_TYPES:
            kind = _FOREIGN_TYPES[said.casefold()]
            self._whole = said.casefold() in _WHOLE_TYPES
            self._warn(
                "foreign-type",
                "type",
                N_('"{said}" is no type of Cytomine; it is read as {type}. Write {type}.'),
                said=said,
                type=kind,
            )
        if kind is None:
            self._findings.refuse(
                "unknown-type",
                (*self._place, "type"),
                _UNKNOWN_TYPE if said else _MISSING_TYPE,
                said=said,
                types=", ".join(ParameterType),
            )
            return False
        self._type = kind
        return True

    def _claim(self, name: str) -> bool:
        value = self._members.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        try:
            claim = bool(converted(ParameterType.BOOLEAN, value))
        except UnfitError:
            claim = False
        self._warn(
            "claim-as-text",
            name,
            N_('"{name}" of {id} is read as {claim}. Write {claim}, without quotation marks.'),
            name=name,
            claim=str(claim).lower(),
        )
        return claim

    def _value(self, name: str, value: Json, *, is_bound: bool = False) -> Value | None:
        """Return `value` in the type of this input, warning where it is written otherwise."""
        given: Json = _expanded(value, self._id) if isinstance(value, str) else value
        try:
            result = converted(self._type, given, whole=self._whole and not is_bound)
        except UnfitError:
            self._warn(
                "value-against-type",
                name,
                N_('"{name}" of {id} is left out, for {value} is no {type}.'),
                name=name,
                value=given,
                type=self._type,
            )
            return None
        native = bool if self._type is ParameterType.BOOLEAN else (int, float)
        if isinstance(result, native) and not isinstance(value, native):
            self._warn(
                "value-as-text",
                name,
                N_(
                    '"{name}" of {id} is written as a text. Write {value}, without quotation marks.'
                ),
                name=name,
                value=str(result).lower(),
            )
        return result

    def _default(self, optional: bool) -> Value | None:
        name = "default-value"
        if "default" in self._members and not is_given(self._members.get(name)):
            name = "default" if self._foreign_default_counts(optional) else name
        given = self._members.get(name)
        if not is_given(given):
            return None
        if isinstance(given, str) and self._is_word_for_objects(given.strip()):
            return given.strip()
        return self._value(name, given)

    def _is_word_for_objects(self, given: str) -> bool:
        """Whether `given` is "all" or "$currentProject$" where ids are expected."""
        is_placeholder = given in _KNOWN_PLACEHOLDERS and self._type in _WITH_OBJECTS
        is_word = _WORD.fullmatch(given) is not None and self._type is ParameterType.LIST_DOMAIN
        return is_placeholder or is_word

    def _foreign_default_counts(self, optional: bool) -> bool:
        """Cytomine passes over "default". Where a value is required, somebody has to fill it in
        and the author's word is the best proposal. An optional one is left out by Cytomine, and
        then the program's own default speaks: a run here must not differ from one there.
        """
        counts = not optional and is_given(self._members["default"])
        self._warn("default-spelling", "default", _DEFAULT_TAKEN if counts else _DEFAULT_LEFT)
        return counts

    def _choices(self) -> tuple[Value, ...]:
        # The reference's table says value-choices, its example and Cytomine values-choice.
        for name in ("values-choice", "value-choices", "values-choices", "value-choice"):
            listed = self._members.get(name)
            if isinstance(listed, list) and listed:
                values = (self._value(name, each) for each in listed)
                return tuple(value for value in values if value is not None)
            if is_given(listed):
                self._warn(
                    "choices-not-a-list",
                    name,
                    N_('"{name}" of {id} is no list and is left out. Write [ ... ].'),
                    name=name,
                )
        return ()

    def _bound(self, name: str) -> int | float | str | None:
        given = self._members.get(name)
        if not is_given(given) or self._type not in (ParameterType.NUMBER, ParameterType.DATE):
            return None
        bound = self._value(name, given, is_bound=True)
        return None if isinstance(bound, tuple) else bound

    def _uri(self) -> str:
        uri = self._text("uri").strip()
        if self._type in _WITH_OBJECTS and not uri:
            self._warn(
                "missing-uri",
                "uri",
                N_('{id} has no "uri", so there is nothing to choose from and ids are typed.'),
            )
        for unknown in sorted(set(_PLACEHOLDER.findall(uri)) - _KNOWN_PLACEHOLDERS):
            self._warn(
                "unknown-placeholder",
                "uri",
                N_("Nobody replaces {placeholder} in the uri of {id}, so ids are typed."),
                placeholder=unknown,
            )
        return uri

    def _look_over_values(self, parameter: Parameter) -> None:
        """Warn of a default and of bounds that the other attributes rule out."""
        if parameter.default is not None and not _is_allowed(parameter, parameter.default):
            self._warn(
                "default-not-allowed",
                "default-value",
                N_("The default {value} of {id} is outside its own bounds or choices."),
                value=parameter.default,
            )
        bounds = replace(parameter, choices=())
        if parameter.maximum is not None and not _is_allowed(bounds, parameter.maximum):
            self._warn(
                "bounds-crossed",
                "maximum",
                N_("The maximum of {id} is less than its minimum, so no value fits."),
            )


def _is_allowed(parameter: Parameter, value: Value) -> bool:
    if isinstance(value, str) and parameter.type in _WITH_OBJECTS:
        return True
    try:
        fitting(replace(parameter, default=None, is_integer=False), value)
    except UnfitError:
        return False
    return True
