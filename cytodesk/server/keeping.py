"""Pictures that a client may keep: an ETag, an age, and 304 where it has them already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from starlette.responses import Response

from cytodesk.server.asking import Asking
from cytodesk.workspace.images import StoredImage

_FOR_A_DAY = "private, max-age=86400"
_ASK_AGAIN = "private, no-cache"


def of_slide(asking: Asking, stored: StoredImage, draw: Callable[[], Response]) -> Response:
    """Return a picture that depends on nothing but its slide, which never changes."""
    return _kept(asking, stored.fingerprint, _FOR_A_DAY, draw)


def of_drawing(asking: Asking, version: object, draw: Callable[[], Response]) -> Response:
    """Return a picture that changes with `version`: a client asks each time if it still holds."""
    return _kept(asking, str(version), _ASK_AGAIN, draw)


def _kept(asking: Asking, version: str, how_long: str, draw: Callable[[], Response]) -> Response:
    words = "\n".join((version, asking.path, str(asking.query)))
    tag = f'"{hashlib.sha256(words.encode()).hexdigest()[:32]}"'
    if tag in asking.headers.get("if-none-match", ""):
        response = Response(status_code=304)
    else:
        response = draw()
    if response.status_code in (200, 304):
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = how_long
    return response
