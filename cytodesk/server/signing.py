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
    private = book.keys(user).private
    words = {
        "method": method,
        "content_md5": headers.get("content-md5", ""),
        "content_type": headers.get("content-type", ""),
        "date": headers["date"],
    }
    for signed_target in (target, None):
        expected = signature_of(private, **words, target=signed_target)
        if hmac.compare_digest(expected.encode(), signature.encode()):
            return Signer(user)
    return Signer(None)


def signature_of(
    private: str,
    *,
    method: str,
    content_md5: str,
    content_type: str,
    date: str,
    target: str | None,
) -> str:
    """Return the signature of a request; clients from 3.1 on leave its target out (None)."""
    lines = [method, content_md5, content_type, date] + ([] if target is None else [target])
    digest = hmac.new(private.encode(), "\n".join(lines).encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
