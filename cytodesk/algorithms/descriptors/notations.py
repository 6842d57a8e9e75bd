"""The notation of a descriptor: JSON, or YAML where its name or its first sign say so."""

from __future__ import annotations

from cytodesk.algorithms.descriptors import positioned_json, positioned_yaml
from cytodesk.algorithms.descriptors.documents import Positioned
from cytodesk.algorithms.descriptors.source import Source

_YAML = (".yml", ".yaml")


def parsed(source: Source) -> Positioned:
    """Return the document of `source`; raises NotJsonError, of which NotYamlError is a kind.

    A text without a name is YAML where it begins with no bracket: JSON never begins otherwise.
    """
    if source.name.casefold().endswith(_YAML) or _begins_as_yaml(source):
        return positioned_yaml.parse(source.text)
    return positioned_json.parse(source.text)


def _begins_as_yaml(source: Source) -> bool:
    if source.name.casefold().endswith(".json"):
        return False
    text = source.text.lstrip("\ufeff \t\r\n")
    return bool(text) and text[0] not in '{["' and ":" in text
