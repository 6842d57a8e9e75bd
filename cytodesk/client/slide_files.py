"""The files of a station's images: where they are, and where they went."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.errors import BadInput, NotFound, Refused
from cytodesk.wire.images import ImageInstance


@dataclass(frozen=True, slots=True)
class SlideFile:
    """`pyramid` is the share that is made of it, 0 to 1; None where the image needs none."""

    path: Path
    is_there: bool
    pyramid: float | None
    trouble: str = ""
    """Why no pyramid could be made."""


def file_of(connection: Connection, image: ImageInstance) -> SlideFile:
    """Return where the image's file is; the station looks for one that moved."""
    return _told(connection.get(_path(image)))


def found_at(connection: Connection, image: ImageInstance, where: Path) -> SlideFile:
    """Tell that the image's file is `where`, or somewhere in that folder.

    Raises BadInput where no file there has the same content.
    """
    try:
        return _told(connection.post(_path(image), {"path": str(where.absolute())}))
    except (Refused, NotFound) as error:
        raise BadInput("{reason}", reason=error.fields.get("said", error)) from error


def _path(image: ImageInstance) -> str:
    return f"/station/v1/images/{image.id}/file"


def _told(answer: Any) -> SlideFile:
    return SlideFile(
        path=Path(answer["path"]),
        is_there=bool(answer["isThere"]),
        pyramid=answer["pyramid"],
        trouble=answer["trouble"] or "",
    )
