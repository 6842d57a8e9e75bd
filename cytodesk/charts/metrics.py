"""The figures of one run: what it left, by term, by image and pooled.

An object with two terms counts once under each and once in the total. Areas come from the outlines
and the pixel sizes (pixels² x size_x x size_y), whatever the server says of them. They are in µm²
on images whose pixel size is known and in px² on the others; pooled over images they are in µm² as
soon as one image has a pixel size, and what had to be left out is counted in a note. A density is
per mm² of image: pooled, of all images that have objects, size and pixel size.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.figures import (
    MICRON,
    MICRON2,
    PER_MM2,
    PIXEL,
    PIXEL2,
    Metric,
    Note,
    Quantity,
)
from cytodesk.charts.found import FoundColumn
from cytodesk.charts.labels import NO_TERM, Labels, labels_of
from cytodesk.charts.objects import Objects, read_objects
from cytodesk.charts.rated import Confusion, class_success_rate, confusion_of, success_rate
from cytodesk.charts.results import RunResults
from cytodesk.charts.run_notes import notes_of
from cytodesk.charts.surfaces import Reals

_ALL = None


@dataclass(frozen=True, slots=True)
class MetricTable:
    """Figures of one run, in a fixed order; `objects` are the columns that they come from."""

    values: Mapping[Metric, float]
    notes: tuple[Note, ...]
    objects: Objects
    terms: tuple[str, ...]
    """Every term that the run could have given, by label, in the order of their ids."""
    is_whole: bool
    expected: Confusion | None = None
    """What it called annotations of which people had said what they are."""

    def value(self, metric: Metric) -> float | None:
        """Return the figure; None where it is missing.

        A term that a whole run could have given and did not give counts 0, with 0 as its area; an
        image without objects may not have been looked at, so its figures are missing.
        """
        known = self.values.get(metric)
        if known is not None:
            return known
        if metric.name in (Quantity.COUNT, Quantity.AREA) and self._was_looked_for(metric):
            return None if self._has_objects(metric) else 0.0
        return None

    def _was_looked_for(self, metric: Metric) -> bool:
        term_is_known = metric.term in (None, NO_TERM) or metric.term in self.terms
        image_is_known = metric.image is None or metric.image in self.objects.images
        return self.is_whole and term_is_known and image_is_known

    def _has_objects(self, metric: Metric) -> bool:
        return self.values.get(Metric(Quantity.COUNT, "", metric.term, metric.image), 0.0) > 0


def read_metrics(results: RunResults, labels: Labels | None = None) -> MetricTable:
    """Return the figures of `results`; `labels` come from `labels_of` where runs are compared."""
    labels = labels or labels_of([results])
    objects = read_objects(results, labels)
    values = dict(_figures(objects)) if len(objects) else {}
    if not len(objects) and results.is_whole:
        values = {Metric(Quantity.COUNT): 0.0}
    values.update(_densities(objects, dict(values)))
    values.update(_said_by_the_run(results))
    return MetricTable(
        values=values,
        notes=notes_of(results, objects, labels),
        objects=objects,
        terms=tuple(labels.of_term(results, id_) for id_ in sorted(results.terms)),
        is_whole=results.is_whole,
        expected=confusion_of(results.rated, lambda term: labels.of_term(results, term)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """What is measured of every object in one unit; NaN where it is not, or in the other unit."""

    unit: str
    area: Reals
    columns: tuple[tuple[Quantity, Quantity | None, str, Reals], ...]
    """Name of the mean, of the median if there is one, unit, values."""


def _measured(objects: Objects, unit: str) -> _Measured:
    members = np.arange(len(objects))
    length = MICRON if unit == MICRON2 else PIXEL
    return _Measured(
        unit=unit,
        area=objects.areas(members, unit, with_gaps=True),
        columns=(
            (
                Quantity.MEAN_PERIMETER,
                Quantity.MEDIAN_PERIMETER,
                length,
                objects.perimeters(members, length, with_gaps=True),
            ),
            (
                Quantity.MEAN_CIRCULARITY,
                Quantity.MEDIAN_CIRCULARITY,
                "",
                objects.circularities(members, with_gaps=True),
            ),
            (Quantity.MEAN_RATE, None, "", objects.rates(members, with_gaps=True)),
        ),
    )


def _figures(objects: Objects) -> Iterator[tuple[Metric, float]]:
    """Yield pooled figures first, the total before its terms, then the same image by image."""
    measured = {unit: _measured(objects, unit) for unit in (MICRON2, PIXEL2)}
    pooled = measured[MICRON2 if objects.has_micron.any() else PIXEL2]
    yield from _of_group(np.arange(len(objects)), _ALL, _ALL, pooled)
    for code, term in enumerate(objects.terms):
        yield from _of_group(objects.with_term(code), term, _ALL, pooled)
    by_image = _split(objects.image, len(objects.images))
    term_by_image = [
        _split_members(objects, objects.with_term(code)) for code in range(len(objects.terms))
    ]
    for code, image in enumerate(objects.images):
        own = measured[MICRON2 if objects.image_has_micron[code] else PIXEL2]
        yield from _of_group(by_image[code], _ALL, image, own)
        for term, members in zip(objects.terms, term_by_image, strict=True):
            yield from _of_group(members[code], term, image, own)


def _of_group(
    members: NDArray[np.intp], term: str | None, image: str | None, measured: _Measured
) -> Iterator[tuple[Metric, float]]:
    if not len(members):
        return
    yield Metric(Quantity.COUNT, "", term, image), float(len(members))
    areas = _known(measured.area[members])
    if len(areas):
        total, unit = math.fsum(areas), measured.unit
        yield Metric(Quantity.AREA, unit, term, image), total
        yield Metric(Quantity.MEAN_AREA, unit, term, image), total / len(areas)
        yield Metric(Quantity.MEDIAN_AREA, unit, term, image), _median(areas)
    for mean, median, unit, column in measured.columns:
        values = _known(column[members])
        if len(values):
            yield Metric(mean, unit, term, image), math.fsum(values) / len(values)
            if median is not None:
                yield Metric(median, unit, term, image), _median(values)


def _known(values: Reals) -> list[float]:
    """Return what is known of `values`, sorted."""
    known: list[float] = np.sort(values[values == values]).tolist()
    return known


def _median(values: list[float]) -> float:
    """Return the median of sorted values; numpy's takes ten times as long for a few."""
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _densities(objects: Objects, counts: Mapping[Metric, float]) -> Iterator[tuple[Metric, float]]:
    """Yield objects per mm² of image for each count; of images of unknown size there is none."""
    square = objects.image_pixels * objects.size_x * objects.size_y / 1e6
    known = np.isfinite(square)
    of_image = dict(zip(objects.images, square.tolist(), strict=True))
    for metric, count in counts.items():
        if metric.name != Quantity.COUNT:
            continue
        if metric.image is not None and math.isfinite(of_image[metric.image]):
            density = count / of_image[metric.image]
            yield Metric(Quantity.DENSITY, PER_MM2, metric.term, metric.image), density
        elif metric.image is None and len(square) and known.all():
            density = count / float(square.sum())
            yield Metric(Quantity.DENSITY, PER_MM2, metric.term), density


def _said_by_the_run(results: RunResults) -> Iterator[tuple[Metric, float]]:
    """Yield what the run itself said: success rates, columns of its tables."""
    rates = (
        (Quantity.SUCCESS_RATE, success_rate(results.rated)),
        (Quantity.CLASS_SUCCESS_RATE, class_success_rate(results.rated)),
    )
    yield from ((Metric(name), rate) for name, rate in rates if rate is not None)
    for table in results.found:
        for column in table.columns:
            yield from _of_column(table.source, column)


def _of_column(source: str, column: FoundColumn) -> Iterator[tuple[Metric, float]]:
    """Yield a column's figure for the run and for each image: the mean where there are several."""
    values = np.array(column.values, dtype=np.float64)
    by_image: dict[str, list[float]] = defaultdict(list)
    for value, image in zip(column.values, column.images, strict=True):
        if image is not None:
            by_image[image].append(value)
    pooled = Metric(column.name, column.unit, source=source)
    yield pooled, math.fsum(values) / len(values)
    for image, of_one in by_image.items():
        yield replace(pooled, image=image), math.fsum(of_one) / len(of_one)


def _split(codes: NDArray[np.intp], count: int) -> list[NDArray[np.intp]]:
    """Return the positions of each code 0..count-1 in `codes`, in order."""
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.searchsorted(codes[order], np.arange(1, count)))


def _split_members(objects: Objects, members: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    parts = _split(objects.image[members], len(objects.images))
    return [members[part] for part in parts]
