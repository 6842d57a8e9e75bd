"""What an algorithm says it makes."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.algorithms.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Output:
    """One declared result: a file at a place that values may decide (Boutiques), or a typed
    answer (App Engine)."""

    id: str
    name: str
    description: str = ""
    type: str = ""
    """As the dialect names it; empty where it is a file."""
    kind: Parameter | None = None
    """Bounds, choices and entries of a typed answer, as those of an input are told."""
    optional: bool = False
    derived_from: str = ""
    """The input whose coordinates it is in."""
    path: str = ""
    """A path with keys of parameters inside."""
    stripped: tuple[str, ...] = ()
    """Endings that values lose before they become part of the path."""
    value_key: str = ""
    flag: str = ""
    flag_separator: str = " "
