"""Where the choices of a Domain come from, and which of their attributes people see."""

from __future__ import annotations

import re

from cytodesk.algorithms.descriptors.cytomine.attributes import (
    KNOWN_PLACEHOLDERS,
    WITH_OBJECTS,
    Attributes,
)
from cytodesk.algorithms.descriptors.mends import Rename
from cytodesk.algorithms.parameters import ParameterType
from cytodesk.errors import N_

_PLACEHOLDER = re.compile(r"\$\w*\$")
_OLD_NAMES = {
    "uri-print-attribute": "uriPrintAttribute",
    "uri-sort-attribute": "uriSortAttribute",
}


def read_attribute(said: Attributes, name: str) -> str:
    """Return the attribute, by its name of today or by the one of earlier days."""
    old = _OLD_NAMES[name]
    if not said.text(old) or said.text(name):
        return said.text(name)
    said.found(
        "old-attribute-name",
        old,
        N_('"{old}" is an old name. Write "{new}".'),
        [Rename(said.at(old), name)] if name not in said.members else (),
        old=old,
        new=name,
    )
    return said.text(old)


def read_uri(said: Attributes, kind: ParameterType) -> str:
    uri = said.text("uri").strip()
    if kind not in WITH_OBJECTS:
        if uri:
            template = N_('{id} is a {type}: its "uri" is passed over.')
            said.found("uri-ignored", "uri", template, type=kind)
        return uri
    if uri:
        _look_over(said, uri)
    else:
        said.found(
            "missing-uri",
            "uri",
            N_('{id} has no "uri", so there is nothing to choose from and ids are typed.'),
        )
    return uri


def _look_over(said: Attributes, uri: str) -> None:
    for unknown in sorted(set(_PLACEHOLDER.findall(uri)) - set(KNOWN_PLACEHOLDERS)):
        said.found(
            "unknown-placeholder",
            "uri",
            N_("Nobody replaces {placeholder} in the uri of {id}, so ids are typed."),
            placeholder=unknown,
        )
    if uri.startswith("api/"):
        said.found(
            "uri-without-slash",
            "uri",
            N_('The uri of {id} begins without a slash. Write "/{uri}".'),
            uri=uri,
        )
    if not any(said.text(name) for name in ("uri-print-attribute", "uriPrintAttribute")):
        said.found(
            "missing-print-attribute",
            "uri-print-attribute",
            N_('{id} says no "uri-print-attribute". Write "name", or what people know.'),
        )
