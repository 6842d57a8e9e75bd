"""Pictures: crops, masks, thumbnails, windows, the file itself, slices."""

import struct
from pathlib import Path

from cytomine.models import (
    Annotation,
    AnnotationCollection,
    ImageInstance,
    ImageInstanceCollection,
    SliceInstanceCollection,
)


def use(job):
    image_id, project = int(job.parameters.images.split(",")[0]), job.project.id
    told = {}
    triangle = "POLYGON ((100 100, 200 100, 100 200, 100 100))"
    annotation = Annotation(location=triangle, id_image=image_id, id_project=project).save()
    annotation = Annotation().fetch(annotation.id)
    told["crops"] = [
        dumped(annotation, "crop.png"),
        dumped(annotation, "crop.jpg", max_size=50),
        dumped(annotation, "zoomed.png", zoom=1),
        dumped(annotation, "larger.png", increase_area=2),
        dumped(annotation, "mask.png", mask=True),
        dumped(annotation, "alpha.png", mask=True, alpha=True),
    ]
    few = AnnotationCollection(project=project, users=[job.job.userJob], bbox="0,0,45,15").fetch()
    crops = few.dump_crops(str(Path("crops", "{id}.png")), n_workers=2)
    told["many crops"] = sorted(sized(crop.filename) for crop in crops)

    images = ImageInstanceCollection().fetch_with_filter("project", project)
    told["images"] = [[image.instanceFilename, image.width, image.height] for image in images]
    image = ImageInstance().fetch(image_id)
    told["facts"] = [image.physicalSizeX, image.magnification, image.bitDepth, image.zoom]
    told["thumb"] = dumped(image, "thumb.png", max_size=256)
    told["usual thumb"] = dumped(image, "usual.jpg")
    told["window"] = windowed(image, "window.png", 10, 20, 30, 40)
    told["outside"] = windowed(image, "outside.png", -10, -20, 100, 100)
    told["mask"] = windowed(
        image, "window-mask.png", 0, 0, 64, 64, mask=True, annotations=[annotation.id]
    )
    image.download(str(Path("files", "{originalFilename}")))
    told["file"] = sized(Path("files", image.originalFilename))
    slice_ = image.reference_slice()
    told["slice"] = [slice_.mime, slice_.channel, slice_.zStack, slice_.time]
    told["slices"] = len(SliceInstanceCollection().fetch_with_filter("imageinstance", image_id))
    told["missing"] = ImageInstance().fetch(999999999)
    return told


def dumped(thing, name, **words):
    thing.dump(str(Path("pictures", name)), **words)
    return sized(thing.filename)


def windowed(image, name, x, y, width, height, **words):
    path = str(Path("pictures", name))
    image.window(x, y, width, height, dest_pattern=path, **words)
    return sized(path)


def sized(path):
    """Return width and height of a PNG, or what else the file begins with."""
    with Path(path).open("rb") as file:
        head = file.read(24)
    if head.startswith(b"\x89PNG"):
        return list(struct.unpack(">II", head[16:24]))
    return [head[:3].hex()]
