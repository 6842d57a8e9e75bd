"""Properties, attached files and descriptions of anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import FileResponse, Response

from cytodesk.errors import N_, BadInput, NotFound
from cytodesk.server.answers import Json, added_all, collection, done, json_answer, page
from cytodesk.server.asking import Asking, base_name, required_id
from cytodesk.server.routes import delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.workspace import annotation_store, homes, notes

_SHORT_FORMS = {
    "project": "be.cytomine.project.Project",
    "imageinstance": "be.cytomine.image.ImageInstance",
}


def domain_of(serving: Serving, asking: Asking) -> tuple[str, int]:
    """Return class and id of what the path names, by its full class or a short form."""
    name = str(asking.named["domain"])
    ensure_there(serving, name, asking.id)
    if name == "annotation":
        found = annotation_store.annotation(serving.workspace.reading(), asking.id)
        return found.kind.wire_class, asking.id
    return _SHORT_FORMS.get(name, name), asking.id


def ensure_there(serving: Serving, name: str, id_: int) -> None:
    """Raise NotFound where there is nothing to hang something on."""
    if not homes.is_there(serving.workspace.reading(), id_):
        raise NotFound("{thing} not found with id : {id}", thing=name[:80], id=id_)


def properties(serving: Serving, asking: Asking) -> Json | Response:
    found = notes.properties(serving.workspace.reading(), *domain_of(serving, asking))
    return collection([to_json(p) for p in found], asking)


def property_by_key(serving: Serving, asking: Asking) -> Json:
    db = serving.workspace.reading()
    key = str(asking.named["key"])
    found = notes.properties(db, *domain_of(serving, asking), name=key)
    return to_json(found[0]) if found else to_json(notes.property_(db, 0))


def property_keys(serving: Serving, asking: Asking) -> Json | Response:
    """List the keys of the properties that annotations or images have (contract 3.11)."""
    kind = asking.path.split("/")[2]
    keys = notes.property_keys(
        serving.workspace.reading(),
        kind,
        projects=asking.ids("idProject"),
        images=asking.ids("idImage"),
    )
    if not asking.truth("withUser"):
        return page([{"key": key} for key in sorted({key for key, _ in keys})], asking)
    return page([{"key": key, "user": user} for key, user in keys], asking)


def add_property(serving: Serving, asking: Asking) -> Json | Response:
    body = asking.object_or_list

    def add_one(json: dict[str, Any]) -> int:
        domain_class, domain_id = _domain_for(serving, asking, json)
        if not json.get("key"):
            raise BadInput(N_("property key not set"))
        text = property_text(json.get("value"))
        return serving.workspace.write(
            lambda change: notes.add_property(
                change, domain_class, domain_id, str(json["key"]), text
            )
        ).id

    if isinstance(body, list):
        return json_answer(*added_all("property", body, add_one))
    id_ = add_one(body)
    return done("Add", "Property", to_json(notes.property_(serving.workspace.reading(), id_)))


def _domain_for(serving: Serving, asking: Asking, words: Mapping[str, Any]) -> tuple[str, int]:
    """Return class and id of what the path names, or else the words."""
    if "domain" in asking.named:
        return domain_of(serving, asking)
    name, id_ = str(words.get("domainClassName", "")), required_id(words, "domainIdent")
    ensure_there(serving, name, id_)
    return name, id_


def property_text(value: object) -> str:
    """Return the text of a property; apps post JSON's `true` and read it with `.lower()`."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def show_property(serving: Serving, asking: Asking) -> Json:
    return to_json(notes.property_(serving.workspace.reading(), int(asking.named["property"])))


def change_property(serving: Serving, asking: Asking) -> Json:
    """Give a property another key or value; what the body lacks stays."""
    id_, body = int(asking.named["property"]), asking.object
    before = notes.property_(serving.workspace.reading(), id_)
    name = str(body.get("key") or before.name)
    value = property_text(body["value"]) if "value" in body else before.value
    serving.workspace.write(lambda change: change.update("property", id_, name=name, value=value))
    return done("Edit", "Property", to_json(notes.property_(serving.workspace.reading(), id_)))


def remove_property(serving: Serving, asking: Asking) -> Json:
    found = notes.property_(serving.workspace.reading(), int(asking.named["property"]))
    serving.workspace.write(lambda change: change.delete("property", found.id))
    return done("Delete", "Property", to_json(found))


def attached_files(serving: Serving, asking: Asking) -> Json | Response:
    wanted = domain_of(serving, asking) if "domain" in asking.named else ()
    found = notes.attached_files(serving.workspace.reading(), *wanted)
    return collection([to_json(file) for file in found], asking)


def attach(serving: Serving, asking: Asking) -> Json:
    """Keep an uploaded file; its name comes without the folders that the client sends."""
    words = {**asking.query, **{k: v for k, v in asking.form.items() if isinstance(v, str)}}
    domain_class, domain_id = _domain_for(serving, asking, words)
    if not (asking.form or asking.body):
        raise BadInput(N_("The upload holds no file"))
    name, blocks = asking.upload()
    name = base_name(str(words.get("filename") or name))
    stored, size = serving.files.put(blocks)
    file = serving.workspace.write(
        lambda change: notes.add_attached_file(change, domain_class, domain_id, name, stored, size)
    )
    return to_json(file)


def show_attached(serving: Serving, asking: Asking) -> Json:
    return to_json(notes.attached_file(serving.workspace.reading(), asking.id)[0])


def download_attached(serving: Serving, asking: Asking) -> Response:
    file, stored = notes.attached_file(serving.workspace.reading(), asking.id)
    return FileResponse(
        serving.files.path(stored), media_type="application/octet-stream", filename=file.filename
    )


def remove_attached(serving: Serving, asking: Asking) -> Json:
    file, stored = notes.attached_file(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("attached_file", asking.id))
    serving.files.remove(stored)
    return done("Delete", "AttachedFile", to_json(file))


def description(serving: Serving, asking: Asking) -> Json:
    return to_json(notes.description(serving.workspace.reading(), *domain_of(serving, asking)))


def describe(serving: Serving, asking: Asking) -> Json:
    text = str(asking.object.get("data", ""))
    kept = serving.workspace.write(
        lambda change: notes.describe(change, *domain_of(serving, asking), text)
    )
    return done("Add", "Description", to_json(kept))


def remove_description(serving: Serving, asking: Asking) -> Json:
    found = notes.description(serving.workspace.reading(), *domain_of(serving, asking))
    serving.workspace.write(lambda change: change.delete("description", found.id))
    return done("Delete", "Description", to_json(found))


_DOMAIN = "/api/domain/{domain}/{id:int}"

ROUTES = (
    get(f"{_DOMAIN}/property.json", properties),
    post(f"{_DOMAIN}/property.json", add_property),
    get(f"{_DOMAIN}/property/{{property:int}}.json", show_property),
    put(f"{_DOMAIN}/property/{{property:int}}.json", change_property),
    delete(f"{_DOMAIN}/property/{{property:int}}.json", remove_property),
    get(f"{_DOMAIN}/key/{{key}}/property.json", property_by_key),
    get("/api/{domain}/{id:int}/property.json", properties),
    post("/api/{domain}/{id:int}/property.json", add_property),
    post("/api/property.json", add_property),
    get("/api/annotation/property/key.json", property_keys),
    get("/api/imageinstance/property/key.json", property_keys),
    get(f"{_DOMAIN}/attachedfile.json", attached_files),
    get("/api/attachedfile.json", attached_files),
    post("/api/attachedfile.json", attach),
    get("/api/attachedfile/{id:int}.json", show_attached),
    delete("/api/attachedfile/{id:int}.json", remove_attached),
    get("/api/attachedfile/{id:int}/download", download_attached),
    get(f"{_DOMAIN}/description.json", description),
    post(f"{_DOMAIN}/description.json", describe),
    put(f"{_DOMAIN}/description.json", describe),
    delete(f"{_DOMAIN}/description.json", remove_description),
)
