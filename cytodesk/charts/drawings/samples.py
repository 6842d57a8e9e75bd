"""What is distributed: of each run one value per object, and which object that is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.comparison import Comparison
from cytodesk.charts.drawing import Reals, Target
from cytodesk.charts.drawings.parts import RunName
from cytodesk.charts.figures import MICRON, MICRON2, PIXEL, PIXEL2, Note
from cytodesk.charts.labels import NO_TERM
from cytodesk.charts.metrics import MetricTable
from cytodesk.errors import N_

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Which objects the values of a run are of: annotations, and places in its images."""

    annotations: NDArray[np.int64]
    image: Places
    images: tuple[str, ...]
    image_ids: tuple[int | None, ...]

    def at(self, places: Places) -> Origin:
        return replace(self, annotations=self.annotations[places], image=self.image[places])

    def target(self, run: int, place: int) -> Target:
        image = self.image_ids[self.image[place]]
        return Target(run, image, int(self.annotations[place]))


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Finite values per run; `origins` has an entry per run, or none where nobody knows."""

    key: str
    title: str
    """What is measured, marked for translation."""
    unit: str
    runs: tuple[RunName, ...]
    values: tuple[Reals, ...]
    origins: tuple[Origin | None, ...] = ()
    left_out: tuple[Note, ...] = ()
    term: str | None = None
    """Of which term the objects are; None for all."""

    @property
    def what(self) -> Note:
        if self.term is None:
            return Note(self.title)
        term = Note(self.term) if self.term == NO_TERM else self.term
        return Note(N_("{what} of {term}"), {"what": Note(self.title), "term": term})

    @property
    def count(self) -> int:
        return sum(len(column) for column in self.values)

    def origin(self, place: int) -> Origin | None:
        return self.origins[place] if self.origins else None

    def above_zero(self) -> Sample:
        """Return what a logarithmic axis can show; the rest is counted and said."""
        kept = [np.flatnonzero(column > 0) for column in self.values]
        shown = replace(
            self,
            values=tuple(column[k] for column, k in zip(self.values, kept, strict=True)),
            origins=tuple(
                None if origin is None else origin.at(k)
                for origin, k in zip(self.origins, kept, strict=False)
            ),
        )
        if not (lost := self.count - shown.count):
            return shown
        template = N_("Left out on the logarithmic axis, not above 0: {count}.")
        return replace(shown, left_out=(*self.left_out, Note(template, {"count": lost})))


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that every object can have: `key` is one of MEASURES."""

    key: str
    unit: str

    @property
    def title(self) -> str:
        """Return its name, marked for translation."""
        return _TITLES[self.key]


_TITLES = {
    "area": N_("Area"),
    "perimeter": N_("Perimeter"),
    "circularity": N_("Circularity"),
    "rate": N_("Rate"),
}
MEASURES = (
    Measure("area", MICRON2),
    Measure("area", PIXEL2),
    Measure("perimeter", MICRON),
    Measure("perimeter", PIXEL),
    Measure("circularity", ""),
    Measure("rate", ""),
)


def measures_of(comparison: Comparison) -> tuple[Measure, ...]:
    """Return what some object of some run has."""
    return tuple(
        measure
        for measure in MEASURES
        if any(np.isfinite(_column(table, measure)).any() for table in comparison.tables)
    )


def sample_of(comparison: Comparison, measure: Measure, term: str | None = None) -> Sample:
    """Return the values of the objects of each run; of one term, or of all."""
    values, origins = [], []
    for table in comparison.tables:
        column, objects = _column(table, measure), table.objects
        members = np.arange(len(objects))
        if term is not None:
            is_there = term in objects.terms
            members = objects.with_term(objects.terms.index(term)) if is_there else members[:0]
        members = members[np.isfinite(column[members])]
        values.append(column[members])
        origins.append(
            Origin(
                np.asarray(objects.columns.ids)[members],
                objects.image[members],
                objects.images,
                objects.image_ids,
            )
        )
    key = f"{measure.key}-{measure.unit}" if measure.unit else measure.key
    return Sample(
        key=key if term is None else f"{key}-{term}",
        title=measure.title,
        unit=measure.unit,
        runs=comparison.runs,
        values=tuple(values),
        origins=tuple(origins),
        term=term,
    )


def _column(table: MetricTable, measure: Measure) -> Reals:
    """Return a measure of every object of a run, NaN where it has none."""
    objects = table.objects
    everything = np.arange(len(objects))
    match measure.key:
        case "area":
            return objects.areas(everything, measure.unit, with_gaps=True)
        case "perimeter":
            return objects.perimeters(everything, measure.unit, with_gaps=True)
        case "circularity":
            return objects.circularities(everything, with_gaps=True)
        case _:
            return objects.rates(everything, with_gaps=True)
