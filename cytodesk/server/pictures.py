"""Pixels: thumbnails, windows, crops, masks and tiles of slides and annotations."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Literal

import shapely
from starlette.datastructures import QueryParams
from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.annotation_lists import geometry_in, wanted_annotations
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.server.routes import get
from cytodesk.server.serving import Serving
from cytodesk.workspace import annotation_store, images
from cytodesk.workspace.images import StoredImage
from cytodesk.workspace.pixels import (
    Slide,
    TileGrid,
    adjusted,
    crop,
    encoded,
    full_scale_of,
    thumbnail,
    tile,
    window,
    window_mask,
)
from cytodesk.workspace.pixels.windows import clipped, scaled_size

_MEDIA = {"png": "image/png", "jpg": "image/jpeg", "tif": "image/tiff"}
_FORMATS: dict[str, Literal["png", "jpg", "tif"]] = {
    "png": "png",
    "jpg": "jpg",
    "jpeg": "jpg",
    "tif": "tif",
    "tiff": "tif",
}


def thumb(serving: Serving, asking: Asking) -> Response:
    """Return the whole image, 512 px unless `maxSize` says otherwise (contract 3.7)."""
    with _slide(serving, _image(serving, asking)) as slide:
        return _picture(thumbnail(slide, asking.whole("maxSize") or 512), slide, asking)


def preview(serving: Serving, asking: Asking) -> Response:
    with _slide(serving, _image(serving, asking)) as slide:
        return _picture(thumbnail(slide, asking.whole("maxSize") or 1024), slide, asking)


def window_of(serving: Serving, asking: Asking) -> Response:
    """Return a rectangle of the image; x and y count from its top left corner."""
    stored = _image(serving, asking)
    x, y = _corner(str(asking.named["corner"]))
    width, height = int(asking.named["w"]), int(asking.named["h"])
    max_size, zoom = asking.whole("maxSize"), asking.whole("zoom")
    outside = asking.truth("withExterior")
    with _slide(serving, stored) as slide:
        picture = window(
            slide, x, y, width, height, max_size=max_size, zoom=zoom, with_exterior=outside
        )
        if asking.truth("mask") or asking.truth("alphaMask"):
            box = (x, y, width, height) if outside else clipped(slide, x, y, width, height)
            mask = window_mask(
                _geometries(serving, asking, stored),
                stored.image.height,
                *box,
                scaled_size(box[2], box[3], max_size, zoom),
            )
            return _bytes(mask, asking)
        return _picture(picture, slide, asking)


def crop_of_image(serving: Serving, asking: Asking) -> Response:
    location = asking.text("location")
    if location is None:
        raise BadInput(N_("location not set"))
    return _cropped(serving, asking, _image(serving, asking), geometry_in(location), "crop")


def crop_of_annotation(serving: Serving, asking: Asking) -> Response:
    db = serving.workspace.reading()
    found = annotation_store.annotation(db, asking.id)
    stored = images.stored_image(db, found.image)
    return _cropped(serving, asking, stored, shapely.from_wkb(found.wkb), _kind(asking))


def associated_labels(serving: Serving, asking: Asking) -> Json:
    with _slide(serving, _image(serving, asking)) as slide:
        return {"collection": list(slide.facts.associated), "size": len(slide.facts.associated)}


def associated(serving: Serving, asking: Asking) -> Response:
    with _slide(serving, _image(serving, asking)) as slide:
        return _picture(slide.associated(str(asking.named["label"])), slide, asking)


def tile_of_old_reader(serving: Serving, asking: Asking) -> Response:
    """Serve a Zoomify tile without a signature; old readers take nothing but JPEG."""
    token = asking.text("zoomify") or asking.text("fif") or ""
    stored = images.image_of_token(serving.workspace.reading(), token.split("?")[0])
    with _slide(serving, stored) as slide:
        if "tileIndex" in asking.query:
            z, x, y = _place_of(slide, asking.whole("z") or 0, asking.whole("tileIndex") or 0)
        else:
            z, x, y = (asking.whole(name) or 0 for name in ("z", "x", "y"))
        return _bytes(adjusted(tile(slide, z, x, y)), asking, "jpg")


def _place_of(slide: Slide, z: int, index: int) -> tuple[int, int, int]:
    """Return level, column and row of the tile with `index`, counted along rows."""
    columns, _ = TileGrid(slide.facts.width, slide.facts.height).tile_count(z)
    return z, index % columns, index // columns


def _corner(text: str) -> tuple[int, int]:
    """Return x and y of `x-y`, either of which may be negative: outside the image."""
    match = re.fullmatch(r"(-?\d+)-(-?\d+)", text)
    if match is None:
        raise BadInput(N_("{text} is not a corner x-y of a window"), text=text)
    return int(match[1]), int(match[2])


def _image(serving: Serving, asking: Asking) -> StoredImage:
    db = serving.workspace.reading()
    if asking.path.startswith("/api/sliceinstance/"):
        return images.image_of_slice(db, asking.id)
    if asking.path.startswith("/api/abstractimage/"):
        return images.image_of_base(db, asking.id)
    return images.stored_image(db, asking.id)


def _slide(serving: Serving, stored: StoredImage) -> AbstractContextManager[Slide]:
    return serving.slides.slide(stored.path)


def _geometries(serving: Serving, asking: Asking, stored: StoredImage) -> list[Any]:
    """Return the outlines that `annotations`, `terms`, `users` and `reviewed` select."""
    words = {**asking.query, "image": str(stored.image.id)}
    wanted = wanted_annotations(serving, replace(asking, query=QueryParams(words)))
    chosen = asking.ids("annotations", "annotation")
    wanted = replace(wanted, ids=chosen, kinds=() if chosen else wanted.kinds)
    found = annotation_store.find_annotations(serving.workspace.reading(), wanted)
    return [shapely.from_wkb(annotation.wkb) for annotation in found]


def _kind(asking: Asking) -> Literal["crop", "mask", "alphamask", "draw"]:
    name = asking.path.rsplit("/", 1)[-1].split(".")[0]
    asked = (asking.text("type") or "").lower()
    if name == "mask" or asked == "mask" or asking.truth("mask"):
        return "mask"
    if name == "alphamask" or asked == "alphamask" or asking.truth("alphaMask"):
        return "alphamask"
    return "draw" if asked == "draw" or asking.truth("draw") else "crop"


def _cropped(
    serving: Serving,
    asking: Asking,
    stored: StoredImage,
    geometry: Any,
    kind: Literal["crop", "mask", "alphamask", "draw"],
) -> Response:
    with _slide(serving, stored) as slide:
        picture = crop(
            slide,
            geometry,
            max_size=asking.whole("maxSize"),
            zoom=asking.whole("zoom"),
            increase_area=asking.number("increaseArea") or 1.0,
            square=asking.truth("square"),
            kind=kind,
            colour=_colour(asking),
            thickness=asking.whole("thickness") or 2,
        )
        if kind == "mask":
            return _bytes(picture, asking)
        return _picture(picture, slide, asking, "png" if kind == "alphamask" else None)


def _colour(asking: Asking) -> str:
    colour = (asking.text("color") or "#000000").removeprefix("0x")
    return colour if colour.startswith("#") else f"#{colour}"


def _picture(
    picture: Any, slide: Slide, asking: Asking, format_: Literal["png"] | None = None
) -> Response:
    bits = asking.text("bits") or "8"
    shown = adjusted(
        picture,
        bits="max" if bits == "max" else (16 if bits == "16" else 8),
        contrast=asking.number("contrast") or 1.0,
        gamma=asking.number("gamma") or 1.0,
        inverse=asking.truth("inverse"),
        colormap=None,
        full_scale=full_scale_of(slide) if slide.facts.bit_depth > 8 else None,
    )
    return _bytes(shown, asking, format_)


def _bytes(picture: Any, asking: Asking, format_: Literal["png", "jpg"] | None = None) -> Response:
    name = format_ or _FORMATS.get(str(asking.named.get("format", "png")).lower())
    if name is None:
        raise BadInput(N_("{format} is not a format of pictures"), format=asking.named["format"])
    return Response(encoded(picture, name), media_type=_MEDIA[name])


_ANNOTATIONS = (
    "annotation",
    "userannotation",
    "algoannotation",
    "reviewedannotation",
    "roiannotation",
)
_IMAGES = ("imageinstance", "sliceinstance", "abstractimage")

ROUTES = (
    *(get(f"/api/{image}/{{id:int}}/thumb.{{format}}", thumb) for image in _IMAGES),
    *(get(f"/api/{image}/{{id:int}}/preview.{{format}}", preview) for image in _IMAGES),
    *(
        get(f"/api/{image}/{{id:int}}/window-{{corner}}-{{w:int}}-{{h:int}}.{{format}}", window_of)
        for image in _IMAGES
    ),
    *(get(f"/api/{image}/{{id:int}}/crop.{{format}}", crop_of_image) for image in _IMAGES),
    get("/api/imageinstance/{id:int}/associated.json", associated_labels),
    get("/api/imageinstance/{id:int}/associated/{label}.{format}", associated),
    *(
        get(f"/api/{annotation}/{{id:int}}/{kind}.{{format}}", crop_of_annotation)
        for annotation in _ANNOTATIONS
        for kind in ("crop", "mask", "alphamask")
    ),
    get("/slice/tile", tile_of_old_reader, is_signed=False),
)
