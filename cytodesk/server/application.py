"""The Starlette application: all subjects' routes behind one signature check."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cytodesk.errors import CytoDeskError, NotFound, WorkspaceError
from cytodesk.journal import about
from cytodesk.server.answers import json_answer, not_found, refusal
from cytodesk.server.asking import Asking
from cytodesk.server.guarding import LARGEST_BODY, Guard, TooLarge
from cytodesk.server.rights import Forbidden, ensure_allowed, is_over
from cytodesk.server.routes import RouteOf
from cytodesk.server.serving import Serving
from cytodesk.server.signing import Signer, signer_of
from cytodesk.server.subjects import STATION_SUBJECTS, SUBJECTS
from cytodesk.wire.people import User
from cytodesk.workspace import people, unknown_requests
from cytodesk.workspace.refusals import AlreadyThere, trouble_in_words
from cytodesk.workspace.store import in_one_state

_WAITING_AT_ONCE = 200
"""Long polls have threads of their own, or a few of them would stop all other requests."""


def application(serving: Serving) -> Starlette:
    """Return the ASGI application; `serving.is_legacy` leaves /station out."""
    subjects = SUBJECTS if serving.is_legacy else SUBJECTS + STATION_SUBJECTS
    routes = [
        Route(path, _endpoint(serving, route), methods=[route.method])
        for subject in subjects
        for route in subject
        for path in route.paths
    ]

    async def unknown(request: Request, error: Exception) -> Response:
        del error
        return await to_thread.run_sync(_unknown, serving, request)

    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard)],
        exception_handlers={404: unknown, 405: unknown},
    )
    app.router.redirect_slashes = False  # a client dies of a redirect, or follows it unsigned
    return app


def _unknown(serving: Serving, request: Request) -> Response:
    """Say that there is no such request, and note that somebody asked for it."""
    method, path = request.method, request.url.path
    serving.noted("unknown path", {"method": method, "path": path})
    with contextlib.suppress(WorkspaceError, sqlite3.Error):
        user = _signed_in(serving, _signer(serving, request))
        unknown_requests.note(serving.workspace, method, path, None if user is None else user.run)
    return refusal(f"{method} {path} is not part of this server's API", 404)


def _endpoint(serving: Serving, route: RouteOf) -> Callable[[Request], Awaitable[Response]]:
    threads = CapacityLimiter(_WAITING_AT_ONCE) if route.may_wait else None

    async def endpoint(request: Request) -> Response:
        return await _answered(serving, route, request, threads)

    return endpoint


async def _answered(
    serving: Serving, route: RouteOf, request: Request, threads: CapacityLimiter | None
) -> Response:
    body, form = b"", FormData()
    try:
        if request.headers.get("content-type", "").startswith("multipart/"):
            form = await request.form(max_files=1000, max_fields=1000, max_part_size=LARGEST_BODY)
        else:
            body = await request.body()
    except ClientDisconnect:
        return Response(status_code=400)
    except TooLarge as error:
        return refusal(error.said(), 413)
    except HTTPException as error:
        return refusal(f"The upload cannot be read: {error.detail}", error.status_code)
    except OSError as error:
        return refusal(f"The upload could not be kept: {error.strerror}", 507)
    try:
        return await to_thread.run_sync(
            _watched, serving, route, request, body, form, limiter=threads
        )
    finally:
        await form.close()


def _watched(
    serving: Serving, route: RouteOf, request: Request, body: bytes, form: FormData
) -> Response:
    """Handle the request; every line of the log that it causes carries its id."""
    name = request.headers.get("x-request-id") or uuid.uuid4().hex[:12]
    with contextlib.ExitStack() as around:
        around.enter_context(about(request=name))
        if not route.may_wait:
            around.enter_context(serving.watching(f"{request.method} {request.url.path}"))
        try:
            return _handled(serving, route, request, body, form)
        except sqlite3.Error as error:
            trouble = trouble_in_words(error, serving.workspace.path)
            if not isinstance(trouble, WorkspaceError):
                raise
            return refusal(trouble.said(), 507)
        except WorkspaceError as error:
            return refusal(error.said(), 507)


def _handled(
    serving: Serving, route: RouteOf, request: Request, body: bytes, form: FormData
) -> Response:
    signer = _signer(serving, request)
    user = _signed_in(serving, signer)
    if route.is_signed and user is None:
        return _turned_away(serving, request, signer)
    asking = Asking(
        method=request.method,
        path=request.url.path,
        named=request.path_params,
        query=request.query_params,
        headers=request.headers,
        base=f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}",
        user=user,
        body=body,
        form=form,
    )
    with about(run=None if user is None else user.run):
        response = _once(serving, route, asking)
    if user is not None and user.is_run and os.name == "posix":
        response.headers["Connection"] = "close"
    return response


def _signer(serving: Serving, request: Request) -> Signer:
    target = request.scope.get("raw_path", b"").decode("latin-1").partition("?")[0]
    if request.url.query:
        target = f"{target}?{request.url.query}"
    return signer_of(request.method, target, request.headers, serving.keys)


def _once(serving: Serving, route: RouteOf, asking: Asking) -> Response:
    request = asking.headers.get("x-request-id")
    if request is None or asking.method != "POST" or serving.is_legacy or asking.user is None:
        return _tried(serving, route, asking)
    name = f"{asking.user.id} {asking.path} {request}"
    return serving.repeats.once(serving.workspace, name, lambda: _tried(serving, route, asking))


def _tried(serving: Serving, route: RouteOf, asking: Asking) -> Response:
    try:
        ensure_allowed(serving, route, asking)
        with contextlib.ExitStack() as around:
            if route.is_of_one_state:
                around.enter_context(in_one_state(serving.workspace.reading()))
            answer: Any = route.handler(serving, asking)
    except Forbidden as error:
        return refusal(error.said(asking.words), 403)
    except NotFound as error:
        return not_found(error.said(asking.words))
    except AlreadyThere as error:
        return refusal(error.said(asking.words), 409)
    except OverflowError:
        return not_found("Nothing has an id that long")
    except WorkspaceError as error:
        return refusal(error.said(asking.words), 507)
    except CytoDeskError as error:
        return refusal(error.said(asking.words), 400)
    except sqlite3.Error as error:
        trouble = trouble_in_words(error, serving.workspace.path)
        if isinstance(trouble, WorkspaceError):
            return refusal(trouble.said(asking.words), 507)
        return _mistake(serving, asking, error)
    except Exception as error:
        return _mistake(serving, asking, error)
    return answer if isinstance(answer, Response) else json_answer(answer)


def _mistake(serving: Serving, asking: Asking, error: Exception) -> Response:
    """Note a mistake of ours with its details, and answer its number only."""
    number = uuid.uuid4().hex[:8]
    serving.noted("mistake", {"path": asking.path, "number": number, "error": error})
    return refusal(f"A mistake of the station, noted in its log as {number}", 500)


def _signed_in(serving: Serving, signer: Signer) -> User | None:
    """Return who signed; the user of a run that has ended or is deleted is nobody any more."""
    if signer.user is None:
        return None
    try:
        user = people.user(serving.workspace.reading(), signer.user)
    except NotFound:
        return None
    return None if is_over(serving, user) else user


def _turned_away(serving: Serving, request: Request, signer: Signer) -> Response:
    """Refuse in JSON; an old server shows its login page to whom did not sign (contract 1.3)."""
    is_left_alone = request.headers.get("nopage") == "true"
    if serving.is_legacy and not signer.is_stranger and not is_left_alone:
        return RedirectResponse("/", status_code=302)
    return refusal("Unauthorized: the keys or the signature are not right", 401)
