"""Pixels of slides: thumbnails, windows, associated pictures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import shapely
from starlette.datastructures import QueryParams
from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server import keeping
from cytodesk.server.annotation_filters import geometry_in, wanted_annotations
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.server.drawn import as_taken, colour_in, encoded_as_asked, kind_in, picture
from cytodesk.server.rights import ensure_labels_are_allowed
from cytodesk.server.routes import get
from cytodesk.server.serving import Serving
from cytodesk.server.slide_files import slide_of
from cytodesk.workspace import annotation_store, images
from cytodesk.workspace.images import StoredImage
from cytodesk.workspace.pixels import (
    Slide,
    on_the_image,
    thumbnail,
    window,
    window_drawn,
    window_mask,
)
from cytodesk.workspace.pixels.sampling import resampled
from cytodesk.workspace.pixels.windows import clipped, scaled_size


def thumb(serving: Serving, asking: Asking) -> Response:
    """Return the whole image, 512 px unless `maxSize` says otherwise (contract 3.7)."""
    return _thumbnail(serving, asking, 512)


def preview(serving: Serving, asking: Asking) -> Response:
    return _thumbnail(serving, asking, 1024)


def _thumbnail(serving: Serving, asking: Asking, usual: int) -> Response:
    stored = image_in(serving, asking)

    def draw() -> Response:
        with slide_of(serving, stored) as slide:
            seen = thumbnail(slide, asking.whole("maxSize") or usual)
            return picture(as_taken(seen, stored), slide, asking)

    return keeping.of_slide(asking, stored, draw)


def window_of(serving: Serving, asking: Asking) -> Response:
    """Return a rectangle of the image; x and y count from its top left corner."""
    stored = image_in(serving, asking)
    if kind_in(asking) != "crop":
        return _drawn_window(serving, asking, stored)

    def draw() -> Response:
        with slide_of(serving, stored) as slide:
            seen = window(
                slide,
                *_rectangle(asking),
                max_size=asking.whole("maxSize"),
                zoom=asking.whole("zoom"),
                with_exterior=asking.truth("withExterior"),
            )
            return picture(as_taken(seen, stored), slide, asking)

    return keeping.of_slide(asking, stored, draw)


def _drawn_window(serving: Serving, asking: Asking, stored: StoredImage) -> Response:
    """Show a window with the outlines that the query selects: as a mask, cut out, or drawn."""
    rectangle, kind = _rectangle(asking), kind_in(asking)
    outlines = _geometries(serving, asking, stored)
    with slide_of(serving, stored) as slide:
        box = rectangle if asking.truth("withExterior") else clipped(slide, *rectangle)
        size = scaled_size(box[2], box[3], asking.whole("maxSize"), asking.whole("zoom"))
        if kind == "mask":
            return encoded_as_asked(window_mask(outlines, slide.facts.height, *box, size), asking)
        seen = window_drawn(
            slide,
            outlines,
            box,
            size,
            kind,
            colour=colour_in(asking),
            thickness=asking.whole("thickness") or 2,
        )
        return picture(seen, slide, asking, "png" if kind == "alphamask" else None)


def window_url(serving: Serving, asking: Asking) -> Json:
    """Say where a window is, instead of showing it (contract 3.7)."""
    image_in(serving, asking)
    path = re.sub(r"/(window|camera)_url-", "/window-", asking.path)
    query = f"?{asking.query}" if asking.query else ""
    return {"url": f"{asking.base}{path}{query}"}


def associated_labels(serving: Serving, asking: Asking) -> Json:
    with slide_of(serving, image_in(serving, asking)) as slide:
        return {"collection": list(slide.facts.associated), "size": len(slide.facts.associated)}


def associated(serving: Serving, asking: Asking) -> Response:
    """Return a picture that is in the file beside the slide: macro, label, thumbnail."""
    stored = image_in(serving, asking)
    if asking.asker.is_run and str(asking.named["label"]).lower() == "label":
        ensure_labels_are_allowed(serving)

    def draw() -> Response:
        with slide_of(serving, stored) as slide:
            return picture(_associated(slide, asking), slide, asking)

    return keeping.of_slide(asking, stored, draw)


def _associated(slide: Slide, asking: Asking) -> Any:
    seen = slide.associated(str(asking.named["label"]))
    most = asking.whole("maxSize") or asking.whole("maxWidth")
    height, width = seen.shape[:2]
    return resampled(seen, scaled_size(width, height, most, None), (0, 0, width, height))


def _rectangle(asking: Asking) -> tuple[int, int, int, int]:
    x, y = _corner(str(asking.named["corner"]))
    return x, y, int(asking.named["w"]), int(asking.named["h"])


def _corner(text: str) -> tuple[int, int]:
    """Return x and y of `x-y`, either of which may be negative: outside the image."""
    match = re.fullmatch(r"(-?\d+)-(-?\d+)", text)
    if match is None:
        raise BadInput(N_("{text} is not a corner x-y of a window"), text=text)
    return int(match[1]), int(match[2])


def image_in(serving: Serving, asking: Asking) -> StoredImage:
    db = serving.workspace.reading()
    if asking.path.startswith("/api/sliceinstance/"):
        return images.image_of_slice(db, asking.id)
    if asking.path.startswith("/api/abstractimage/"):
        return images.image_of_base(db, asking.id)
    return images.stored_image(db, asking.id)


def _geometries(serving: Serving, asking: Asking, stored: StoredImage) -> list[Any]:
    """Return the outlines of `location`, or those that `annotations`, `terms`, `users` select."""
    text = asking.text("location")
    found = [geometry_in(text)] if text else _selected(serving, asking, stored)
    return [on_the_image(each, stored.image.width, stored.image.height) for each in found]


def _selected(serving: Serving, asking: Asking, stored: StoredImage) -> list[Any]:
    words = {**asking.query, "image": str(stored.image.id)}
    wanted = wanted_annotations(serving, replace(asking, query=QueryParams(words)))
    chosen = asking.ids("annotations", "annotation")
    wanted = replace(wanted, ids=chosen, kinds=() if chosen else wanted.kinds)
    found = annotation_store.find_annotations(serving.workspace.reading(), wanted)
    return [shapely.from_wkb(annotation.wkb) for annotation in found]


_IMAGES = ("imageinstance", "sliceinstance", "abstractimage")

ROUTES = (
    *(get(f"/api/{image}/{{id:int}}/thumb.{{format}}", thumb) for image in _IMAGES),
    *(get(f"/api/{image}/{{id:int}}/preview.{{format}}", preview) for image in _IMAGES),
    *(
        get(f"/api/{image}/{{id:int}}/window-{{corner}}-{{w:int}}-{{h:int}}.{{format}}", window_of)
        for image in _IMAGES
    ),
    *(
        get(
            f"/api/{image}/{{id:int}}/{name}_url-{{corner}}-{{w:int}}-{{h:int}}.{{format}}",
            window_url,
        )
        for image in _IMAGES
        for name in ("window", "camera")
    ),
    *(get(f"/api/{image}/{{id:int}}/associated.json", associated_labels) for image in _IMAGES),
    *(
        get(f"/api/{image}/{{id:int}}/associated/{{label}}.{{format}}", associated)
        for image in _IMAGES
    ),
)
