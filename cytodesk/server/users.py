"""Users: the human, and the users of runs. Keys appear in three answers only.

A human reads himself, a run's user reads itself, the launcher reads the user of a run of his.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from cytodesk.errors import NotFound
from cytodesk.server.answers import collection, refusal
from cytodesk.server.asking import Asking
from cytodesk.server.routes import get
from cytodesk.server.serving import Serving
from cytodesk.server.signing import signature_of
from cytodesk.wire.codec import to_json
from cytodesk.wire.people import User
from cytodesk.workspace import people, projects

Json = dict[str, Any]


def user_json(user: User) -> Json:
    json = to_json(user)
    if user.is_run:
        return json | {
            "class": "be.cytomine.security.UserJob",
            "origin": "JOB",
            "user": True,
            "admin": False,
            "guest": False,
        }
    for name in ("job", "humanUsername"):
        del json[name]
    return json | {
        "fullName": f"{user.firstname} {user.lastname}".strip() or user.username,
        "origin": "LOCAL",
        "email": "",
        "language": "EN",
        "isDeveloper": True,
        "enabled": True,
        "color": None,
        "isSwitched": False,
        "realUser": None,
        "user": True,
        "admin": True,
        "guest": False,
        "adminByNow": True,
        "userByNow": True,
        "guestByNow": False,
    }


def current(serving: Serving, asking: Asking) -> Json:
    return _with_keys(serving, asking.asker)


def show(serving: Serving, asking: Asking) -> Json:
    db = serving.workspace.reading()
    name = str(asking.named["name"])
    user = people.user(db, int(name)) if name.isdigit() else people.user_named(db, name)
    asker = asking.asker
    if asker.id in (user.id, people.launcher_of(db, user.id)):
        return _with_keys(serving, user)
    return user_json(user)


def keys(serving: Serving, asking: Asking) -> Json | Response:
    if asking.id != asking.asker.id:
        return refusal("Only a user itself may read its keys", 403)
    pair = serving.keys.keys(asking.id)
    return {"publicKey": pair.public, "privateKey": pair.private}


def listed(serving: Serving, asking: Asking) -> Json | Response:
    humans = people.humans(serving.workspace.reading())
    public = asking.text("publicKey")
    if public is not None:
        id_ = serving.keys.user_of(public)
        if id_ is None:
            raise NotFound("{thing} not found with id : {id}", thing="User", id="?")
        return user_json(people.user(serving.workspace.reading(), id_))
    return collection([user_json(user) for user in humans], asking)


def of_project(serving: Serving, asking: Asking) -> Json | Response:
    projects.bare_project(serving.workspace.reading(), asking.id)
    return listed(serving, asking)


def of_ontology(serving: Serving, asking: Asking) -> Json | Response:
    projects.ontology(serving.workspace.reading(), asking.id)
    return listed(serving, asking)


def keys_of_public(serving: Serving, asking: Asking) -> Json | Response:
    """Return the pair of which a user names one half: his own only."""
    pair = serving.keys.keys(asking.asker.id)
    if str(asking.named["public"]) != pair.public:
        return refusal("Only a user itself may read its keys", 403)
    return {"publicKey": pair.public, "privateKey": pair.private}


def signature(serving: Serving, asking: Asking) -> Json:
    """Sign a request for the asker, from its parts (contract 1.4)."""
    pair = serving.keys.keys(asking.asker.id)
    query = asking.text("queryString")
    return {
        "publicKey": pair.public,
        "signature": signature_of(
            pair.private,
            method=asking.text("method") or "GET",
            content_md5=asking.text("content-MD5") or "",
            content_type=asking.text("content-type") or "",
            date=asking.text("date") or "",
            target=(asking.text("forwardURI") or "") + (f"?{query}" if query else ""),
        ),
    }


def _with_keys(serving: Serving, user: User) -> Json:
    pair = serving.keys.keys(user.id)
    return user_json(user) | {"publicKey": pair.public, "privateKey": pair.private}


ROUTES = (
    get("/api/user/current.json", current),
    get("/api/user/{id:int}/keys.json", keys),
    get("/api/userkey/{public}/keys.json", keys_of_public),
    get("/api/signature.json", signature),
    get("/api/user/{name}.json", show),
    get("/api/user.json", listed),
    get("/api/project/{id:int}/user.json", of_project),
    get("/api/project/{id:int}/admin.json", of_project),
    get("/api/project/{id:int}/creator.json", of_project),
    get("/api/project/{id:int}/users/representative.json", of_project),
    get("/api/ontology/{id:int}/user.json", of_ontology),
)
