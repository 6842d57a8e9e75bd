"""Crops and masks of annotations (contract 3.10): geometries come in from the bottom left."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw

from cytodesk.errors import N_, BadInput
from cytodesk.workspace.pixels.looks import adjusted, full_scale_of
from cytodesk.workspace.pixels.masks import Mask, filled
from cytodesk.workspace.pixels.slide import Slide
from cytodesk.workspace.pixels.windows import clipped, scaled_size

CropKind: TypeAlias = Literal["crop", "mask", "alphamask", "draw"]
Colour: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle of the image (top left, full-resolution pixels) and the size it is drawn in."""

    x: int
    y: int
    width: int
    height: int
    size: tuple[int, int]
    image_height: int

    def placed(self, geometry: Any) -> Any:
        """Return the geometry in pixels of the picture, from its top left corner."""
        across, down = self.size[0] / self.width, self.size[1] / self.height
        moved = [self.x, self.image_height - self.y]
        return shapely.transform(
            geometry, lambda points: (points - moved) * [across, -down], include_z=False
        )

    def mask(self, geometries: Iterable[Any]) -> Mask:
        mask = np.zeros((self.size[1], self.size[0]), np.uint8)
        for geometry in geometries:
            filled(self.placed(geometry), mask)
        return mask


def crop(
    slide: Slide,
    geometry: Any,
    *,
    max_size: int | None = None,
    zoom: int | None = None,
    increase_area: float = 1.0,
    square: bool = False,
    kind: CropKind = "crop",
    colour: Colour | str = "#000000",
    thickness: int = 2,
) -> NDArray[Any]:
    """Return the picture of an annotation.

    The rectangle is the bounding box, both sides multiplied by `increase_area`, the shorter one
    grown to the longer if `square`, clipped to the image. `crop` is rows x columns x 3; `mask` is
    rows x columns, 255 inside; `alphamask` has the mask as its fourth sample; `draw` is the crop
    in 8 bits with the outline in `colour`, `thickness` pixels wide.
    Raises BadInput where the geometry is empty or outside the image.
    """
    geometry = on_the_image(geometry, slide.facts.width, slide.facts.height)
    view = _view(slide, geometry, max_size, zoom, increase_area, square)
    return _drawn(slide, view, [geometry], kind, colour, thickness)


def window_drawn(
    slide: Slide,
    geometries: Sequence[Any],
    box: tuple[int, int, int, int],
    size: tuple[int, int],
    kind: CropKind,
    colour: Colour | str = "#000000",
    thickness: int = 2,
) -> NDArray[Any]:
    """Return the window `box` (x, y, width, height; outside is white) as `crop` would draw it."""
    view = View(*box, size, slide.facts.height)
    return _drawn(slide, view, geometries, kind, colour, thickness)


def _drawn(
    slide: Slide,
    view: View,
    geometries: Sequence[Any],
    kind: CropKind,
    colour: Colour | str,
    thickness: int,
) -> NDArray[Any]:
    if kind == "mask":
        return view.mask(geometries)
    picture = slide.region(view.x, view.y, view.width, view.height, *view.size)
    match kind:
        case "crop":
            return picture
        case "alphamask":
            return _with_alpha(picture, view.mask(geometries))
        case "draw":
            shown = adjusted(picture, full_scale=full_scale_of(slide))
            return _outlined(shown, map(view.placed, geometries), colour, thickness)


def on_the_image(geometry: Any, width: int, height: int) -> Any:
    """Return a point or a line of which all is on pixels: the last one ends where the image does.

    An area on the edge covers pixels in any case, and stays what it is.
    """
    if shapely.area(geometry) or shapely.is_empty(geometry):
        return geometry

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        across, up = points.T
        return np.column_stack(
            [np.where(across == width, width - 0.5, across), np.where(up == 0, 0.5, up)]
        )

    return shapely.transform(geometry, moved)


def window_mask(
    geometries: Iterable[Any],
    image_height: int,
    x: int,
    y: int,
    width: int,
    height: int,
    size: tuple[int, int],
) -> Mask:
    """Return the mask, `size` = (columns, rows), of the geometries in a window: 255 inside."""
    return View(x, y, width, height, size, image_height).mask(geometries)


def _view(
    slide: Slide,
    geometry: Any,
    max_size: int | None,
    zoom: int | None,
    increase_area: float,
    square: bool,
) -> View:
    box = clipped(slide, *_rectangle(geometry, slide.facts.height, increase_area, square))
    return View(*box, scaled_size(box[2], box[3], max_size, zoom), slide.facts.height)


def _rectangle(
    geometry: Any, image_height: int, increase_area: float, square: bool
) -> tuple[int, int, int, int]:
    """Return x, y (top left), width and height of all pixels that the grown box touches."""
    if geometry.is_empty:
        raise BadInput(N_("An annotation without a shape has no picture."))
    left, low, right, high = geometry.bounds
    width, height = (right - left) * increase_area, (high - low) * increase_area
    if square:
        width = height = max(width, height)
    x = math.floor((left + right - width) / 2)
    y = math.floor(image_height - (low + high + height) / 2)
    right, bottom = (left + right + width) / 2, image_height - (low + high - height) / 2
    return x, y, max(1, math.ceil(right) - x), max(1, math.ceil(bottom) - y)


def _with_alpha(picture: NDArray[Any], mask: Mask) -> NDArray[Any]:
    opaque = np.where(mask > 0, np.iinfo(picture.dtype).max, 0).astype(picture.dtype)
    return np.dstack([picture, opaque])


def _outlined(
    picture: NDArray[Any], geometries: Iterable[Any], colour: Colour | str, thickness: int
) -> NDArray[Any]:
    image = Image.fromarray(picture)
    pen = ImageDraw.Draw(image)
    ink = ImageColor.getrgb(colour) if isinstance(colour, str) else colour
    for geometry in geometries:
        for line in _lines(geometry):
            pen.line([(x, y) for x, y in line], fill=ink, width=max(1, thickness), joint="curve")
    return np.asarray(image)


def _lines(geometry: Any) -> Iterable[NDArray[np.float64]]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            yield from (shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors))
        elif part.geom_type == "Point":
            yield np.array([[part.x - 5, part.y], [part.x + 5, part.y]])
            yield np.array([[part.x, part.y - 5], [part.x, part.y + 5]])
        elif part.geom_type in {"LineString", "LinearRing"}:
            yield shapely.get_coordinates(part)
        else:
            yield from _lines(part)
