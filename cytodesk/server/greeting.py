"""Ping, status and the other answers that need no signature."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from cytodesk.server.asking import Asking
from cytodesk.server.routes import get, post
from cytodesk.server.serving import Serving


def ping(serving: Serving, asking: Asking) -> dict[str, Any]:
    """Answer whether or not the signature is right: Python's client signs its ping wrongly."""
    alive: dict[str, Any] = {
        "alive": True,
        "authenticated": asking.user is not None,
        "version": f"3.2.0-cytodesk-{serving.version}",
        "serverURL": asking.base,
        "serverID": serving.workspace.id,
    }
    return alive if asking.user is None else alive | {"user": asking.user.id}


def status(serving: Serving, asking: Asking) -> dict[str, Any]:
    return {"alive": True, "version": serving.version, "serverURL": asking.base}


def front(serving: Serving, asking: Asking) -> Response | dict[str, Any]:
    """Show a web page where an old server would show its user interface."""
    if serving.is_legacy:
        return Response("<html><body>Cytomine</body></html>", media_type="text/html")
    return ping(serving, asking)


def admin_session(serving: Serving, asking: Asking) -> dict[str, Any]:
    """Say who the human is here: there is no more to open or to close than that (contract 1.4)."""
    return {"adminByNow": True, "userByNow": True, "guestByNow": False, "isAdmin": True}


ROUTES = (
    get("/server/ping.json", ping, is_signed=False),
    post("/server/ping.json", ping, is_signed=False),
    get("/status.json", status, is_signed=False),
    *(
        get(f"/session/admin/{what}.json", admin_session, is_signed=False)
        for what in ("open", "close", "info")
    ),
    get("/", front, is_signed=False),
)
