"""How many objects lie in a mm² of annotated regions: nuclei in the tissue, say.

An object lies in a region if a point inside it does (GEOS PointOnSurface). Regions of one term on
one image count once where they overlap. Objects of the regions' own term are not counted. Images
without a pixel size, and those without a region, have no figure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import numpy as np
import shapely

from cytodesk.charts.figures import PER_MM2, Metric, Quantity
from cytodesk.charts.objects import Objects


def densities_in(objects: Objects, regions: Objects) -> Iterator[tuple[Metric, float]]:
    """Yield the densities of `objects` in the regions of each term: by image, then pooled."""
    for code, region in enumerate(regions.terms):
        members = regions.with_term(code)
        counts: Counter[str | None] = Counter()
        area = 0.0
        for place, image in enumerate(objects.images):
            if image not in regions.images or not math.isfinite(objects.size_x[place]):
                continue
            here = members[regions.image[members] == regions.images.index(image)]
            shapes = regions.columns.shapes(here)
            union = shapely.union_all(shapes[shapely.get_dimensions(shapes) == 2])
            square = union.area * objects.size_x[place] * objects.size_y[place] / 1e6
            if square == 0:
                continue
            found = _inside(objects, place, union, region)
            area += square
            counts.update(found)
            for term in (None, *objects.terms):
                if term != region and (term is None or term in found):
                    density = found[term] / square
                    yield Metric(Quantity.DENSITY, PER_MM2, term, image, region=region), density
        if area:
            for term in (None, *objects.terms):
                if term != region:
                    yield (
                        Metric(Quantity.DENSITY, PER_MM2, term, region=region),
                        (counts[term] / area),
                    )


def _inside(
    objects: Objects, place: int, union: shapely.Geometry, region: str
) -> Counter[str | None]:
    """Return how many objects on an image lie inside, in all (None) and by term."""
    members = np.flatnonzero(objects.image == place)
    if region in objects.terms:
        own = objects.with_term(objects.terms.index(region))
        members = np.setdiff1d(members, own)
    points = shapely.point_on_surface(objects.columns.shapes(members))
    shapely.prepare(union)
    inside = members[shapely.contains(union, points)]
    counts: Counter[str | None] = Counter({None: len(inside)})
    is_inside = np.zeros(len(objects), dtype=np.bool_)
    is_inside[inside] = True
    codes = objects.member_term[is_inside[objects.member]]
    counts.update(objects.terms[code] for code in codes.tolist())
    return counts
