"""Measure tissue area: reads thumbnails from a Cytomine, stores outlines and a table there.

What tissue is stands in tissue.py; here is the talk with the server.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
import tissue
from cytomine import CytomineJob
from cytomine.models import (
    Annotation,
    AnnotationCollection,
    ImageInstance,
    ImageInstanceCollection,
    JobData,
)
from numpy.typing import NDArray
from PIL import Image
from shapely import affinity
from shapely.geometry import Polygon

SMALLEST_PICTURE, LARGEST_PICTURE = 256, 4096

COLUMNS = (
    "image_id",
    "image",
    "threshold",
    "pieces",
    "tissue_mm2",
    "share_of_slide",
)


def main(argv: Sequence[str]) -> None:
    with CytomineJob.from_cli(argv) as job, tempfile.TemporaryDirectory() as folder:
        parameters = job.parameters
        images = _chosen_images(job)
        rows = []
        for image in job.monitor(images, start=0, end=95, period=1, prefix="Measuring image"):
            threshold, pieces = _tissue_of(image, parameters, Path(folder))
            if parameters.store_outlines and pieces:
                _store(job, image, pieces)
            rows.append(_row(image, parameters, threshold, pieces))
        _store_table(job, rows, Path(folder) / f"{_file_name(parameters.table_name)}.csv")
        total = sum(row[4] for row in rows)
        job.job.update(progress=100, statusComment=f"{total:.3f} mm² in {len(images)} images")


def _chosen_images(job: CytomineJob) -> list[ImageInstance]:
    """Return the images the parameters name, or all of the project."""
    known = ImageInstanceCollection().fetch_with_filter("project", job.project.id)
    if known is False:
        raise OSError(f"the images of project {job.project.id} cannot be listed")
    wanted = {int(one) for one in (job.parameters.cytomine_id_images or "").split(",") if one}
    missing = wanted - {image.id for image in known}
    if missing:
        raise ValueError(f"not in this project: images {sorted(missing)}")
    chosen = [image for image in known if not wanted or image.id in wanted]
    if not chosen:
        raise ValueError("there is no image to measure")
    return chosen


def _tissue_of(
    image: ImageInstance, parameters: Namespace, folder: Path
) -> tuple[float, list[Polygon]]:
    """Return the threshold used and the pieces of tissue in Cytomine coordinates."""
    rgb = _thumbnail(image, parameters, folder)
    across, down = image.width / rgb.shape[1], image.height / rgb.shape[0]
    settings = tissue.Settings(
        pixel_size=_pixel_size(image, parameters) * float(np.sqrt(across * down)),
        smoothing=float(parameters.smoothing),
        minimum_area=float(parameters.minimum_area),
        largest_gap=float(parameters.largest_gap),
    )
    density = tissue.smoothed(rgb, settings)
    threshold = parameters.threshold
    if parameters.threshold_method == "otsu" or threshold is None:
        threshold = tissue.otsu_threshold(density)
    pieces = tissue.find_tissue(density, float(threshold), settings)
    turned = (across, 0, 0, -down, 0, image.height)
    return float(threshold), [affinity.affine_transform(piece, turned) for piece in pieces]


def _thumbnail(image: ImageInstance, parameters: Namespace, folder: Path) -> NDArray[np.uint8]:
    """Return the whole image at about the wanted resolution, (height, width, 3)."""
    longest = max(image.width, image.height)
    wanted = longest * _pixel_size(image, parameters) / float(parameters.resolution)
    path = folder / "thumbnail.png"
    image.dump(str(path), max_size=round(np.clip(wanted, SMALLEST_PICTURE, LARGEST_PICTURE)))
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def _pixel_size(image: ImageInstance, parameters: Namespace) -> float:
    return float(image.physicalSizeX or parameters.pixel_size or 0.5)


def _store(job: CytomineJob, image: ImageInstance, pieces: Sequence[Polygon]) -> None:
    """Store the outlines with their term; raises OSError if the server refuses some."""
    outlines = AnnotationCollection()
    for piece in pieces:
        outlines.append(
            Annotation(
                location=shapely.to_wkt(piece, rounding_precision=2),
                id_image=image.id,
                id_project=job.project.id,
                id_terms=[job.parameters.cytomine_id_term],
            )
        )
    if not outlines.save(chunk=None):
        raise OSError(f"the server did not store all outlines of image {image.id}")


def _row(
    image: ImageInstance, parameters: Namespace, threshold: float, pieces: Sequence[Polygon]
) -> tuple[int, str, float, int, float, float]:
    pixels = sum(piece.area for piece in pieces)
    square_mm = pixels * _pixel_size(image, parameters) ** 2 / 1e6
    share = pixels / (image.width * image.height)
    name = image.instanceFilename
    return (image.id, name, round(threshold, 4), len(pieces), round(square_mm, 6), round(share, 6))


def _file_name(wish: str | None) -> str:
    """Return `wish` without what a file system would not take."""
    return re.sub(r"[^\w. -]+", "_", wish or "").strip(". ") or "tissue-area"


def _store_table(job: CytomineJob, rows: Sequence[Sequence[object]], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    table = JobData(job.job.id, "Tissue area", path.name).save()
    if not table or not table.upload(str(path)):
        raise OSError(f"the server did not store {path.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
