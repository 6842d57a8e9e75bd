"""What makes many analyses of one form, as a value that is kept through a crash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.batches.rows import How
from cytodesk.algorithms.batches.splits import image_parameter, term_parameter
from cytodesk.algorithms.batches.sweeps import Spacing, Sweep
from cytodesk.algorithms.batches.tables import Table
from cytodesk.algorithms.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Shape:
    how: How = How.ONE
    table: Table = field(default_factory=Table)
    sweeps: tuple[Sweep, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "how": self.how.value,
            "columns": list(self.table.columns),
            "rows": [list(row) for row in self.table.rows],
            "sweeps": [[each.parameter, each.spacing.value, *each.parts] for each in self.sweeps],
        }

    @classmethod
    def from_json(cls, told: object, algorithm: Algorithm) -> Shape:
        """Return what was kept, as far as it still fits the algorithm."""
        if not isinstance(told, Mapping):
            return cls()
        asked = {parameter.id for parameter in algorithm.asked}
        try:
            rows = tuple(tuple(map(str, row)) for row in told["rows"])
            table = Table(tuple(map(str, told["columns"])), rows)
            sweeps = tuple(
                Sweep(str(name), Spacing(spacing), tuple(map(str, parts)))
                for name, spacing, *parts in told["sweeps"]
                if name in asked
            )
            return cls(How(told["how"]), _fitting(table, asked), sweeps)
        except (KeyError, ValueError, TypeError):
            return cls()


def listed_parameter(algorithm: Algorithm, how: How) -> Parameter | None:
    """Return the parameter whose things make one analysis each."""
    match how:
        case How.IMAGES:
            return image_parameter(algorithm)
        case How.TERMS:
            return term_parameter(algorithm)
        case _:
            return None


def _fitting(table: Table, asked: set[str]) -> Table:
    if any(len(row) != len(table.columns) for row in table.rows):
        return Table()
    return table.with_columns([column for column in table.columns if column in asked])
