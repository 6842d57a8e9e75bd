"""Who signed a request: `authorization: CYTOMINE public:signature` (contract 1.1, 1.3)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from starlette.datastructures import Headers

from cytodesk.server.serving import KeyBook


@dataclass(frozen=True, slots=True)
class Signer:
    """`user` is None where nobody signed, or not with keys that are known."""

    user: int | None
    is_stranger: bool = False
    """Whether a public key was named that nobody has."""


def signer_of(method: str, target: str, headers: Headers, book: KeyBook) -> Signer:
    """Return who signed; `target` is the path with the raw query, as received.

    Old clients sign the path too, clients from 3.1 on do not; both are taken. The date is never
    parsed: real clients send broken ones.
    """
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    public, _, signature = credentials.partition(":")
    if scheme != "CYTOMINE" or not headers.get("date"):
        return Signer(None)
    user = book.user_of(public)
    if user is None:
        return Signer(None, is_stranger=True)
    private = book.keys(user).private.encode()
    start = "\n".join(
        (method, headers.get("content-md5", ""), headers.get("content-type", ""), headers["date"])
    )
    for message in (f"{start}\n{target}", start):
        expected = base64.b64encode(hmac.new(private, message.encode(), hashlib.sha1).digest())
        if hmac.compare_digest(expected, signature.encode()):
            return Signer(user)
    return Signer(None)
