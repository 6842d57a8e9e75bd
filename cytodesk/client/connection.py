"""One server: who it is, of which generation, and everything that can be asked of it."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
from requests_toolbelt import MultipartEncoder

from cytodesk.client.addresses import address_of, query_of
from cytodesk.client.answers import bytes_in, checked, is_page, is_redirect, json_of, not_json
from cytodesk.client.greeting import Server, greeted, likely_signature, signed_in
from cytodesk.client.paging import Page, Row, page_of, rows_of
from cytodesk.client.signing import Signature
from cytodesk.client.station_keys import Keys
from cytodesk.client.transport import (
    REQUEST_ID,
    USUAL,
    Limits,
    SignedSession,
    TamedClient,
    in_words,
)
from cytodesk.errors import N_, NotSignedIn
from cytodesk.wire.codec import from_json
from cytodesk.wire.people import User

T = TypeVar("T")
_PIECE = 1 << 16
_HOPS = 5


class Connection:
    """A server on which somebody is signed in; threads may share it."""

    def __init__(
        self,
        server: Server,
        user: User,
        session: SignedSession,
        keys: Keys,
    ) -> None:
        self.server = server
        self.user = user
        self.keys = keys
        self.cytomine = TamedClient(session, keys)
        self._session = session

    @classmethod
    def open(
        cls,
        url: str,
        keys: Keys | Callable[[Server], Keys | None],
        *,
        signature: Signature | None = None,
        limits: Limits = USUAL,
        cancelled: threading.Event | None = None,
        remembered: MutableMapping[str, str] | None = None,
        language: str = "en",
    ) -> Connection:
        """Return a connection to the server at `url`, signed in as the owner of `keys`.

        `keys` may be a function that finds them once the server has said who it is.
        `remembered` keeps by serverID which signature a server understands; it is tried first.
        `language` is the one in which a station says what is wrong; others speak as they do.
        Raises NotReached, NotSignedIn, NotUnderstood, Refused, BadInput, Cancelled.
        """
        server = greeted(url, limits=limits, cancelled=cancelled)
        found = keys(server) if callable(keys) else keys
        if found is None:
            raise NotSignedIn(
                N_("There are no keys for {url}: sign in, or set {public} and {private}."),
                url=server.url,
                public="CYTOMINE_PUBLIC_KEY",
                private="CYTOMINE_PRIVATE_KEY",
            )
        known = None if remembered is None else remembered.get(server.id)
        first = signature or (Signature(known) if known in set(Signature) else None)
        session = SignedSession(
            server.url, found, first or likely_signature(server), limits=limits, cancelled=cancelled
        )
        session.headers["accept-language"] = language.replace("_", "-")
        user = signed_in(session, is_given=signature is not None)
        if remembered is not None:
            remembered[server.id] = session.signature
        return cls(server, user, session, found)

    @property
    def server_id(self) -> str:
        return self.server.id

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def version(self) -> str:
        return self.server.version

    @property
    def is_station(self) -> bool:
        return self.server.is_station

    @property
    def signature(self) -> Signature:
        return self._session.signature

    def get(self, path: str, /, **query: Any) -> Any:
        """Return the JSON at `path`: below /api/, or below the server if it begins with a slash.

        A query value may be a bool, a list of ids, or None, which leaves it out.
        """
        return json_of(self._asked("GET", path, query))

    def post(self, path: str, body: Any = None, **query: Any) -> Any:
        return json_of(self._asked("POST", path, query, body={} if body is None else body))

    def put(self, path: str, body: Any, **query: Any) -> Any:
        return json_of(self._asked("PUT", path, query, body=body))

    def delete(self, path: str, /, **query: Any) -> Any:
        return json_of(self._asked("DELETE", path, query))

    def things(self, cls: type[T], path: str, *, page: int = 500, **query: Any) -> Iterator[T]:
        """Yield every `cls` of the list at `path`, asking for `page` at a time."""
        return (from_json(cls, row) for row in self.rows(path, page=page, **query))

    def thing(self, cls: type[T], path: str) -> T:
        return from_json(cls, self.get(path))

    def rows(self, path: str, *, page: int = 500, **query: Any) -> Iterator[Row]:
        """Yield every object of the list at `path` as its JSON.

        Raises NotUnderstood if it is no list, or if the server shows only a part.
        """
        return rows_of(lambda window: self.get(path, **query, **window), path, page)

    def page(self, path: str, *, size: int, offset: int = 0, **query: Any) -> Page:
        """Return one part of the list at `path`; raises NotUnderstood if it is no list."""
        return page_of(lambda window: self.get(path, **query, **window), path, size, offset)

    def upload(
        self,
        path: str,
        file: Path,
        fields: Mapping[str, str] | None = None,
        *,
        name: str | None = None,
    ) -> Any:
        """Send `file` as the part `files[]`, and `fields` beside it; return the JSON answer.

        It goes by its own name, or by `name`.
        """
        with file.open("rb") as content:
            part = (name or file.name, content, "application/octet-stream")
            parts = {**(fields or {}), "files[]": part}
            body = MultipartEncoder(fields=parts)
            headers = {"content-type": body.content_type}
            url = address_of(self.url, path)
            return json_of(self._session.request("POST", url, data=body, headers=headers))

    def download(
        self,
        path: str,
        target: Path,
        report: Callable[[int, int | None], None] | None = None,
        **query: Any,
    ) -> None:
        """Write what is at `path` to `target`, which is whole or not there.

        `report` is told the bytes that have come and, if known, how many there will be.
        """
        beside = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")
        try:
            with self._followed(path, query) as response, beside.open("wb") as file:
                if is_page(response) and target.suffix.lower() not in {".html", ".htm", ".xhtml"}:
                    raise not_json(response)
                length = response.headers.get("content-length", "")
                total = int(length) if length.isdecimal() else None
                with in_words(response.url, self._session.limits):
                    for piece in response.iter_content(_PIECE):
                        self._session.stop_if_cancelled()
                        file.write(piece)
                        if report is not None:
                            report(file.tell(), total)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)

    def bytes_of(self, path: str, /, **query: Any) -> bytes:
        """Return what is at `path`, a picture as a rule."""
        with self._followed(path, query) as response, in_words(response.url, self._session.limits):
            return bytes_in(response)

    def close(self) -> None:
        self._session.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _asked(
        self, method: str, path: str, query: Mapping[str, Any], body: Any = None
    ) -> requests.Response:
        headers: dict[str, str] = {}
        if method != "GET":
            headers["content-type"] = "application/json"
        if method == "POST" and self.is_station:
            headers[REQUEST_ID] = str(uuid.uuid4())
        return self._session.request(
            method,
            address_of(self.url, path),
            params=query_of(query),
            data=None if body is None else json.dumps(body).encode(),
            headers=headers,
        )

    def _followed(self, path: str, query: Mapping[str, Any]) -> requests.Response:
        """Return the streamed answer; files may lie elsewhere, so redirects are followed."""
        url, params = address_of(self.url, path), query_of(query)
        for _ in range(_HOPS):
            response = self._session.answer("GET", url, params=params, stream=True)
            if not is_redirect(response):
                break
            there = urljoin(response.url, response.headers["location"])
            response.close()
            is_downgrade = url.startswith("https:") and not there.startswith("https:")
            if is_downgrade or urlsplit(there).path in {"", "/"}:
                break
            url, params = there, {}
        return checked(response)
