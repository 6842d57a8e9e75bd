"""The notation of a descriptor: JSON, or YAML where its name or its first sign say so."""

from __future__ import annotations

from cytodesk.algorithms.descriptors import positioned_json
from cytodesk.algorithms.descriptors.findings import Positioned
from cytodesk.algorithms.descriptors.source import Source

_YAML = (".yml", ".yaml")


def parsed(source: Source) -> Positioned:
    """Return the document of `source`; raises NotJsonError, of which NotYamlError is a kind."""
    return positioned_json.parse(source.text)
