"""Images of projects: their facts and files. Pixels are in pictures.py."""

from __future__ import annotations

from starlette.responses import FileResponse, Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json, done, page_of
from cytodesk.server.asking import Asking, base_name, optional_number, required_id
from cytodesk.server.filters import filters_in
from cytodesk.server.routes import delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.server.slide_files import path_of
from cytodesk.wire.codec import to_json
from cytodesk.wire.images import ImageInstance
from cytodesk.workspace import image_lists, images, projects
from cytodesk.workspace.image_lists import ImagesWanted


def image_json(image: ImageInstance, asking: Asking) -> Json:
    """Return the image with old and new names of its facts (contract 2.5; apps read both)."""
    base = f"{asking.base}/api/imageinstance/{image.id}"
    return to_json(image) | {
        "thumb": f"{base}/thumb.png?maxSize=512",
        "preview": f"{base}/thumb.png?maxSize=1024",
        "macroURL": f"{base}/associated/macro.png?maxWidth=512",
        "blindedName": None,
        "fullPath": image.original_name,
        "mime": image.content_type,
        "resolution": image.pixel_size_x,
        "physicalSizeZ": None,
        "fps": None,
        "bitdepth": image.bit_depth,
        "bitPerSample": image.bit_depth,
        "samplePerPixel": 1 if image.colorspace == "grayscale" else 3,
        "sample": None,
        "colorspace": "RGB" if (image.colorspace or "").lower() == "rgb" else image.colorspace,
        "reviewed": image.review_stop is not None,
        "inReview": image.review_start is not None and image.review_stop is None,
        "projectBlind": False,
    }


def show(serving: Serving, asking: Asking) -> Json:
    return image_json(images.image(serving.workspace.reading(), asking.id), asking)


def of_project(serving: Serving, asking: Asking) -> Json | Response:
    """List a project's images. Beside Cytomine's words, `after` is the id to go on behind."""
    db = serving.workspace.reading()
    name = projects.bare_project(db, asking.id)["name"]
    wanted = ImagesWanted(
        project=asking.id,
        filters=filters_in(asking.query),
        sort=asking.text("sort") or "id",
        is_descending=asking.text("order") == "desc",
        most=max(asking.whole("max") or 0, 0),
        offset=max(asking.whole("offset") or 0, 0),
        after=asking.whole("after"),
    )
    found, size = image_lists.images(db, wanted)
    if asking.truth("light"):
        return page_of([light_json(image) for image in found], size, asking)
    items = [image_json(image, asking) | {"projectName": name} for image in found]
    if asking.truth("tree"):
        return {"isFolder": True, "children": items, "size": len(items)}
    return page_of(items, size, asking)


def none_here(serving: Serving, asking: Asking) -> Json:
    """List the groups or the tracks of a project or an image: a station knows none."""
    db = serving.workspace.reading()
    if asking.path.startswith("/api/project/"):
        projects.bare_project(db, asking.id)
    else:
        images.frame(db, asking.id)
    return page_of([], 0, asking)


def light_json(image: ImageInstance) -> Json:
    return {
        "id": image.id,
        "instanceFilename": image.name,
        "blindedName": None,
        "originalFilename": image.original_name,
        "project": image.project,
    }


def bounds(serving: Serving, asking: Asking) -> Json:
    """Return what the filters of a list of a project's images offer."""
    db = serving.workspace.reading()
    projects.bare_project(db, asking.id)
    found = images.images(db, asking.id)
    told: Json = {}
    for name, field in _BOUNDED.items():
        known = [value for image in found if (value := getattr(image, field)) is not None]
        told[name] = {"min": min(known, default=None), "max": max(known, default=None)}
    for name in ("magnification", "physicalSizeX"):
        values = {getattr(image, _BOUNDED[name]) for image in found}
        told[name]["list"] = sorted(value for value in values if value is not None)
    told["format"] = {"list": sorted({str(image.content_type) for image in found})}
    return told


_BOUNDED = {
    "width": "width",
    "height": "height",
    "magnification": "magnification",
    "physicalSizeX": "pixel_size_x",
    "physicalSizeY": "pixel_size_y",
    "numberOfAnnotations": "annotation_count",
    "numberOfJobAnnotations": "run_annotation_count",
    "numberOfReviewedAnnotations": "reviewed_annotation_count",
}


def add(serving: Serving, asking: Asking) -> Json:
    """Add an abstract image, which another project has, to one more project."""
    project = required_id(asking.object, "project")
    base = required_id(asking.object, "baseImage")
    image = serving.workspace.write(
        lambda change: images.add_again(change, base, project, asking.asker.id)
    )
    return done("Add", "ImageInstance", image_json(image, asking))


def change(serving: Serving, asking: Asking) -> Json:
    """Rename an image, or correct its pixel size and magnification; what is absent stays."""
    body = asking.object
    news: dict[str, object] = {}
    if body.get("instanceFilename"):
        news["name"] = base_name(str(body["instanceFilename"]))
    for key, column in _MEASURED.items():
        if body.get(key) is not None:
            news[column] = _positive(body, key)
    image = serving.workspace.write(lambda change: images.change_image(change, asking.id, **news))
    return done("Edit", "ImageInstance", image_json(image, asking))


_MEASURED = {
    "physicalSizeX": "pixel_size_x",
    "physicalSizeY": "pixel_size_y",
    "magnification": "magnification",
}


def _positive(body: Json, key: str) -> float:
    value = optional_number(body, key)
    if value is None or not 0 < value < _LARGEST:
        raise BadInput(N_("{name} must be greater than 0"), name=key)
    return value


_LARGEST = 1e6


def following(serving: Serving, asking: Asking) -> Json:
    """Return the next or the previous image of the project; `{}` at the ends (3.7)."""
    is_next = asking.path.rsplit("/", 1)[-1].startswith("next")
    found = images.neighbour(serving.workspace.reading(), asking.id, is_next=is_next)
    return {} if found is None else image_json(found, asking)


def remove(serving: Serving, asking: Asking) -> Json:
    image = images.image(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: images.remove_image(change, asking.id))
    return done("Delete", "ImageInstance", image_json(image, asking))


def download(serving: Serving, asking: Asking) -> Response:
    """Send the file as it is: of an image of a project, or of an abstract image."""
    db = serving.workspace.reading()
    is_base = asking.path.startswith("/api/abstractimage/")
    stored = (images.image_of_base if is_base else images.stored_image)(db, asking.id)
    path = path_of(serving, stored)
    if not path.is_file():
        raise BadInput(N_("{path} is not there any more."), path=path)
    return FileResponse(
        path,
        media_type="application/octet-stream",
        filename=base_name(stored.image.original_name),
    )


ROUTES = (
    post("/api/imageinstance.json", add),
    get("/api/imageinstance/{id:int}.json", show),
    put("/api/imageinstance/{id:int}.json", change),
    delete("/api/imageinstance/{id:int}.json", remove),
    get("/api/imageinstance/{id:int}/next.json", following),
    get("/api/imageinstance/{id:int}/previous.json", following),
    get("/api/imageinstance/{id:int}/download", download),
    get("/api/abstractimage/{id:int}/download", download),
    get("/api/project/{id:int}/imageinstance.json", of_project),
    *(
        get(f"/api/project/{{id:int}}/{none}.json", none_here)
        for none in ("imagegroup", "annotationgroup", "track")
    ),
    get("/api/imageinstance/{id:int}/track.json", none_here),
    get("/api/project/{id:int}/bounds/imageinstance.json", bounds),
)
