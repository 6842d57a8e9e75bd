"""What does not depend on the IoU, measured once for two layers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.agreement.common import Sides, common_images
from cytodesk.charts.agreement.fates import Parts, parts_of
from cytodesk.charts.agreement.overlaps import Ints, Overlaps, Reals, overlaps_of
from cytodesk.charts.agreement.raster import Covered, covered
from cytodesk.charts.figures import Note
from cytodesk.charts.labels import NO_TERM, Labels, labels_of
from cytodesk.charts.objects import Objects, read_objects
from cytodesk.charts.results import RunResults
from cytodesk.charts.surfaces import Shapes
from cytodesk.errors import N_

Report = Callable[[float], None]
"""Told the share that is done, 0 to 1; it may raise to end the work."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The objects of one side, in the order of their images; codes are those of `Prepared`."""

    run: int
    name: str
    ids: NDArray[np.int64]
    image: Ints
    image_ids: tuple[int | None, ...]
    """By image: its id in this layer's project; None where the layer has nothing there."""
    label: Ints
    """Its terms together, as a position in `Prepared.terms`; the last is `NO_TERM`."""
    area: Reals
    """Pixels²; 0 for what has no area, which overlaps nothing."""
    bounds: Reals

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Two layers on the images that both looked at, with every overlap of theirs."""

    baseline: Layer
    other: Layer
    images: tuple[str, ...]
    terms: tuple[str, ...]
    overlaps: Overlaps
    parts: Parts
    covered: tuple[Covered | None, ...]
    """By image; None where the image says no size."""
    pixel_sizes: tuple[tuple[float, float] | None, ...]
    notes: tuple[Note, ...]


def prepare(
    baseline: RunResults,
    other: RunResults,
    labels: Labels | None = None,
    *,
    terms: Collection[str] = (),
    report: Report | None = None,
) -> Prepared:
    """Return what two layers have in common; a worker process may be wanted for more than 500.

    `labels` come from `labels_of` all runs that are compared. `terms` leaves in only objects that
    have one of these; without it all count. Images meet by name. An image on which only one side
    left something counts only where the other one is whole and, as far as its values say, was
    given that image: then it found nothing there, and that is said.
    """
    labels = labels or labels_of([baseline, other])
    sides = [(results, read_objects(results, labels)) for results in (baseline, other)]
    images, notes = common_images(sides)
    chosen = [_chosen(objects, images, terms) for _, objects in sides]
    names = _label_names([objects for _, objects in sides], chosen)
    layers = [
        _layer(results, objects, labels, members, images, names)
        for (results, objects), members in zip(sides, chosen, strict=True)
    ]
    shapes = [
        objects.columns.shapes(members) for (_, objects), members in zip(sides, chosen, strict=True)
    ]
    overlaps, coverage = _image_by_image(layers, shapes, sides, len(images), report)
    one, two = layers
    return Prepared(
        baseline=one,
        other=two,
        images=images,
        terms=names,
        overlaps=overlaps,
        parts=parts_of(overlaps, shapes[0], shapes[1], one.area, two.area),
        covered=coverage,
        pixel_sizes=tuple(_pixel_size(sides, place, layers) for place in range(len(images))),
        notes=(*_asked(terms), *notes, *_notes(layers, coverage, images)),
    )


def _chosen(objects: Objects, images: tuple[str, ...], terms: Collection[str]) -> Ints:
    """Return the objects that count, image by image in the common order."""
    place = {name: code for code, name in enumerate(images)}
    code = np.array([place.get(name, -1) for name in objects.images], dtype=np.intp)
    of_object = code[objects.image] if len(objects) else np.empty(0, dtype=np.intp)
    keep = of_object >= 0
    if terms:
        wanted = np.array([name in terms for name in objects.terms], dtype=np.bool_)
        has_one = np.zeros(len(objects), dtype=np.bool_)
        has_one[objects.member[wanted[objects.member_term]]] = True
        keep &= has_one
    members = np.flatnonzero(keep)
    return members[np.argsort(of_object[members], kind="stable")]


def _labels(objects: Objects, members: Ints) -> list[str]:
    """Return the terms of each object as one label: those of several stand together."""
    names: list[list[str]] = [[] for _ in range(len(objects))]
    for member, code in zip(objects.member.tolist(), objects.member_term.tolist(), strict=True):
        names[member].append(objects.terms[code])
    return [" + ".join(names[member]) or NO_TERM for member in members.tolist()]


def _label_names(sides: list[Objects], chosen: list[Ints]) -> tuple[str, ...]:
    names = dict.fromkeys(
        name
        for objects, members in zip(sides, chosen, strict=True)
        for name in dict.fromkeys(_labels(objects, members))
    )
    names.pop(NO_TERM, None)
    return (*names, NO_TERM)


def _layer(
    results: RunResults,
    objects: Objects,
    labels: Labels,
    members: Ints,
    images: tuple[str, ...],
    names: tuple[str, ...],
) -> Layer:
    place = {name: code for code, name in enumerate(images)}
    own = dict(zip(objects.images, objects.image_ids, strict=True))
    code = np.array([place.get(name, -1) for name in objects.images], dtype=np.intp)
    label = {name: number for number, name in enumerate(names)}
    area = objects.columns.pixels[members]
    return Layer(
        run=results.run.id,
        name=labels.of_run(results),
        ids=objects.columns.ids[members],
        image=code[objects.image[members]] if len(members) else np.empty(0, dtype=np.intp),
        image_ids=tuple(own.get(name) for name in images),
        label=np.array([label[each] for each in _labels(objects, members)], dtype=np.intp),
        area=np.where(np.isfinite(area), area, 0.0),
        bounds=objects.columns.bounds[members],
    )


def _image_by_image(
    layers: list[Layer],
    shapes: list[Shapes],
    sides: Sides,
    count: int,
    report: Report | None,
) -> tuple[Overlaps, tuple[Covered | None, ...]]:
    found: list[Overlaps] = []
    coverage: list[Covered | None] = []
    starts = [np.searchsorted(layer.image, np.arange(count + 1)) for layer in layers]
    for place in range(count):
        spans = [slice(int(start[place]), int(start[place + 1])) for start in starts]
        parts = [each[span] for each, span in zip(shapes, spans, strict=True)]
        areas = [layer.area[span] for layer, span in zip(layers, spans, strict=True)]
        one = overlaps_of(parts[0], parts[1], areas[0], areas[1])
        first, second = spans[0].start, spans[1].start
        found.append(Overlaps(one.a + first, one.b + second, one.shared, one.iou))
        size = next(_sizes(sides, layers, place), None)
        coverage.append(covered(parts[0], parts[1], *size) if size else None)
        if report is not None:
            report((place + 1) / count)
    none = np.empty(0)
    nobody = np.empty(0, dtype=np.intp)
    together = Overlaps(
        np.concatenate([nobody, *(each.a for each in found)]),
        np.concatenate([nobody, *(each.b for each in found)]),
        np.concatenate([none, *(each.shared for each in found)]),
        np.concatenate([none, *(each.iou for each in found)]),
    )
    return together, tuple(coverage)


def _sizes(sides: Sides, layers: list[Layer], place: int) -> Iterator[tuple[int, int]]:
    """Yield width and height of an image, from each side that knows them."""
    for (results, _), layer in zip(sides, layers, strict=True):
        image = results.images.get(layer.image_ids[place] or 0)
        if image is not None and image.width > 0 and image.height > 0:
            yield image.width, image.height


def _pixel_size(sides: Sides, place: int, layers: list[Layer]) -> tuple[float, float] | None:
    for (_, objects), layer in zip(sides, layers, strict=True):
        id_ = layer.image_ids[place]
        if id_ is not None:
            code = objects.image_ids.index(id_)
            if objects.image_has_micron[code]:
                return float(objects.size_x[code]), float(objects.size_y[code])
    return None


def _asked(terms: Collection[str]) -> Iterator[Note]:
    if terms:
        template = N_("Only objects of these terms were matched: {terms}.")
        yield Note(template, {"terms": ", ".join(sorted(terms))})


def _notes(
    layers: list[Layer], coverage: tuple[Covered | None, ...], images: tuple[str, ...]
) -> Iterator[Note]:
    for layer in layers:
        if flat := int((layer.area == 0).sum()):
            template = N_("{run}: objects without an area, which match nothing: {count}.")
            yield Note(template, {"run": layer.name, "count": flat}, (layer.run,))
    if missing := sum(each is None for each in coverage):
        template = N_("Images of unknown width and height, not compared by pixels: {count}.")
        yield Note(template, {"count": missing})
    for each, image in zip(coverage, images, strict=True):
        if each is not None and each.factor > 1:
            template = N_("{image} is compared by squares of {factor} x {factor} pixels.")
            yield Note(template, {"image": image, "factor": each.factor})
