"""The annotations of a run as columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.figures import MICRON2
from cytodesk.charts.labels import NO_TERM, Labels
from cytodesk.charts.results import RunResults
from cytodesk.charts.surfaces import Surfaces, measure
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.images import ImageInstance


@dataclass(frozen=True, slots=True, eq=False)
class Objects:
    """One entry per annotation in each column, in the order of the results.

    `image` holds positions in `images`; `member` and `member_term` pair positions of objects with
    positions in `terms`, one pair per term that an object has (`NO_TERM` for none).
    """

    ids: NDArray[np.int64]
    image: NDArray[np.intp]
    images: tuple[str, ...]
    image_scale: NDArray[np.float64]
    """µm² that one pixel of each image covers; NaN where its pixel size is not known."""
    member: NDArray[np.intp]
    member_term: NDArray[np.intp]
    terms: tuple[str, ...]
    surfaces: Surfaces

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def image_has_micron(self) -> NDArray[np.bool_]:
        known: NDArray[np.bool_] = np.isfinite(self.image_scale)
        return known

    @property
    def has_micron(self) -> NDArray[np.bool_]:
        """Whether the image of each object has a pixel size."""
        known: NDArray[np.bool_] = self.image_has_micron[self.image]
        return known

    def with_term(self, code: int) -> NDArray[np.intp]:
        members: NDArray[np.intp] = self.member[self.member_term == code]
        return members

    def areas(self, members: NDArray[np.intp], unit: str) -> NDArray[np.float64]:
        """Return the areas of `members` that can be had in `unit`, in their order.

        Objects on images that are measured in the other unit, and those without an area, are left
        out.
        """
        pixels = self.surfaces.pixels[members]
        scale = self.image_scale[self.image[members]]
        is_micron = np.isfinite(scale)
        measured = pixels * scale if unit == MICRON2 else pixels
        belongs = is_micron if unit == MICRON2 else ~is_micron
        areas: NDArray[np.float64] = measured[belongs & np.isfinite(pixels)]
        return areas


def read_objects(results: RunResults, labels: Labels) -> Objects:
    """Return the columns of `results`; images and terms are sorted by id, 'no term' comes last."""
    annotations = results.annotations
    image_ids = sorted({a.image for a in annotations}, key=lambda id_: (id_ is None, id_ or 0))
    image_code = {id_: code for code, id_ in enumerate(image_ids)}
    term_ids = sorted({term for a in annotations for term in a.terms})
    term_code = {id_: code for code, id_ in enumerate(term_ids)}
    member, member_term = _memberships(annotations, term_code)
    names = tuple(labels.of_term(results, id_) for id_ in term_ids)
    return Objects(
        ids=np.array([a.id or 0 for a in annotations], dtype=np.int64),
        image=np.array([image_code[a.image] for a in annotations], dtype=np.intp),
        images=tuple(labels.of_image(results, id_) for id_ in image_ids),
        image_scale=np.array(
            [_micron2_per_pixel(results.images.get(id_ or 0)) for id_ in image_ids],
            dtype=np.float64,
        ),
        member=member,
        member_term=member_term,
        terms=(*names, NO_TERM) if len(term_ids) in member_term else names,
        surfaces=measure([a.location for a in annotations]),
    )


def _memberships(
    annotations: Sequence[Annotation], term_code: dict[int, int]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return pairs (object, term); an object without one is paired with the code past the last."""
    no_term = len(term_code)
    codes = [
        sorted({term_code[term] for term in annotation.terms}) or (no_term,)
        for annotation in annotations
    ]
    lengths = np.array([len(of_one) for of_one in codes], dtype=np.intp)
    member = np.repeat(np.arange(len(annotations)), lengths)
    return member, np.array([code for of_one in codes for code in of_one], dtype=np.intp)


def _micron2_per_pixel(image: ImageInstance | None) -> float:
    if image is None or image.pixel_size_x is None or image.pixel_size_y is None:
        return math.nan
    sizes = (image.pixel_size_x, image.pixel_size_y)
    is_a_size = all(math.isfinite(size) and size > 0 for size in sizes)
    return sizes[0] * sizes[1] if is_a_size else math.nan
