"""The sample slide: haematoxylin and eosin, and the truth about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import Polygon

from cytodesk.errors import N_, BadInput
from cytodesk.sample.paint import paint
from cytodesk.sample.pyramid import write_pyramid
from cytodesk.sample.shapes import (
    Nucleus,
    Section,
    draw_sections,
    place_nuclei,
    scatter_specks,
)
from cytodesk.sample.truth import PIXEL_SIZE_UM, TISSUE, Outline, SampleTruth

SMALLEST = 512
"""Below this many pixels a section has no room for nuclei."""

Report = Callable[[float], None]
"""Told the share of the work that is done, 0 to 1."""


def make_slide(
    path: Path,
    *,
    seed: int = 20,
    width: int = 4096,
    height: int = 3072,
    report: Report | None = None,
) -> SampleTruth:
    """Write the sample slide at `path` (a pyramidal TIFF) and return what it contains.

    The same `seed`, `width` and `height` (pixels of 0.5 micrometres) give the same slide. The file
    appears whole or not at all. Raises BadInput where the slide is too small or cannot be written.
    """
    done = report or (lambda share: None)
    sections, nuclei, rng = _content(seed, width, height)
    done(0.2)
    specks = scatter_specks(rng, sections, nuclei)
    rgb = paint(rng, width, height, sections, nuclei, specks)
    done(0.6)
    _write_whole(path, rgb)
    done(1.0)
    return _truth(width, height, sections, nuclei)


def truth_of_slide(*, seed: int = 20, width: int = 4096, height: int = 3072) -> SampleTruth:
    """Return what `make_slide` paints for the same numbers, without painting it."""
    sections, nuclei, _ = _content(seed, width, height)
    return _truth(width, height, sections, nuclei)


def _content(
    seed: int, width: int, height: int
) -> tuple[list[Section], list[Nucleus], np.random.Generator]:
    if min(width, height) < SMALLEST:
        raise BadInput(
            N_("A sample slide of {width} x {height} pixels is too small: take at least {least}."),
            width=width,
            height=height,
            least=SMALLEST,
        )
    rng = np.random.default_rng(seed)
    sections = draw_sections(rng, width, height)
    return sections, place_nuclei(rng, sections), rng


def _truth(width: int, height: int, sections: list[Section], nuclei: list[Nucleus]) -> SampleTruth:
    return SampleTruth(
        width=width,
        height=height,
        tissue=tuple(_outline(TISSUE.name, one.polygon(), height) for one in sections),
        nuclei=tuple(_outline(one.kind.term, one.polygon, height) for one in nuclei),
    )


def _outline(term: str, polygon: Polygon, height: int) -> Outline:
    """Turn image coordinates (y downwards) into Cytomine's (y upwards)."""
    turned = affinity.affine_transform(polygon, (1, 0, 0, -1, 0, height))
    return Outline(term, shapely.to_wkt(turned, rounding_precision=2))


def _write_whole(path: Path, rgb: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    unfinished = path.with_name(path.name + ".part")
    try:
        write_pyramid(unfinished, rgb, PIXEL_SIZE_UM)
        unfinished.replace(path)
    except OSError as trouble:
        raise BadInput(
            N_("The sample slide {path} cannot be written: {reason}. Choose another folder."),
            path=path,
            reason=trouble.strerror or str(trouble),
        ) from trouble
    finally:
        unfinished.unlink(missing_ok=True)
