"""What a list of images can be filtered and sorted by, in the words of the wire (contract 3.7)."""

from __future__ import annotations

from collections.abc import Mapping

from cytodesk.workspace.conditions import Column, Kind

_COUNT = "(select count(*) from annotation a where a.image=image.id and a.kind='{kind}')"
_NAME = Column("image.name", Kind.TEXT)
COLUMNS: Mapping[str, Column] = {
    "id": Column("image.id", Kind.NUMBER),
    "created": Column("image.created", Kind.NUMBER),
    "updated": Column("image.updated", Kind.NUMBER),
    "baseImage": Column("image.base_image", Kind.NUMBER),
    "user": Column("image.user", Kind.NUMBER),
    "instanceFilename": _NAME,
    **dict.fromkeys(
        ("originalFilename", "filename", "fullPath"),
        Column("image.original_name", Kind.TEXT),
    ),
    "path": Column("image.token", Kind.TEXT),
    "contentType": Column("image.content_type", Kind.TEXT),
    "mime": Column("image.content_type", Kind.TEXT),
    "width": Column("image.width", Kind.NUMBER),
    "height": Column("image.height", Kind.NUMBER),
    "channels": Column("image.channels", Kind.NUMBER),
    "zoom": Column("image.zoom", Kind.NUMBER),
    "magnification": Column("image.magnification", Kind.NUMBER),
    "physicalSizeX": Column("image.pixel_size_x", Kind.NUMBER),
    "physicalSizeY": Column("image.pixel_size_y", Kind.NUMBER),
    "resolution": Column("image.pixel_size_x", Kind.NUMBER),
    **dict.fromkeys(
        ("bitDepth", "bitdepth", "bitPerSample"), Column("image.bit_depth", Kind.NUMBER)
    ),
    "colorspace": Column(
        "(case lower(image.colorspace) when 'rgb' then 'RGB' else image.colorspace end)", Kind.TEXT
    ),
    "project": Column("image.project", Kind.NUMBER),
    "reviewStart": Column("image.review_start", Kind.NUMBER),
    "reviewStop": Column("image.review_stop", Kind.NUMBER),
    "reviewUser": Column("image.review_user", Kind.NUMBER),
    "reviewed": Column("(image.review_stop is not null)", Kind.TRUTH),
    "inReview": Column(
        "(image.review_start is not null and image.review_stop is null)", Kind.TRUTH
    ),
    "numberOfAnnotations": Column(_COUNT.format(kind="userannotation"), Kind.NUMBER),
    "numberOfJobAnnotations": Column(_COUNT.format(kind="algoannotation"), Kind.NUMBER),
    "numberOfReviewedAnnotations": Column(_COUNT.format(kind="reviewedannotation"), Kind.NUMBER),
}
