"""The one thing that was chosen while there is nothing yet to compare it with: what it is."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.assets import Words
from cytodesk.client.connection import Connection
from cytodesk.client.layers import layers_of
from cytodesk.client.run_lists import run_rows
from cytodesk.ui.compare.chip_flow import Told


@dataclass(frozen=True, slots=True)
class Alone:
    """A run, or below 0 a layer; without a name it is not there any more."""

    id: int
    name: str = ""
    note: str = ""
    has_ended: bool = True

    def told(self) -> Told:
        return Told(self.id, self.name or f"({self.id})", self.note)

    def sentence(self, words: Words) -> str:
        """Return why nothing is compared."""
        if not self.name:
            return words("This analysis is not there any more.")
        if not self.has_ended:
            return words("{run} has not ended yet.", run=self.name)
        return words("A comparison needs two analyses or more.")


def alone(connection: Connection, words: Words, project: int, id_: int) -> Alone:
    """Return what stands at the place by this id. Raises a CytoDeskError."""
    if id_ > 0:
        for run in run_rows(connection, [id_]):
            return Alone(id_, f"#{run.number}", run.name, run.state.has_ended)
        return Alone(id_)
    for layer in layers_of(connection, project):
        if layer.id == id_:
            return Alone(id_, layer.person or words("Reviewed annotations"))
    return Alone(id_)
