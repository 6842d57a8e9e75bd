"""The annotations of a run as columns: small, quick to keep, quick to read back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import shapely
from numpy.typing import NDArray

from cytodesk.charts.rated import Rated
from cytodesk.charts.surfaces import Reals, Shapes, Surfaces, measure
from cytodesk.wire.annotations import Annotation
from cytodesk.wire.images import ImageInstance

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One entry per annotation; `member` and `member_term` pair positions with ids of terms.

    `image` is 0 where an annotation does not say. `bounds` are min x, min y, max x, max y in
    pixels from the bottom left. Outlines lie one after the other in `wkb`; that of annotation i
    from `wkb_at[i]` to `wkb_at[i + 1]`, empty where it could not be read.
    """

    ids: Ids
    image: Ids
    rate: Reals
    pixels: Reals
    lengths: Reals
    mended: NDArray[np.bool_]
    unreadable: NDArray[np.bool_]
    bounds: Reals
    member: Ids
    member_term: Ids
    wkb_at: Ids
    wkb: NDArray[np.uint8]
    rated: Ids
    """Rows of annotation, term given, term expected: what `Rated` says, for each that was."""
    rated_rate: Reals

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def surfaces(self) -> Surfaces:
        return Surfaces(self.pixels, self.lengths, self.mended, self.unreadable)

    @property
    def ratings(self) -> tuple[Rated, ...]:
        return tuple(
            Rated(annotation, term, expected, None if math.isnan(rate) else rate)
            for (annotation, term, expected), rate in zip(
                self.rated.tolist(), self.rated_rate.tolist(), strict=True
            )
        )

    def shapes(self, members: NDArray[np.intp]) -> Shapes:
        """Decode the outlines of `members` only; None where an outline is unreadable."""
        found = np.full(len(members), None, dtype=object)
        starts, ends = self.wkb_at[members], self.wkb_at[members + 1]
        there = np.flatnonzero(ends > starts)
        if len(there):
            texts = [self.wkb[starts[place] : ends[place]].tobytes() for place in there]
            found[there] = shapely.from_wkb(np.array(texts, dtype=object))
        return found


NAMES = tuple(field.name for field in fields(Columns))


def columns_of(
    annotations: Sequence[Annotation],
    images: Mapping[int, ImageInstance],
    rated: Sequence[Rated] = (),
) -> Columns:
    """Return the columns of `annotations`; `images` says how high their pixels are for widths."""
    lengths = [len(set(annotation.terms)) for annotation in annotations]
    aspects = [aspect_of(images.get(annotation.image or 0)) for annotation in annotations]
    shapes, surfaces = measure(
        [annotation.location for annotation in annotations], np.array(aspects, dtype=np.float64)
    )
    texts = [text or b"" for text in shapely.to_wkb(shapes).tolist()]
    rates = [math.nan if each.rate is None else each.rate for each in annotations]
    return Columns(
        ids=np.array([each.id or 0 for each in annotations], dtype=np.int64),
        image=np.array([each.image or 0 for each in annotations], dtype=np.int64),
        rate=np.array(rates, dtype=np.float64),
        pixels=surfaces.pixels,
        lengths=surfaces.lengths,
        mended=surfaces.mended,
        unreadable=surfaces.unreadable,
        bounds=shapely.bounds(shapes).reshape(-1, 4),
        member=np.repeat(np.arange(len(annotations)), lengths).astype(np.int64),
        member_term=np.array(
            [term for each in annotations for term in sorted(set(each.terms))], dtype=np.int64
        ),
        wkb_at=np.concatenate([[0], np.cumsum([len(text) for text in texts])]).astype(np.int64),
        wkb=np.frombuffer(b"".join(texts), dtype=np.uint8),
        rated=np.array(
            [[row.annotation, row.term, row.expected] for row in rated], dtype=np.int64
        ).reshape(-1, 3),
        rated_rate=np.array(
            [math.nan if row.rate is None else row.rate for row in rated], dtype=np.float64
        ),
    )


def sizes_of(image: ImageInstance | None) -> tuple[float, float] | None:
    """Return µm per pixel along x and y; None unless both are known and above 0."""
    if image is None or image.pixel_size_x is None or image.pixel_size_y is None:
        return None
    sizes = (image.pixel_size_x, image.pixel_size_y)
    return sizes if all(math.isfinite(size) and size > 0 for size in sizes) else None


def aspect_of(image: ImageInstance | None) -> float:
    """Return the height of a pixel in its widths; 1 where nobody knows."""
    sizes = sizes_of(image)
    return sizes[1] / sizes[0] if sizes else 1.0
