"""Images of a project, and the slices of which an image consists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cytodesk.wire.codec import ID, INSTANT, REAL, TEXT, WHOLE, key


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageInstance:
    """Sizes in pixels of full resolution, pixel sizes in µm, `zoom` in halvings to 256 px."""

    wire_class: ClassVar[str] = "be.cytomine.image.ImageInstance"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    base_image: int | None = key("baseImage", ID)
    project: int | None = key("project", ID)
    user: int | None = key("user", ID)
    name: str = key("instanceFilename", TEXT, "")
    original_name: str = key("originalFilename", TEXT, "")
    filename: str = key("filename", TEXT, "")
    content_type: str | None = key("contentType", TEXT)
    server_path: str | None = key("path", TEXT)
    """What the server of its pixels calls it."""
    width: int = key("width", WHOLE, 0)
    height: int = key("height", WHOLE, 0)
    depth: int = key("depth", WHOLE, 1)
    duration: int = key("duration", WHOLE, 1)
    channels: int = key("channels", WHOLE, 1)
    pixel_size_x: float | None = key("physicalSizeX", REAL)
    pixel_size_y: float | None = key("physicalSizeY", REAL)
    magnification: float | None = key("magnification", REAL)
    bit_depth: int | None = key("bitDepth", WHOLE)
    colorspace: str | None = key("colorspace", TEXT)
    zoom: int = key("zoom", WHOLE, 0)
    annotation_count: int = key("numberOfAnnotations", WHOLE, 0)
    run_annotation_count: int = key("numberOfJobAnnotations", WHOLE, 0)
    reviewed_annotation_count: int = key("numberOfReviewedAnnotations", WHOLE, 0)
    thumb: str | None = key("thumb", TEXT)
    review_start: int | None = key("reviewStart", INSTANT)
    review_stop: int | None = key("reviewStop", INSTANT)
    review_user: int | None = key("reviewUser", ID)


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceInstance:
    """The one plane of a two-dimensional image."""

    wire_class: ClassVar[str] = "be.cytomine.image.SliceInstance"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    image: int | None = key("image", ID)
    project: int | None = key("project", ID)
    base_slice: int | None = key("baseSlice", ID)
    image_server_url: str | None = key("imageServerUrl", TEXT)
    path: str | None = key("path", TEXT)
    mime: str | None = key("mime", TEXT)
    channel: int = key("channel", WHOLE, 0)
    z_stack: int = key("zStack", WHOLE, 0)
    time: int = key("time", WHOLE, 0)
    rank: int = key("rank", WHOLE, 0)
