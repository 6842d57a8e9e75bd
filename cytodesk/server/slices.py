"""Abstract images and slices: what stands behind an image of a project."""

from __future__ import annotations

from starlette.responses import Response

from cytodesk.errors import NotFound
from cytodesk.server.answers import Json, collection
from cytodesk.server.asking import Asking
from cytodesk.server.images import image_json
from cytodesk.server.routes import get
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.workspace import images, projects
from cytodesk.workspace.images import StoredImage


def list_bases(serving: Serving, asking: Asking) -> Json | Response:
    """List the abstract images, of a project or of all; each once, whoever has it."""
    db = serving.workspace.reading()
    if "id" in asking.named:
        projects.bare_project(db, asking.id)
    wanted = asking.id if "id" in asking.named else None
    bases = {image.base_image: image for image in images.images(db, wanted)}
    items = [base_json(image_json(image, asking), base) for base, image in bases.items()]
    return collection(items, asking)


def show_base(serving: Serving, asking: Asking) -> Json:
    stored = images.image_of_base(serving.workspace.reading(), asking.id)
    return base_json(image_json(stored.image, asking), asking.id)


def base_json(json: Json, base: int | None) -> Json:
    """Return an image as the abstract image of which it is one."""
    thumb = str(json["thumb"]).replace(f"/imageinstance/{json['id']}/", f"/abstractimage/{base}/")
    return json | {
        "class": "be.cytomine.image.AbstractImage",
        "id": base,
        "dimensions": "XY",
        "scanner": None,
        "uploadedFile": base,
        "thumb": thumb,
        "preview": thumb.replace("maxSize=512", "maxSize=1024"),
    }


def image_servers(serving: Serving, asking: Asking) -> Json:
    """Name where old readers get tiles without signing: the token cannot be guessed."""
    stored = images.image_of_base(serving.workspace.reading(), asking.id)
    return {"imageServersURLs": [f"{asking.base}/slice/tile?zoomify={stored.token}"]}


def reference_slice(serving: Serving, asking: Asking) -> Json:
    return slice_json(images.stored_image(serving.workspace.reading(), asking.id), asking)


def slices(serving: Serving, asking: Asking) -> Json | Response:
    return collection([reference_slice(serving, asking)], asking)


def show_slice(serving: Serving, asking: Asking) -> Json:
    return slice_json(images.image_of_slice(serving.workspace.reading(), asking.id), asking)


def slice_json(stored: StoredImage, asking: Asking) -> Json:
    return to_json(images.slice_of(stored)) | {
        "imageServerUrl": asking.base,
        "uploadedFile": None,
    }


def slice_at(serving: Serving, asking: Asking) -> Json:
    """Return the slice at a channel, depth and time: the one that there is stands at 0, 0, 0."""
    place = tuple(int(asking.named[name]) for name in ("channel", "z", "t"))
    if any(place):
        raise NotFound("{thing} not found with id : {id}", thing="SliceInstance", id=place)
    return reference_slice(serving, asking)


def base_slices(serving: Serving, asking: Asking) -> Json | Response:
    stored = images.image_of_base(serving.workspace.reading(), asking.id)
    return collection([_base_slice_json(stored)], asking)


def show_base_slice(serving: Serving, asking: Asking) -> Json:
    return _base_slice_json(images.image_of_base_slice(serving.workspace.reading(), asking.id))


def _base_slice_json(stored: StoredImage) -> Json:
    json = to_json(images.slice_of(stored)) | {"uploadedFile": None}
    for name in ("project", "baseSlice", "imageServerUrl"):
        del json[name]
    return json | {
        "class": "be.cytomine.image.AbstractSlice",
        "id": stored.base_slice,
        "image": stored.image.base_image,
    }


def list_servers(serving: Serving, asking: Asking) -> Json | Response:
    """List where pixels come from: this station alone."""
    server = {"class": "be.cytomine.image.server.ImageServer", "id": _SERVER}
    return collection([server | {"name": "station", "url": asking.base, "available": True}], asking)


_SERVER = 9_000_000_000_000_200
"""Beyond all ids that a workspace gives out, and still a whole number in any language."""

ROUTES = (
    get("/api/abstractimage.json", list_bases),
    get("/api/project/{id:int}/image.json", list_bases),
    get("/api/abstractimage/{id:int}.json", show_base),
    get("/api/abstractimage/{id:int}/imageservers.json", image_servers),
    get("/api/abstractimage/{id:int}/abstractslice.json", base_slices),
    get("/api/uploadedfile/{id:int}/abstractslice.json", base_slices),
    get("/api/abstractslice/{id:int}.json", show_base_slice),
    get("/api/imageinstance/{id:int}/sliceinstance/reference.json", reference_slice),
    get("/api/imageinstance/{id:int}/{channel:int}/{z:int}/{t:int}/sliceinstance.json", slice_at),
    get("/api/imageinstance/{id:int}/sliceinstance.json", slices),
    get("/api/sliceinstance/{id:int}.json", show_slice),
    get("/api/imaging_server.json", list_servers),
    get("/api/imageserver.json", list_servers),
)
