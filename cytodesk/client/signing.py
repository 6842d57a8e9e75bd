"""The signatures with which a Cytomine knows who asks (contract 1.1).

Servers older than December 2025 sign the path too, today's do not. A station takes both.
"""

from __future__ import annotations

import base64
import enum
import hashlib
import hmac
from email.utils import formatdate

from cytodesk.client.station_keys import Keys


class Signature(enum.StrEnum):
    """What a signature covers; the values are remembered between sessions, never change them."""

    WITHOUT_PATH = "without-path"
    WITH_PATH = "with-path"


def signed(
    keys: Keys, signature: Signature, *, method: str, content_type: str, date: str, path: str
) -> str:
    """Return the value of the header `authorization`.

    `path` is everything after the host as it is sent, query included; `content_type` and `date`
    are those headers word by word, an absent one is "".
    """
    said = [method.upper(), "", content_type, date]
    if signature is Signature.WITH_PATH:
        said.append(path)
    digest = hmac.new(keys.private.encode(), "\n".join(said).encode(), hashlib.sha1).digest()
    return f"CYTOMINE {keys.public}:{base64.b64encode(digest).decode()}"


def date_now() -> str:
    """Return the header `date`, in English whatever the locale; servers read it as any text."""
    return formatdate(usegmt=True)
