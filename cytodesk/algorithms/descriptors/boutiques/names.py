"""Names of attributes that the schema does not have; Boutiques allows no others."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping

from cytodesk.algorithms.descriptors.documents import Json, Path
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.errors import N_

_OLD = {
    "command-line-key": "value-key",
    "enum-value-choices": "value-choices",
    "docker-image": "container-image",
    "walltime-estimate": "suggested-resources",
}
"""Names of drafts, and what 0.5 calls it or has in its place."""


def look_over_names(
    members: Mapping[str, Json], place: Path, known: Collection[str], findings: Findings
) -> None:
    """Say which attributes of `members` are not `known`, with the one that may be meant."""
    for name in members:
        if name not in known:
            near = _OLD.get(name) or "".join(
                difflib.get_close_matches(name, known, n=1, cutoff=0.75)
            )
            template = N_('Boutiques knows no "{name}" here. Remove it.')
            if near:
                template = N_('Boutiques knows no "{name}" here. Did you mean "{nearest}"?')
            findings.add("boutiques-schema", (*place, name), template, name=name, nearest=near)
