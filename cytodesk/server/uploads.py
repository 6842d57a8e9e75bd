"""Uploads of slides, as clients send them to an image server (contract 3.13)."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response

from cytodesk.errors import N_, BadInput, UnreadableImage
from cytodesk.server.answers import Json, collection, json_answer
from cytodesk.server.asking import Asking
from cytodesk.server.images import image_json
from cytodesk.server.reports import STORAGE
from cytodesk.server.rights import Forbidden
from cytodesk.server.routes import get, post
from cytodesk.server.serving import Serving
from cytodesk.server.slices import base_json
from cytodesk.wire.images import ImageInstance
from cytodesk.workspace import images, notes, projects, runs
from cytodesk.workspace.files import keep_slide
from cytodesk.workspace.pixels import read_facts
from cytodesk.workspace.writer import Change

_DEPLOYED = 100


def upload(serving: Serving, asking: Asking) -> Response:
    """Keep a slide in the workspace and add it to `projects`, with properties if there are some.

    It can be looked at when the answer comes, whether or not `sync` asked for that.
    """
    wanted = _projects(serving, asking)
    name, blocks = asking.upload()
    if not name:
        raise BadInput(N_("No file was sent: it belongs into the part files[]"))
    kept = keep_slide(serving.folder / "images", Path(name).suffix, blocks)
    try:
        facts = read_facts(kept)
    except UnreadableImage:
        kept.unlink(missing_ok=True)
        raise
    properties = _properties(asking)

    def add(change: Change) -> list[int]:
        first = images.add_image(
            change, wanted[0], asking.asker.id, kept, facts, name=name, copy=True
        )
        others = [
            images.add_again(change, first.base_image or 0, project, asking.asker.id)
            for project in wanted[1:]
        ]
        for image in (first, *others):
            for key, value in properties:
                notes.add_property(change, _IMAGE, image.id, key, value)
        return [image.id for image in (first, *others)]

    ids = serving.workspace.write(add)
    db = serving.workspace.reading()
    added = [images.image(db, id_) for id_ in ids]
    return json_answer([_told(added, kept.stat().st_size, asking)])


def _told(added: list[ImageInstance], size: int, asking: Asking) -> Json:
    instances = [image_json(image, asking) for image in added]
    base = base_json(instances[0], added[0].base_image)
    file = _file_json(added[0], asking) | {"size": size, "projects": [i.project for i in added]}
    return {
        "status": 200,
        "name": added[0].original_name,
        "size": size,
        "uploadedFile": file,
        "images": [{"image": base, "imageInstances": instances}],
    }


def listed(serving: Serving, asking: Asking) -> Json | Response:
    """List the files of all images, each once, as if they had been uploaded."""
    found = {image.base_image: image for image in images.images(serving.workspace.reading())}
    return collection([_file_json(image, asking) for image in found.values()], asking)


def show(serving: Serving, asking: Asking) -> Json:
    stored = images.image_of_base(serving.workspace.reading(), asking.id)
    return _file_json(stored.image, asking)


def refuse(serving: Serving, asking: Asking) -> Json:
    """Refused in words: the file itself is wanted."""
    raise BadInput(N_("Send the file itself to /upload: it is added as it comes"))


def _file_json(image: ImageInstance, asking: Asking) -> Json:
    name = image.original_name or image.name
    return {
        "class": "be.cytomine.image.UploadedFile",
        "id": image.base_image,
        "created": str(image.created),
        "updated": None,
        "user": image.user,
        "originalFilename": name,
        "filename": name,
        "ext": Path(name).suffix.lstrip("."),
        "contentType": image.content_type,
        "storage": STORAGE,
        "projects": [image.project],
        "status": _DEPLOYED,
        "statusText": "DEPLOYED",
        "parent": None,
        "image": image.base_image,
    }


def _projects(serving: Serving, asking: Asking) -> list[int]:
    db = serving.workspace.reading()
    wanted = list(dict.fromkeys(asking.ids("projects", "project", "idProject")))
    if not wanted:
        raise BadInput(N_("An image belongs to a project: name it as projects"))
    for project in wanted:
        projects.bare_project(db, project)
    if asking.asker.run is not None and wanted != [own := runs.project_of(db, asking.asker.run)]:
        raise Forbidden(
            N_("The key of a run writes in its own project only, which is {id}"), id=own
        )
    return wanted


def _properties(asking: Asking) -> list[tuple[str, str]]:
    keys, values = ((asking.text(name) or "").split(",") for name in ("keys", "values"))
    return [(key, value) for key, value in zip(keys, values, strict=False) if key]


_IMAGE = "be.cytomine.image.ImageInstance"

ROUTES = (
    post("/upload", upload),
    get("/api/uploadedfile.json", listed),
    post("/api/uploadedfile.json", refuse),
    get("/api/uploadedfile/{id:int}.json", show),
)
