"""Image instances, abstract images and slices: their facts. Pixels are in pictures.py."""

from __future__ import annotations

from starlette.responses import FileResponse, Response

from cytodesk.server.answers import Json, collection, done
from cytodesk.server.asking import Asking
from cytodesk.server.routes import delete, get
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.wire.images import ImageInstance
from cytodesk.workspace import images, projects
from cytodesk.workspace.images import StoredImage


def image_json(image: ImageInstance, asking: Asking) -> Json:
    """Return the image with old and new names of its facts (contract 2.5; apps read both)."""
    base = f"{asking.base}/api/imageinstance/{image.id}"
    return to_json(image) | {
        "thumb": f"{base}/thumb.png?maxSize=512",
        "preview": f"{base}/thumb.png?maxSize=1024",
        "macroURL": f"{base}/associated/macro.png?maxWidth=512",
        "blindedName": None,
        "path": image.original_name,
        "fullPath": image.original_name,
        "mime": image.content_type,
        "resolution": image.pixel_size_x,
        "physicalSizeZ": None,
        "fps": None,
        "bitdepth": image.bit_depth,
        "bitPerSample": image.bit_depth,
        "samplePerPixel": 3,
        "sample": None,
        "reviewStart": None,
        "reviewStop": None,
        "reviewUser": None,
        "reviewed": False,
        "inReview": False,
        "projectBlind": False,
    }


def show(serving: Serving, asking: Asking) -> Json:
    return image_json(images.image(serving.workspace.reading(), asking.id), asking)


def of_project(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    projects.project(db, asking.id)
    items = [image_json(image, asking) for image in images.images(db, asking.id)]
    return collection(items, asking)


def remove(serving: Serving, asking: Asking) -> Json:
    image = images.image(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("image", asking.id))
    return done("Delete", "ImageInstance", image_json(image, asking))


def show_base(serving: Serving, asking: Asking) -> Json:
    stored = images.image_of_base(serving.workspace.reading(), asking.id)
    return image_json(stored.image, asking) | {
        "class": "be.cytomine.image.AbstractImage",
        "id": asking.id,
        "dimensions": "XY",
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


def download(serving: Serving, asking: Asking) -> Response:
    stored = images.stored_image(serving.workspace.reading(), asking.id)
    return FileResponse(
        stored.path, media_type="application/octet-stream", filename=stored.image.original_name
    )


ROUTES = (
    get("/api/imageinstance/{id:int}.json", show),
    delete("/api/imageinstance/{id:int}.json", remove),
    get("/api/project/{id:int}/imageinstance.json", of_project),
    get("/api/imageinstance/{id:int}/download", download),
    get("/api/imageinstance/{id:int}/sliceinstance/reference.json", reference_slice),
    get("/api/imageinstance/{id:int}/sliceinstance.json", slices),
    get("/api/sliceinstance/{id:int}.json", show_slice),
    get("/api/abstractimage/{id:int}/imageservers.json", image_servers),
    get("/api/abstractimage/{id:int}.json", show_base),
)
