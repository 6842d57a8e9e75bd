"""What a run left, as one thing; a reviewed or a person's layer is one too."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from cytodesk.charts.columns import Columns
from cytodesk.charts.found import FoundTable
from cytodesk.charts.rated import Rated
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Term
from cytodesk.wire.runs import Run, RunFile, RunState


class DeclaredParameter(Protocol):
    """A parameter as the algorithm declares it; `wire.InstalledParameter` is one."""

    @property
    def name(self) -> str: ...
    @property
    def human_name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def default(self) -> str | None: ...
    @property
    def set_by_server(self) -> bool: ...


class LayerKind(enum.StrEnum):
    """Who drew the layer; the value is its name in JSON and stays."""

    RUN = "run"
    REVIEWED = "reviewed"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Environment:
    """Where and with what a run was made; "" or None where nobody knows."""

    version: str = ""
    descriptor_hash: str = ""
    place: str = ""
    interpreter: str = ""
    image_digest: str = ""


@dataclass(frozen=True, slots=True)
class RunResults:
    """A run and everything of it that figures are made from.

    `images` and `terms` are those that the run could use (its project's), by id: a term in
    `terms` without an annotation was not found, a term that is not in `terms` was not looked for.
    `duration` is in seconds. `declared` lets defaults and what the server fills in be told from
    what the user entered; without it both are recognised by name alone.
    """

    run: Run
    annotations: tuple[Annotation, ...]
    images: Mapping[int, ImageInstance]
    terms: Mapping[int, Term]
    files: tuple[RunFile, ...] = ()
    duration: float | None = None
    declared: tuple[DeclaredParameter, ...] = ()
    columns: Columns | None = None
    rated: tuple[Rated, ...] = ()
    found: tuple[FoundTable, ...] = ()
    environment: Environment = field(default_factory=Environment)
    kind: LayerKind = LayerKind.RUN
    name: str = ""
    """What a layer that is no run is called: a person's name."""
    server_id: str = ""
    descriptor: str = ""
    """The text of the algorithm's descriptor, where the place still has it."""
    tags: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing: an absent annotation was then not found, so it counts 0."""
        return self.run.state is RunState.SUCCEEDED and not self.run.data_deleted

    @property
    def looked_at(self) -> frozenset[int] | None:
        """Return the ids of the images that the run was given; None if its values do not say."""
        ids = {
            int(part)
            for parameter in self.run.parameters
            if parameter.type.lower() in ("domain", "listdomain")
            for part in (parameter.value or "").strip().strip("[]").split(",")
            if part.strip().isdecimal()
        }
        return frozenset(ids & set(self.images)) or None


def names_of(runs: Iterable[RunResults]) -> dict[int, str]:
    """Return what the ids in values of Domain parameters stand for."""
    names: dict[int, str] = {}
    for each in runs:
        names.update({image.id: image.name for image in each.images.values()})
        names.update({term.id: term.name for term in each.terms.values()})
    return names
