"""An answer of HTTP -> what it says, or the error that it is.

Cytomine says what is wrong in three shapes (contract 8.2, 25): `errors` as a text, `errors` as an
object with a message, and a page of HTML. Spring adds `message` and `error`, bulks a list.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from cytodesk.client.addresses import is_same_server
from cytodesk.errors import N_, CytoDeskError, NotFound, NotSignedIn, NotUnderstood, Refused

_FEW = 200
_MANY = 4000
_HIDDEN = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_ASKS_FOR_PASSWORD = re.compile(r"""<input[^>]+type\s*=\s*["']?password""", re.IGNORECASE)
_LOGIN = re.compile(r"log-?in|sign-?in|/auth\b|/oauth|/sso|/cas\b|keycloak|realms", re.IGNORECASE)


def is_redirect(response: requests.Response) -> bool:
    return response.status_code in {301, 302, 303, 307, 308} and "location" in response.headers


def checked(response: requests.Response) -> requests.Response:
    """Return `response` if it says yes; else raise what it says in words.

    NotSignedIn: 401, or the way to a login page. NotFound: 404. Refused: any other no, a bulk of
    which only a part was stored (206) among them. NotUnderstood: a redirect to somewhere else.
    """
    if is_redirect(response):
        raise _redirected(response)
    if response.status_code in {200, 201, 202, 203, 204, 205}:
        return response
    raise _refusal(response)


def json_of(response: requests.Response) -> Any:
    """Return the JSON in a good `response`; None for an empty one.

    NotSignedIn: a login page. NotUnderstood: anything else that is not JSON, or half of it.
    """
    content = response.content
    if not content.strip():
        return None
    try:
        return json.loads(content)
    except ValueError as error:
        raise not_json(response) from error


def bytes_in(response: requests.Response) -> bytes:
    """Return what a good `response` holds; a page of HTML is never what was asked for."""
    if is_page(response):
        raise not_json(response)
    content: bytes = response.content
    return content


def is_page(response: requests.Response) -> bool:
    kind = str(response.headers.get("content-type", "")).lower()
    return kind.startswith(("text/html", "application/xhtml"))


def not_json(response: requests.Response) -> CytoDeskError:
    text = _text(response)
    if _ASKS_FOR_PASSWORD.search(text):
        return _not_signed_in(response.url, first_words(text))
    template = (
        N_("{place} answered a page where data was expected (status {status}): {words}")
        if _looks_like_page(text)
        else N_("{place} answered something that is no whole JSON (status {status}): {words}")
    )
    return NotUnderstood(
        template,
        place=_without_query(response.url),
        status=response.status_code,
        words=first_words(text),
    )


def said_by(response: requests.Response) -> str:
    """Return the server's own words in an answer of any shape."""
    text = _text(response)
    try:
        words = _said(json.loads(text))
    except ValueError:
        words = ""
    return words or first_words(text) or response.reason or str(response.status_code)


def first_words(text: str) -> str:
    """Return the beginning of `text` as one line; of a page its title and what can be read."""
    if _looks_like_page(text):
        title = _TITLE.search(text)
        body = _TAG.sub(" ", _HIDDEN.sub(" ", text))
        text = html.unescape(f"{title[1] if title else ''} {body}")
    line = " ".join(text.split())
    return line if len(line) <= _FEW else line[: _FEW - 1] + "…"


def _said(answer: Any) -> str:
    if isinstance(answer, str):
        return answer.strip()
    if isinstance(answer, list):
        return "; ".join(words for each in answer[:3] if (words := _said(each)))
    if isinstance(answer, Mapping):
        for name in ("errors", "message", "error", "detail"):
            if words := _said(answer.get(name)):
                return words
    return ""


def _refusal(response: requests.Response) -> CytoDeskError:
    place, said = _without_query(response.url), said_by(response)
    match response.status_code:
        case 401:
            return _not_signed_in(response.url, said)
        case 404:
            return NotFound(N_("{place} does not exist: {said}"), place=place, said=said)
        case 403:
            template = N_("{place} is not for you: {said}")
        case 206:
            template = N_("{place} stored only a part: {said}")
        case 507:
            template = "{said}"  # a full disk, in a sentence that names it
        case status if status >= 500:
            template = N_("{place} failed (status {code}): {said}")
        case _:
            template = N_("{place} refused (status {code}): {said}")
    code = response.status_code
    return Refused(template, status=code, place=place, said=said, code=code)


def _redirected(response: requests.Response) -> CytoDeskError:
    there = urljoin(response.url, response.headers["location"])
    is_home = is_same_server(there, response.url) and urlsplit(there).path in {"", "/"}
    if is_home or _LOGIN.search(there):
        return _not_signed_in(response.url, f"{response.status_code} → {_without_query(there)}")
    return NotUnderstood(
        N_("{place} sends everybody on to {there} (status {status}): use that address instead."),
        place=_without_query(response.url),
        there=_without_query(there),
        status=response.status_code,
    )


def _not_signed_in(url: str, said: str) -> NotSignedIn:
    return NotSignedIn(
        N_("{place} does not know who asks: check the keys of this server. It said: {said}"),
        place=_without_query(url),
        said=said,
    )


def _without_query(url: str) -> str:
    return url.partition("?")[0]


def _text(response: requests.Response) -> str:
    content: bytes = response.content[: 64 * _MANY]
    return content.decode(errors="replace")


def _looks_like_page(text: str) -> bool:
    return bool(re.match(r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype html|html)", text, re.I))
