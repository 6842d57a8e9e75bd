"""The tamed client class: time limits, certificates, both signatures, errors in words.

cytomine-python-client 4.3 has no time limits, answers False for every error, follows redirects
with its signature, waits up to 120 s for a server and keeps one global instance. All of its
requests pass through its session, so the session is where it is tamed.
"""

from __future__ import annotations

import logging
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import truststore
from cytomine import Cytomine
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import ProtocolError, ReadTimeoutError

from cytodesk import __version__
from cytodesk.client.addresses import is_loopback, is_same_server
from cytodesk.client.answers import checked
from cytodesk.client.signing import Signature, date_now, signed
from cytodesk.client.station_keys import Keys
from cytodesk.errors import N_, BadInput, Cancelled, NotReached, NotUnderstood

REQUEST_ID = "X-Request-Id"
_AT_ONCE = 8

_HEADERS = {
    "user-agent": f"cytodesk/{__version__}",
    "accept": "application/json, */*",
    "X-Requested-With": "XMLHttpRequest",
    # Old servers answer 401 instead of a redirect to their front page (contract 1.3).
    "nopage": "true",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds until a connection stands, and between two pieces of an answer."""

    connect: float = 5
    read: float = 30


USUAL = Limits()


class SignedSession(requests.Session):  # type: ignore[misc]
    """A session whose every request is signed, limited in time and answered well or raised.

    It follows no redirect, keeps no cookie, and signs nothing that leaves its server.
    """

    def __init__(
        self,
        url: str,
        keys: Keys | None,
        signature: Signature,
        *,
        limits: Limits = USUAL,
        cancelled: threading.Event | None = None,
    ) -> None:
        super().__init__()
        self.url = url
        self.limits = limits
        self.signature = signature
        self._keys = keys
        self._cancelled = cancelled
        self.headers.update(_HEADERS)
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.trust_env = not is_loopback(url)  # loopback never through a proxy
        self.mount("https://", _SystemTrust(pool_maxsize=_AT_ONCE))
        self.mount("http://", HTTPAdapter(pool_maxsize=_AT_ONCE))

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """Return the good answer.

        Raises NotReached, NotSignedIn, NotFound, Refused, NotUnderstood, Cancelled.
        """
        return checked(self.answer(method, url, **options))

    def answer(self, method: str, url: str, **options: Any) -> requests.Response:
        """Return whatever the server answers. Raises NotReached, NotUnderstood, Cancelled."""
        self.stop_if_cancelled()
        options["auth"] = self._signature_for(url)
        options["timeout"] = (self.limits.connect, self.limits.read)
        options["allow_redirects"] = False
        with in_words(url, self.limits):
            try:
                return super().request(method, url, **options)
            except requests.ConnectionError as error:
                if not (_may_be_repeated(method, options) and _was_dropped(error)):
                    raise
                return super().request(method, url, **options)

    def _signature_for(self, url: str) -> Callable[[requests.PreparedRequest], Any]:
        if self._keys is None or not is_same_server(url, self.url):
            return _no_signature
        return _Signing(self._keys, self.signature)

    def stop_if_cancelled(self) -> None:
        if self._cancelled is not None and self._cancelled.is_set():
            raise Cancelled(N_("Stopped as you wished."))


class TamedClient(Cytomine):  # type: ignore[misc]
    """Cytomine's own client on a session of ours; `get_instance()` never gives it.

    Use `get_collection(collection, collection.parameters)` and `get_model(model)`; the `fetch` of
    a model needs the global instance, which does not exist here.
    """

    def __init__(self, session: SignedSession, keys: Keys) -> None:
        self._ours = session
        super().__init__(
            session.url,
            keys.public,
            keys.private,
            verbose=logging.WARNING,
            use_cache=False,
            configure_logging=False,
        )

    def _start(self) -> None:
        self._session = self._ours

    def _log_response(self, response: requests.Response, message: object) -> None:
        """Log nothing: the client's own log would dump keys and whole answers."""


@contextmanager
def in_words(url: str, limits: Limits) -> Iterator[None]:
    """Turn whatever `requests` raises about `url` into our errors."""
    place = url.partition("?")[0]
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise NotReached(
            N_("The certificate of {place} is not one that this computer trusts: {reason}"),
            place=place,
            reason=_root(error),
        ) from error
    except requests.exceptions.ProxyError as error:
        raise NotReached(
            N_("The proxy on the way to {place} did not serve: {reason}"),
            place=place,
            reason=_root(error),
        ) from error
    except requests.ConnectTimeout as error:
        raise _too_late(place, limits.connect) from error
    except requests.Timeout as error:
        raise _too_late(place, limits.read) from error
    except requests.ConnectionError as error:
        if any(isinstance(reason, ReadTimeoutError) for reason in error.args):
            raise _too_late(place, limits.read) from error
        raise NotReached(
            N_("No connection to {place}: {reason}"), place=place, reason=_root(error)
        ) from error
    except (
        requests.exceptions.ChunkedEncodingError,
        requests.exceptions.ContentDecodingError,
    ) as error:
        raise NotUnderstood(
            N_("The answer of {place} broke off: {reason}"), place=place, reason=_root(error)
        ) from error
    except (requests.RequestException, UnicodeError) as error:
        raise BadInput(
            N_("{place} is not an address that can be asked: {reason}"), place=place, reason=error
        ) from error


class _Signing(AuthBase):  # type: ignore[misc]
    def __init__(self, keys: Keys, signature: Signature) -> None:
        self._keys = keys
        self._signature = signature

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["date"] = date_now()
        request.headers["authorization"] = signed(
            self._keys,
            self._signature,
            method=str(request.method),
            content_type=str(request.headers.get("content-type", "")),
            date=request.headers["date"],
            path=request.path_url,
        )
        return request


def _no_signature(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Sign nothing; without it `requests` would look for a password in ~/.netrc."""
    return request


class _SystemTrust(HTTPAdapter):  # type: ignore[misc]
    """Trusts the certificates that the computer trusts, a hospital's own among them."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, ssl_context=_system_context(), **options)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=_system_context(), **options)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        super().cert_verify(conn, url, verify, cert)
        if verify is True:
            conn.ca_certs = None  # else certifi's list would be trusted as well


def _system_context() -> ssl.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _may_be_repeated(method: str, options: dict[str, Any]) -> bool:
    return method.upper() == "GET" or REQUEST_ID in (options.get("headers") or {})


def _was_dropped(error: requests.ConnectionError) -> bool:
    """Whether a kept connection was closed by the server just when we used it again."""
    return any(isinstance(reason, ProtocolError) for reason in error.args)


def _too_late(place: str, seconds: float) -> NotReached:
    return NotReached(
        N_("{place} did not answer within {seconds} s."), place=place, seconds=f"{seconds:g}"
    )


def _root(error: BaseException) -> str:
    """Return the innermost reason in words, which is the only one that says something."""
    while True:
        inner = getattr(error, "reason", None) or error.__cause__ or _in_arguments(error)
        if not isinstance(inner, BaseException):
            return getattr(error, "strerror", None) or str(error) or type(error).__name__
        error = inner


def _in_arguments(error: BaseException) -> BaseException | None:
    return next((each for each in error.args if isinstance(each, BaseException)), None)
