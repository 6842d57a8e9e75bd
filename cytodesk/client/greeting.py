"""Who answers at an address, and which signature it understands."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cytodesk.client.addresses import server_url
from cytodesk.client.answers import json_of
from cytodesk.client.signing import Signature
from cytodesk.client.transport import USUAL, Limits, SignedSession
from cytodesk.errors import (
    N_,
    CytoDeskError,
    NotFound,
    NotReached,
    NotSignedIn,
    NotUnderstood,
    Refused,
)
from cytodesk.wire.codec import from_json
from cytodesk.wire.people import User

STATION_API = 1
_GREETS_WITHIN = 15.0
"""Seconds: a greeting is answered at once, or hardly at all; other questions may take longer."""


@dataclass(frozen=True, slots=True)
class Server:
    """What a server tells everybody.

    `id` is its serverID, by which keys, caches and comparisons know it; the address of one that
    has none.
    """

    url: str
    id: str
    version: str
    is_station: bool


def greeted(
    url: str, *, limits: Limits = USUAL, cancelled: threading.Event | None = None
) -> Server:
    """Return who answers at `url`; nothing is signed.

    Raises NotReached, NotUnderstood if it is no Cytomine, BadInput if `url` is no address.
    """
    url = server_url(url)
    limits = replace(limits, read=min(limits.read, _GREETS_WITHIN))
    session = SignedSession(url, None, Signature.WITH_PATH, limits=limits, cancelled=cancelled)
    with session:
        try:
            ping = json_of(session.request("GET", f"{url}/server/ping"))
        except (NotFound, NotSignedIn, NotUnderstood) as error:
            raise _no_cytomine(url, error.fields.get("words", error)) from error
        if not isinstance(ping, Mapping) or "alive" not in ping:
            raise _no_cytomine(url, json.dumps(ping)[:80])
        return Server(
            url=url,
            id=str(ping.get("serverID") or url),
            version=str(ping.get("version") or ""),
            is_station=_is_station(session),
        )


def likely_signature(server: Server) -> Signature:
    """Return what to try first where nothing is remembered; a station takes both."""
    return Signature.WITH_PATH if server.is_station else Signature.WITHOUT_PATH


def signed_in(session: SignedSession, *, is_given: bool) -> User:
    """Return who signs, leaving on `session` the first signature that the server understood.

    A signature that is not understood makes some servers refuse, some redirect, and some answer
    as if nobody had asked, which may be anything: so any failure has the other one tried, unless
    the signature was given by the caller.
    """
    others = [] if is_given else [each for each in Signature if each is not session.signature]
    failures: list[CytoDeskError] = []
    for signature in [session.signature, *others]:
        session.signature = signature
        try:
            answer = json_of(session.request("GET", f"{session.url}/api/user/current.json"))
            if isinstance(answer, Mapping) and answer.get("id"):
                return from_json(User, answer)
            failures.append(NotUnderstood(N_("there is nobody of that name")))
        except (NotSignedIn, NotFound, Refused, NotUnderstood) as error:
            failures.append(error)
    raise _why(failures, session.url)


def _why(failures: list[CytoDeskError], url: str) -> CytoDeskError:
    """Return the failure that says most: one that only fails is broken, else it is the keys."""
    if all(isinstance(each, Refused) and each.status >= 500 for each in failures):
        return failures[0]
    unknown = NotSignedIn(
        N_("{url} does not take these keys: check them, letter by letter. It said: {said}"),
        url=url,
        said=failures[0],
    )
    return next((each for each in failures if isinstance(each, NotSignedIn)), unknown)


def _is_station(session: SignedSession) -> bool:
    try:
        hello = json_of(session.request("GET", f"{session.url}/station/v1/hello"))
    except NotReached:
        raise
    except (NotFound, NotSignedIn, Refused, NotUnderstood):
        return False
    if not isinstance(hello, Mapping) or hello.get("program") != "cytodesk":
        return False
    if int(hello.get("api", STATION_API)) > STATION_API:
        raise NotUnderstood(
            N_("The station at {url} is a newer CytoDesk ({version}): update this one."),
            url=session.url,
            version=hello.get("version"),
        )
    return True


def _no_cytomine(url: str, said: object) -> NotUnderstood:
    return NotUnderstood(
        N_("{url} is no Cytomine server: check the address. It said: {said}"), url=url, said=said
    )
