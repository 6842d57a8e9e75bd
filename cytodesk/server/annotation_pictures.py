"""Crops and masks of annotations, and of outlines that only a query names (contract 3.10)."""

from __future__ import annotations

from typing import Any

import shapely
from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server import keeping
from cytodesk.server.annotation_filters import geometry_in
from cytodesk.server.asking import Asking
from cytodesk.server.drawn import as_taken, colour_in, encoded_as_asked, kind_in, picture
from cytodesk.server.pictures import image_in
from cytodesk.server.routes import get
from cytodesk.server.serving import Serving
from cytodesk.server.slide_files import slide_of
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_store, images
from cytodesk.workspace.images import StoredImage
from cytodesk.workspace.pixels import crop
from cytodesk.workspace.pixels.crops import CropKind


def crop_of_image(serving: Serving, asking: Asking) -> Response:
    location = asking.text("location")
    if location is None:
        raise BadInput(N_("location not set"))
    return _cropped(serving, asking, image_in(serving, asking), geometry_in(location), "crop")


def crop_of_annotation(serving: Serving, asking: Asking) -> Response:
    db = serving.workspace.reading()
    found = annotation_store.annotation(db, asking.id)
    stored = images.stored_image(db, found.image)
    outline, kind = shapely.from_wkb(found.wkb), kind_in(asking)
    return keeping.of_drawing(
        asking, found.wkb.hex(), lambda: _cropped(serving, asking, stored, outline, kind)
    )


def _cropped(
    serving: Serving,
    asking: Asking,
    stored: StoredImage,
    geometry: Any,
    kind: CropKind,
) -> Response:
    with slide_of(serving, stored) as slide:
        seen = crop(
            slide,
            geometry,
            max_size=asking.whole("maxSize"),
            zoom=asking.whole("zoom"),
            increase_area=asking.number("increaseArea") or 1.0,
            square=asking.truth("square"),
            kind=kind,
            colour=colour_in(asking),
            thickness=asking.whole("thickness") or 2,
        )
        if kind == "mask":
            return encoded_as_asked(seen, asking)
        if kind == "crop":
            seen = as_taken(seen, stored)
        return picture(seen, slide, asking, "png" if kind == "alphamask" else None)


_ANNOTATIONS = ("annotation", *(kind.value for kind in AnnotationKind))
_IMAGES = ("imageinstance", "sliceinstance", "abstractimage")

ROUTES = (
    *(get(f"/api/{image}/{{id:int}}/crop.{{format}}", crop_of_image) for image in _IMAGES),
    *(
        get(f"/api/{annotation}/{{id:int}}/{kind}.{{format}}", crop_of_annotation)
        for annotation in _ANNOTATIONS
        for kind in ("crop", "mask", "alphamask")
    ),
)
