"""The annotations of a run by the names under which runs meet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.columns import Columns, columns_of, sizes_of
from cytodesk.charts.figures import MICRON, MICRON2
from cytodesk.charts.labels import NO_TERM, Labels
from cytodesk.charts.results import RunResults
from cytodesk.charts.surfaces import Reals, Surfaces

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Objects:
    """Columns with codes: `image` holds positions in `images`.

    `member` and `member_term` pair positions of objects with positions in `terms`, one pair per
    term that an object has (`NO_TERM` for none).
    """

    columns: Columns
    image: Places
    images: tuple[str, ...]
    image_ids: tuple[int | None, ...]
    size_x: Reals
    """µm along x of one pixel of each image; NaN where its pixel size is not known."""
    size_y: Reals
    image_pixels: Reals
    """Pixels of each image; NaN where nobody says."""
    member: Places
    member_term: Places
    terms: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def surfaces(self) -> Surfaces:
        return self.columns.surfaces

    @property
    def image_has_micron(self) -> NDArray[np.bool_]:
        known: NDArray[np.bool_] = np.isfinite(self.size_x)
        return known

    @property
    def has_micron(self) -> NDArray[np.bool_]:
        """Whether the image of each object has a pixel size."""
        known: NDArray[np.bool_] = self.image_has_micron[self.image]
        return known

    def with_term(self, code: int) -> Places:
        members: Places = self.member[self.member_term == code]
        return members

    def areas(self, members: Places, unit: str, *, with_gaps: bool = False) -> Reals:
        """Return the areas of `members` that can be had in `unit`, in their order.

        Objects on images that are measured in the other unit, and those without an area, are left
        out; `with_gaps` leaves NaN in their places. The same for the measures below.
        """
        place = self.image[members]
        scale = self.size_x[place] * self.size_y[place]
        areas = _in_unit(self.columns.pixels[members], scale, is_micron=unit == MICRON2)
        return areas if with_gaps else _without_gaps(areas)

    def perimeters(self, members: Places, unit: str, *, with_gaps: bool = False) -> Reals:
        """Return the lengths of all rings of `members`."""
        scale = self.size_x[self.image[members]]
        lengths = _in_unit(self.columns.lengths[members], scale, is_micron=unit == MICRON)
        return lengths if with_gaps else _without_gaps(lengths)

    def circularities(self, members: Places, *, with_gaps: bool = False) -> Reals:
        """Return 4 pi area / perimeter² (Cox 1927) of those that have an area: 1 for a circle."""
        place = self.image[members]
        aspect = self.size_y[place] / self.size_x[place]
        area = self.columns.pixels[members] * np.where(np.isfinite(aspect), aspect, 1.0)
        length = self.columns.lengths[members]
        shares = np.full(len(members), np.nan)
        np.divide(4 * math.pi * area, length**2, out=shares, where=length > 0)
        return shares if with_gaps else _without_gaps(shares)

    def rates(self, members: Places, *, with_gaps: bool = False) -> Reals:
        """Return how sure the run was of each of `members` of which it said so.

        A rate that nobody gave is 0 at the server: where all of a run are 0, none was given.
        """
        was_given = bool(np.any(self.columns.rate > 0))
        rates: Reals = self.columns.rate[members] if was_given else np.full(len(members), np.nan)
        return rates if with_gaps else _without_gaps(rates)


def _in_unit(pixels: Reals, scale: Reals, *, is_micron: bool) -> Reals:
    """Return figures in µm where the scale is known, or in pixels where it is not, else NaN."""
    figures: Reals = pixels * scale if is_micron else np.where(np.isfinite(scale), np.nan, pixels)
    return figures


def _without_gaps(values: Reals) -> Reals:
    known: Reals = values[np.isfinite(values)]
    return known


def read_objects(results: RunResults, labels: Labels) -> Objects:
    """Return the objects of `results`; images and terms are sorted by id, 'no term' comes last."""
    columns = results.columns or columns_of(results.annotations, results.images)
    found = np.unique(columns.image)
    # 0 stands for nobody and comes last.
    found = np.concatenate([found[found != 0], found[found == 0]])
    ids: list[int | None] = [int(id_) or None for id_ in found]
    place = {int(id_): code for code, id_ in enumerate(found)}
    images = [results.images.get(id_ or 0) for id_ in ids]
    sizes = [sizes_of(image) or (math.nan, math.nan) for image in images]
    member, member_term, terms = _memberships(columns)
    names = tuple(labels.of_term(results, id_) for id_ in terms)
    has_nameless = bool(len(member_term)) and int(member_term.max()) == len(terms)
    codes = np.array([place[id_] for id_ in np.unique(columns.image).tolist()], dtype=np.intp)
    _, inverse = np.unique(columns.image, return_inverse=True)
    return Objects(
        columns=columns,
        image=codes[inverse] if len(codes) else np.empty(0, dtype=np.intp),
        images=tuple(labels.of_image(results, id_) for id_ in ids),
        image_ids=tuple(ids),
        size_x=np.array([size[0] for size in sizes], dtype=np.float64),
        size_y=np.array([size[1] for size in sizes], dtype=np.float64),
        image_pixels=np.array(
            [image.width * image.height or math.nan if image else math.nan for image in images],
            dtype=np.float64,
        ),
        member=member,
        member_term=member_term,
        terms=(*names, NO_TERM) if has_nameless else names,
    )


def _memberships(columns: Columns) -> tuple[Places, Places, Sequence[int]]:
    """Return pairs (object, code of term) in the order of the objects, and the ids of the codes.

    An object without a term is paired with the code past the last.
    """
    ids, codes = np.unique(columns.member_term, return_inverse=True)
    lonely = np.flatnonzero(np.bincount(columns.member, minlength=len(columns)) == 0)
    member = np.concatenate([columns.member, lonely]).astype(np.intp)
    code = np.concatenate([codes, np.full(len(lonely), len(ids))]).astype(np.intp)
    order = np.argsort(member, kind="stable")
    return member[order], code[order], ids.tolist()
