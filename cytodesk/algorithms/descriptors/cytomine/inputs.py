"""One input of schema cytomine-0.1 -> a Parameter."""

from __future__ import annotations

import re

from cytodesk.algorithms.descriptors.cytomine.attributes import Attributes
from cytodesk.algorithms.descriptors.cytomine.coherence import look_over_values
from cytodesk.algorithms.descriptors.cytomine.defaults import (
    read_bound,
    read_choices,
    read_default,
    takes_whole,
)
from cytodesk.algorithms.descriptors.cytomine.uris import read_attribute, read_uri
from cytodesk.algorithms.descriptors.documents import Json
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.members import type_trouble
from cytodesk.algorithms.descriptors.mends import Put
from cytodesk.algorithms.parameters import Holds, Parameter, ParameterType
from cytodesk.errors import N_

INPUT_ATTRIBUTES = (
    *("id", "name", "description", "type", "value-key", "command-line-flag", "optional"),
    *("default-value", "default", "set-by-server", "server-parameter", "minimum", "maximum"),
    *("equals", "integer", "values-choice", "value-choices", "values-choices", "value-choice"),
    *("uri", "uri-print-attribute", "uri-sort-attribute"),
    *("uriPrintAttribute", "uriSortAttribute"),
    # of Boutiques
    *("list", "list-separator", "min-list-entries", "max-list-entries", "requires-inputs"),
    *("disables-inputs", "command-line-flag-separator"),
    # of BIOMERO
    *("sub-type", "format", "mode", "file-count", "file-attachment", "folder-name", "section-id"),
)
_TYPES = {kind.casefold(): kind for kind in ParameterType}
_FOREIGN_TYPES = {
    "integer": (ParameterType.NUMBER, Holds.TEXT),
    "int": (ParameterType.NUMBER, Holds.TEXT),
    "float": (ParameterType.NUMBER, Holds.TEXT),
    "double": (ParameterType.NUMBER, Holds.TEXT),
    "bool": (ParameterType.BOOLEAN, Holds.TEXT),
    "text": (ParameterType.STRING, Holds.TEXT),
    "file": (ParameterType.STRING, Holds.FILE),
    "directory": (ParameterType.STRING, Holds.FOLDER),
    "folder": (ParameterType.STRING, Holds.FOLDER),
    "image": (ParameterType.STRING, Holds.IMAGE),
    "array": (ParameterType.STRING, Holds.FILE),
    "measurement": (ParameterType.STRING, Holds.FILE),
    "executable": (ParameterType.STRING, Holds.FILE),
}
"""Types of BIOMERO and of the wild, and what they are for a form."""
_WHOLE_TYPES = ("integer", "int")
_PLAIN_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLAIN_KEY = re.compile(r"\[?@?[A-Za-z_]\w*\]?")
_MANGLED = re.compile(r"@(?:id|ID)(?=\w)")


def read_input(
    one: Json, place: int, findings: Findings, *, is_biomero: bool = False
) -> Parameter | None:
    """Return the parameter of the input at `place`; None, and a refusal, where there is none."""
    if not isinstance(one, dict):
        findings.add("not-an-input", ("inputs", place), N_("An input is an object: {{ ... }}."))
        return None
    return _Input(Attributes(one, place, findings), is_biomero=is_biomero).read()


class _Input:
    def __init__(self, said: Attributes, *, is_biomero: bool) -> None:
        self._said = said
        self._id = said.id
        self._is_biomero = is_biomero
        self._type, self._whole, self._holds = ParameterType.STRING, False, Holds.TEXT

    def read(self) -> Parameter | None:
        found = self._read_id() & self._read_type()
        if not found:
            return None
        said, kind = self._said, self._type
        whole = self._whole and takes_whole(said)
        optional = said.claim("optional")
        parameter = Parameter(
            id=self._id,
            name=said.text("name").strip() or self._id,
            type=kind,
            description=said.text("description"),
            value_key=said.text("value-key").strip() or f"[{self._id.upper()}]",
            flag=self._flag(),
            optional=optional,
            set_by_server=said.claim("set-by-server"),
            server_parameter=said.claim("server-parameter"),
            default=read_default(said, kind, whole=whole, optional=optional),
            choices=read_choices(said, kind, whole=whole),
            minimum=read_bound(said, "minimum", kind),
            maximum=read_bound(said, "maximum", kind),
            is_integer=whole,
            uri=read_uri(said, kind),
            print_attribute=read_attribute(said, "uri-print-attribute"),
            sort_attribute=read_attribute(said, "uri-sort-attribute"),
            index=said.index,
            holds=self._holds,
            formats=said.listed("format"),
            is_advanced=said.text("mode").casefold() == "advanced",
        )
        look_over_values(said, parameter)
        self._look_over_texts(parameter)
        return parameter

    def _read_id(self) -> bool:
        if not self._id:
            self._said.found(
                "missing-id", "id", N_('An input has no "id". Write one, such as "min_area".')
            )
        elif not _PLAIN_ID.fullmatch(self._id):
            self._said.found(
                "odd-id",
                "id",
                N_(
                    'The id "{id}" holds signs that an option of a program can hardly have. '
                    "Use letters, digits and underscores."
                ),
            )
        return bool(self._id)

    def _read_type(self) -> bool:
        said = self._said.plain("type")
        kind = _TYPES.get(said.casefold())
        self._whole = kind is ParameterType.NUMBER and self._said.claim("integer")
        if kind is None and said.casefold() in _FOREIGN_TYPES:
            kind = self._foreign(said)
        elif kind is not None and said != kind:
            self._said.found(
                "type-spelling",
                "type",
                N_('The type "{said}" is spelled {type}. Write {type}.'),
                [Put(self._said.at("type"), kind.value)],
                said=said,
                type=kind,
            )
        if kind is None:
            self._said.found(
                "unknown-type",
                "type",
                type_trouble(self._said.members.get("type")),
                said=said,
                types=", ".join(ParameterType),
            )
            return False
        self._type = kind
        return True

    def _foreign(self, said: str) -> ParameterType:
        kind, self._holds = _FOREIGN_TYPES[said.casefold()]
        self._whole = said.casefold() in _WHOLE_TYPES
        mends = [Put(self._said.at("type"), kind.value)]
        if self._whole:
            mends.append(Put(self._said.at("integer"), True))
        # BIOMERO knows these types: there the word is right, and only Cytomine stumbles.
        # Where the word says more than the type, mending would lose it.
        is_mended = not self._is_biomero and self._holds is Holds.TEXT
        self._said.found(
            "foreign-type",
            "type",
            N_('"{said}" is no type of Cytomine; it is read as {type}. Write {type}.'),
            mends if is_mended else (),
            said=said,
            type=kind,
        )
        return kind

    def _flag(self) -> str:
        if not isinstance(self._said.members.get("command-line-flag"), str):
            self._said.found(
                "missing-flag",
                "command-line-flag",
                N_('{id} has no "command-line-flag"; it is passed as --{id}. Write "--@id".'),
                [Put(self._said.at("command-line-flag"), "--@id")],
            )
        return self._said.text("command-line-flag", missing="--@id").strip()

    def _look_over_texts(self, parameter: Parameter) -> None:
        for name, value in self._said.members.items():
            found = _MANGLED.search(value) if isinstance(value, str) else None
            if found is not None and name != "id":
                self._said.found(
                    "id-inside-a-text",
                    name,
                    N_('"{name}" of {id} holds "{sign}" inside a word. Write it in another way.'),
                    name=name,
                    sign=found.group(),
                )
        if not _PLAIN_KEY.fullmatch(parameter.value_key) or "@" in parameter.value_key[1:]:
            self._said.found(
                "odd-key",
                "value-key",
                N_('The key "{key}" of {id} holds signs that spoil it. Write "[@ID]".'),
                key=parameter.value_key,
            )
