"""Which images two layers have in common, and what is left out, in words."""

from __future__ import annotations

import numpy as np

from cytodesk.charts.figures import Note
from cytodesk.charts.objects import Objects
from cytodesk.charts.results import RunResults
from cytodesk.errors import N_

Sides = list[tuple[RunResults, Objects]]


def common_images(sides: Sides) -> tuple[tuple[str, ...], list[Note]]:
    """Return the names of the images to compare, in their order, and what was left out."""
    names = dict.fromkeys(name for _, objects in sides for name in objects.images)
    kept, left_out, unlike, one_sided = [], 0, 0, 0
    for name in names:
        here = [name in objects.images for _, objects in sides]
        has_all = all(
            is_there or _looked_at(results, name)
            for is_there, (results, _) in zip(here, sides, strict=True)
        )
        sizes = {_pixels_of(objects, name) for _, objects in sides if name in objects.images}
        known = {size for size in sizes if np.isfinite(size)}
        if not has_all:
            left_out += 1
        elif len(known) > 1:
            unlike += 1
        else:
            kept.append(name)
            one_sided += not all(here)
    notes = []
    if one_sided:
        template = N_("Images where one side left nothing, counted as nothing found: {count}.")
        notes.append(Note(template, {"count": one_sided}))
    if left_out:
        template = N_("Images left out, on which one side may not have looked: {count}.")
        notes.append(Note(template, {"count": left_out}))
    if unlike:
        template = N_("Images left out, of one name but of different sizes: {count}.")
        notes.append(Note(template, {"count": unlike}))
    return tuple(kept), notes


def _looked_at(results: RunResults, name: str) -> bool:
    """Return whether a layer without objects on an image may be taken as having found none."""
    given = results.looked_at
    if given is None:
        return results.is_whole
    return results.is_whole and name in {results.images[id_].name for id_ in given}


def _pixels_of(objects: Objects, name: str) -> float:
    return float(objects.image_pixels[objects.images.index(name)])
