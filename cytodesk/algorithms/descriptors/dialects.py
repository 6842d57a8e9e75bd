"""The table of dialects: who recognises a document as theirs, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.descriptors import app_engine, bilayers, boutiques, cytomine
from cytodesk.algorithms.descriptors.documents import Json
from cytodesk.algorithms.descriptors.findings import Findings

Members = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way of writing descriptors."""

    name: str
    recognises: Callable[[Members], bool]
    read: Callable[[Members, Findings], Algorithm]
    """Gives an Algorithm of all that could be read; refusals stand in the Findings."""


DIALECTS = (
    Dialect("bilayers", bilayers.recognises, bilayers.read),
    Dialect("app-engine", app_engine.recognises, app_engine.read),
    Dialect("boutiques", boutiques.recognises, boutiques.read),
    Dialect("cytomine-0.1", cytomine.recognises, cytomine.read),
)
"""In the order of asking; the last one reads what nobody recognises."""


def dialect_of(members: Members) -> Dialect:
    """Return who reads `members`."""
    return next((each for each in DIALECTS if each.recognises(members)), DIALECTS[-1])
