"""Tags, and on what they are."""

from __future__ import annotations

from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json, collection, done
from cytodesk.server.asking import Asking, required_id
from cytodesk.server.notes import domain_of
from cytodesk.server.routes import ByRuns, delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.workspace import tags

_LONGEST = 255
_ASSOCIATION = "TagDomainAssociation"
_KEY = "tag_domain_association"


def listed(serving: Serving, asking: Asking) -> Json | Response:
    return collection([to_json(tag) for tag in tags.tags(serving.workspace.reading())], asking)


def show(serving: Serving, asking: Asking) -> Json:
    return to_json(tags.tag(serving.workspace.reading(), asking.id))


def add(serving: Serving, asking: Asking) -> Json:
    name = _name(asking.object)
    tag = serving.workspace.write(lambda change: tags.add_tag(change, name, asking.asker.id))
    return done("Add", "Tag", to_json(tag))


def change(serving: Serving, asking: Asking) -> Json:
    name = _name(asking.object)
    tag = serving.workspace.write(lambda change: tags.rename_tag(change, asking.id, name))
    return done("Edit", "Tag", to_json(tag))


def remove(serving: Serving, asking: Asking) -> Json:
    tag = tags.tag(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("tag", asking.id))
    return done("Delete", "Tag", to_json(tag))


def on_thing(serving: Serving, asking: Asking) -> Json | Response:
    found = tags.taggings(serving.workspace.reading(), *domain_of(serving, asking))
    return collection([to_json(each) for each in found], asking)


def on_anything(serving: Serving, asking: Asking) -> Json | Response:
    found = tags.taggings(serving.workspace.reading())
    return collection([to_json(each) for each in found], asking)


def put_on(serving: Serving, asking: Asking) -> Json:
    domain, tag = domain_of(serving, asking), required_id(asking.object, "tag")
    made = serving.workspace.write(lambda change: tags.add_tagging(change, *domain, tag))
    return done("Add", _ASSOCIATION, to_json(made), key=_KEY)


def put_all_on(serving: Serving, asking: Asking) -> Json:
    """Let a thing have exactly these tags, by name: `PUT /station/v1/domain/.../tags`."""
    names = asking.object.get("tags")
    if not isinstance(names, list):
        raise BadInput(N_("tags must be a list of names"))
    domain = domain_of(serving, asking)
    checked = [_name({"name": name}) for name in names]
    kept = serving.workspace.write(
        lambda change: tags.set_tags(change, *domain, checked, asking.asker.id)
    )
    return {"tags": kept}


def show_on(serving: Serving, asking: Asking) -> Json:
    return to_json(tags.tagging(serving.workspace.reading(), _which(asking)))


def take_off(serving: Serving, asking: Asking) -> Json:
    found = tags.tagging(serving.workspace.reading(), _which(asking))
    serving.workspace.write(lambda change: change.delete("tagging", found.id))
    return done("Delete", _ASSOCIATION, to_json(found), key=_KEY)


def _which(asking: Asking) -> int:
    return int(asking.named.get("association", asking.named["id"]))


def _name(body: Json) -> str:
    name = str(body.get("name") or "").strip()
    if not name:
        raise BadInput(N_("name not set"))
    if len(name) > _LONGEST:
        raise BadInput(N_("The name of a tag has {most} characters at most"), most=_LONGEST)
    return name


_DOMAIN = "/api/domain/{domain}/{id:int}/tag_domain_association"

ROUTES = (
    get("/api/tag.json", listed),
    post("/api/tag.json", add, by_runs=ByRuns.ANYWHERE),
    get("/api/tag/{id:int}.json", show),
    put("/api/tag/{id:int}.json", change, by_runs=ByRuns.NEVER),
    delete("/api/tag/{id:int}.json", remove, by_runs=ByRuns.NEVER),
    get(f"{_DOMAIN}.json", on_thing),
    post(f"{_DOMAIN}.json", put_on),
    get(f"{_DOMAIN}/{{association:int}}.json", show_on),
    delete(f"{_DOMAIN}/{{association:int}}.json", take_off),
    get("/api/tag_domain_association.json", on_anything),
    get("/api/tag_domain_association/{id:int}.json", show_on),
    delete("/api/tag_domain_association/{id:int}.json", take_off),
)

STATION_ROUTES = (put("/station/v1/domain/{domain}/{id:int}/tags", put_all_on),)
