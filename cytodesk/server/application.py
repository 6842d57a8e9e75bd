"""The Starlette application: all subjects' routes behind one signature check."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cytodesk.errors import CytoDeskError, NotFound, WorkspaceError
from cytodesk.journal import about
from cytodesk.server.answers import json_answer, not_found, refusal
from cytodesk.server.asking import Asking
from cytodesk.server.routes import RouteOf
from cytodesk.server.serving import Serving
from cytodesk.server.signing import Signer, signer_of
from cytodesk.server.subjects import STATION_SUBJECTS, SUBJECTS
from cytodesk.wire.people import User
from cytodesk.workspace import people
from cytodesk.workspace.refusals import AlreadyThere

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
        serving.unknown_paths.add(f"{request.method} {request.url.path}")
        serving.noted("unknown path", {"method": request.method, "path": request.url.path})
        return refusal(f"{request.method} {request.url.path} is not part of this server's API", 404)

    return Starlette(routes=routes, exception_handlers={404: unknown, 405: unknown})


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
            form = await request.form(max_part_size=1 << 40)
        else:
            body = await request.body()
    except ClientDisconnect:
        return Response(status_code=400)
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
        return _handled(serving, route, request, body, form)


def _handled(
    serving: Serving, route: RouteOf, request: Request, body: bytes, form: FormData
) -> Response:
    target = request.scope.get("raw_path", b"").decode("latin-1").partition("?")[0]
    if request.url.query:
        target = f"{target}?{request.url.query}"
    signer = signer_of(request.method, target, request.headers, serving.keys)
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


def _once(serving: Serving, route: RouteOf, asking: Asking) -> Response:
    request = asking.headers.get("x-request-id")
    if request is None or asking.method != "POST" or serving.is_legacy or asking.user is None:
        return _tried(serving, route, asking)
    name = f"{asking.user.id} {asking.path} {request}"
    return serving.repeats.once(serving.workspace, name, lambda: _tried(serving, route, asking))


def _tried(serving: Serving, route: RouteOf, asking: Asking) -> Response:
    try:
        answer: Any = route.handler(serving, asking)
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
    except Exception as error:
        number = uuid.uuid4().hex[:8]
        serving.noted("mistake", {"path": asking.path, "number": number, "error": error})
        return refusal(f"A mistake of the station, noted in its log as {number}", 500)
    return answer if isinstance(answer, Response) else json_answer(answer)


def _signed_in(serving: Serving, signer: Signer) -> User | None:
    """Return who signed; the user of a deleted run is nobody any more."""
    if signer.user is None:
        return None
    try:
        return people.user(serving.workspace.reading(), signer.user)
    except NotFound:
        return None


def _turned_away(serving: Serving, request: Request, signer: Signer) -> Response:
    """Refuse in JSON; an old server shows its login page to whom did not sign (contract 1.3)."""
    is_left_alone = request.headers.get("nopage") == "true"
    if serving.is_legacy and not signer.is_stranger and not is_left_alone:
        return RedirectResponse("/", status_code=302)
    return refusal("Unauthorized: the keys or the signature are not right", 401)
