"""Pixels -> an answer: drawn, in colours and in a format as the request asks for them."""

from __future__ import annotations

import contextlib
from typing import Any, Literal

import numpy as np
from PIL import ImageColor
from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.asking import Asking
from cytodesk.workspace.images import StoredImage
from cytodesk.workspace.pixels import COLORMAPS, Slide, adjusted, encoded, full_scale_of
from cytodesk.workspace.pixels.crops import CropKind
from cytodesk.workspace.pixels.encoding import PictureFormat

MEDIA = {"png": "image/png", "jpg": "image/jpeg", "tif": "image/tiff"}
_FORMATS: dict[str, PictureFormat] = {
    "png": "png",
    "jpg": "jpg",
    "jpeg": "jpg",
    "tif": "tif",
    "tiff": "tif",
}


def as_taken(seen: Any, stored: StoredImage) -> Any:
    """Return one plane of what has no colours, as a server does: programs count its dimensions."""
    is_grey = stored.image.colorspace == "grayscale" and seen.shape[2:] == (3,)
    return seen[..., 0] if is_grey else seen


def kind_in(asking: Asking) -> CropKind:
    """Return what is to be drawn of outlines: the path names it, or the query."""
    name = asking.path.rsplit("/", 1)[-1].split(".")[0]
    asked = (asking.text("type") or "").lower()
    if name == "mask" or asked == "mask" or asking.truth("mask"):
        return "mask"
    if name == "alphamask" or asked == "alphamask" or asking.truth("alphaMask"):
        return "alphamask"
    return "draw" if asked == "draw" or asking.truth("draw") else "crop"


def colour_in(asking: Asking) -> str:
    """Return the colour of outlines: `0xFF0000`, `#ff0000`, or a name; raises BadInput."""
    colour = (asking.text("color") or "#000000").removeprefix("0x")
    for written in (f"#{colour.removeprefix('#')}", colour):
        with contextlib.suppress(ValueError):
            ImageColor.getrgb(written)
            return written
    raise BadInput(N_("color must be like #00AAFF, not {color}"), color=colour[:80])


def picture(
    seen: Any, slide: Slide, asking: Asking, format_: Literal["png"] | None = None
) -> Response:
    bits = asking.text("bits") or "8"
    shown = adjusted(
        seen,
        bits="max" if bits == "max" else (16 if bits == "16" else 8),
        contrast=asking.number("contrast") or 1.0,
        gamma=asking.number("gamma") or 1.0,
        inverse=asking.truth("inverse"),
        colormap=colours if (colours := asking.text("colormap")) in COLORMAPS else None,
        full_scale=full_scale_of(slide) if seen.dtype == np.uint16 else None,
    )
    return encoded_as_asked(shown, asking, format_)


def encoded_as_asked(
    seen: Any, asking: Asking, format_: Literal["png", "jpg"] | None = None
) -> Response:
    name = format_ or format_in(asking)
    return Response(encoded(seen, name), media_type=MEDIA[name])


def format_in(asking: Asking) -> PictureFormat:
    name = _FORMATS.get(str(asking.named.get("format", "png")).lower())
    if name is None:
        raise BadInput(N_("{format} is not a format of pictures"), format=asking.named["format"])
    return name
