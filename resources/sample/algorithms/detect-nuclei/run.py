"""Detect nuclei: reads images from a Cytomine, stores outlines and a table there.

What a nucleus is stands in nuclei.py; how an image is walked through, in windows.py. Here is the
talk with the server.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import nuclei
import numpy as np
import shapely
from cytomine import CytomineJob
from cytomine.cytomine_job import CytomineJobLogger
from cytomine.models import (
    Annotation,
    AnnotationCollection,
    ImageInstance,
    ImageInstanceCollection,
    Job,
    JobData,
)
from numpy.typing import NDArray
from PIL import Image
from shapely.geometry import Polygon
from windows import Window, windows_over

Image.MAX_IMAGE_PIXELS = None  # windows have the size we ask for

MARGIN_UM = 40.0
"""Overlap of windows on each side, wider than any nucleus and most clumps."""

LEAST_TISSUE = 0.002
"""Windows with a smaller share of tissue in the thumbnail are not read."""

PIXELS_FOR_OTSU = 8_000_000
"""About so much of an image decides its threshold; it is kept in memory meanwhile (32 MB)."""

OUTLINES_PER_REQUEST = 250

COLUMNS = ("image_id", "image", "kind", "area_um2", "density", "x", "y")


class ImageReader:
    """Pictures of one image, fetched into `folder` and read from there.

    `scale` is how many pixels of the image one pixel of a picture is wide; `pixel_size` is
    micrometres per pixel of the image.
    """

    def __init__(self, image: ImageInstance, parameters: Namespace, folder: Path) -> None:
        self.image = image
        self.scale = 2 ** int(parameters.zoom)
        self.pixel_size = _pixel_size(image, parameters)
        self._zoom = int(parameters.zoom) or None
        self._folder = folder

    def thumbnail(self) -> NDArray[np.uint8]:
        path = self._folder / "thumbnail.png"
        self.image.dump(str(path), max_size=1024)
        return _pixels(path)

    def read(self, window: Window) -> NDArray[np.uint8]:
        """Return the window as (height, width, 3); raises OSError if the server refuses it."""
        path = self._folder / "window.png"
        box = (window.left, window.top, window.width, window.height)
        if not self.image.window(*box, dest_pattern=str(path), zoom=self._zoom):
            raise OSError(f"the server did not give the window {box} of image {self.image.id}")
        return _pixels(path)


def main(argv: Sequence[str]) -> None:
    with CytomineJob.from_cli(argv) as job, tempfile.TemporaryDirectory() as folder:
        parameters = job.parameters
        settings = _settings(parameters)
        images = _chosen_images(job)
        rows: list[tuple[object, ...]] = []
        for number, image in enumerate(images):
            steps = job.job_logger(
                start=round(95 * number / len(images)), end=round(95 * (number + 1) / len(images))
            )
            reader = ImageReader(image, parameters, Path(folder))
            found = _nuclei_of(reader, parameters, settings, steps)
            _store(job, image, found, steps)
            rows += _rows(image, found)
        _store_table(job, rows, Path(folder) / "nuclei.csv")
        job.job.update(progress=100, statusComment=f"{len(rows)} nuclei in {len(images)} images")


def _settings(parameters: Namespace) -> nuclei.Settings:
    if parameters.minimum_area > parameters.maximum_area:
        raise ValueError(
            f"the smallest nucleus ({parameters.minimum_area} µm²) is larger than "
            f"the largest ({parameters.maximum_area} µm²)"
        )
    return nuclei.Settings(
        smoothing=float(parameters.smoothing),
        minimum_area=float(parameters.minimum_area),
        maximum_area=float(parameters.maximum_area),
        split_touching=parameters.split_touching,
        lymphocyte_diameter=float(parameters.lymphocyte_diameter),
        lymphocyte_density=float(parameters.lymphocyte_density),
    )


def _chosen_images(job: CytomineJob) -> list[ImageInstance]:
    """Return the images the parameters name, or all of the project, that are recent enough."""
    known = ImageInstanceCollection().fetch_with_filter("project", job.project.id)
    if known is False:
        raise OSError(f"the images of project {job.project.id} cannot be listed")
    chosen = list(known)
    wanted = {int(one) for one in (job.parameters.cytomine_id_images or "").split(",") if one}
    if wanted:
        missing = wanted - {image.id for image in chosen}
        if missing:
            raise ValueError(f"not in this project: images {sorted(missing)}")
        chosen = [image for image in chosen if image.id in wanted]
    since = _milliseconds(job.parameters.only_images_since)
    chosen = [image for image in chosen if int(image.created or 0) >= since]
    if not chosen:
        raise ValueError("there is no image to analyse")
    return chosen


def _milliseconds(date: str | None) -> int:
    """Return `date` (milliseconds, or ISO 8601; UTC where it names no zone) in milliseconds."""
    if not date:
        return 0
    if date.isdigit() and len(date) > len("20260131"):
        return int(date)
    day = datetime.fromisoformat(date)
    return int((day if day.tzinfo else day.replace(tzinfo=UTC)).timestamp() * 1000)


def _pixel_size(image: ImageInstance, parameters: Namespace) -> float:
    return float(image.physicalSizeX or parameters.pixel_size or 0.5)


def _pixels(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def _nuclei_of(
    reader: ImageReader, parameters: Namespace, settings: nuclei.Settings, steps: CytomineJobLogger
) -> list[tuple[nuclei.Nucleus, Polygon]]:
    """Return each nucleus of the image with its outline in Cytomine coordinates."""
    seen_at = replace(settings, pixel_size=reader.pixel_size * reader.scale)
    windows = _windows_with_tissue(reader, int(parameters.window_size))
    enough = max(1, PIXELS_FOR_OTSU // int(parameters.window_size) ** 2)
    # Evenly from rich to poor, so that the sample is like the whole image.
    apart = -(-len(windows) // enough) or 1
    first = windows[::apart] if parameters.threshold_method == "otsu" else []
    densities = {window: nuclei.smoothed(reader.read(window), seen_at) for window in first}
    threshold = (
        nuclei.otsu_threshold(densities.values()) if densities else _given(parameters.threshold)
    )
    name = reader.image.instanceFilename
    steps.update(f"{name}: threshold {threshold:.3f}", current=5, total=100)
    found = []
    for window in steps.logger(5, 80, 0.1).monitor(windows, prefix=f"{name}: window"):
        density = densities.pop(window, None)
        if density is None:
            density = nuclei.smoothed(reader.read(window), seen_at)
        found += _owned(nuclei.find_nuclei(density, threshold, seen_at), window, density, reader)
    return found


def _given(threshold: float | None) -> float:
    return nuclei.FIXED_THRESHOLD if threshold is None else float(threshold)


def _windows_with_tissue(reader: ImageReader, size: int) -> list[Window]:
    """Return the windows worth reading, those with most tissue first."""
    image = reader.image
    thumbnail = reader.thumbnail()
    shrunk = image.width / thumbnail.shape[1]
    # A whole number of pixels as read, so that windows of a smaller level meet exactly.
    margin = reader.scale * round(MARGIN_UM / reader.pixel_size / reader.scale)
    shares = {}
    for window in windows_over(image.width, image.height, size * reader.scale, margin):
        left, top, right, bottom = (round(border / shrunk) for border in window.core)
        part = thumbnail[top : max(bottom, top + 1), left : max(right, left + 1)]
        shares[window] = nuclei.tissue_share(part) if part.size else 1.0
    worth = [window for window, share in shares.items() if share >= LEAST_TISSUE]
    return sorted(worth, key=lambda window: -shares[window])


def _owned(
    found: Sequence[nuclei.Nucleus],
    window: Window,
    density: NDArray[np.float32],
    reader: ImageReader,
) -> Iterator[tuple[nuclei.Nucleus, Polygon]]:
    """Yield what this window answers for, placed in the image, y upwards from the bottom."""
    # What the server really gave decides the scale: it rounds, and may not know the zoom.
    across, down = window.width / density.shape[1], window.height / density.shape[0]
    for nucleus in found:
        x, y = window.left + nucleus.x * across, window.top + nucleus.y * down
        if window.answers_for(x, y):
            corners = nucleus.outline * (across, -down)
            corners += (window.left, reader.image.height - window.top)
            yield replace(nucleus, x=x, y=reader.image.height - y), _valid(Polygon(corners))


def _valid(polygon: Polygon) -> Polygon:
    """Return `polygon`, or the largest part of it where its outline touches itself."""
    if polygon.is_valid:
        return polygon
    return max(shapely.get_parts(polygon.buffer(0)), key=shapely.area)


def _store(
    job: CytomineJob,
    image: ImageInstance,
    found: Sequence[tuple[nuclei.Nucleus, Polygon]],
    steps: CytomineJobLogger,
) -> None:
    """Store the outlines with their terms; raises OSError if the server refuses some."""
    terms = {
        True: [job.parameters.cytomine_id_term_lymphocyte],
        False: [job.parameters.cytomine_id_term_nucleus],
    }
    for start in range(0, len(found), OUTLINES_PER_REQUEST):
        steps.update(
            f"{image.instanceFilename}: storing outlines ({start}/{len(found)})",
            current=80 + 20 * start // len(found),
            total=100,
        )
        batch = AnnotationCollection()
        for nucleus, polygon in found[start : start + OUTLINES_PER_REQUEST]:
            batch.append(
                Annotation(
                    location=shapely.to_wkt(polygon, rounding_precision=2),
                    id_image=image.id,
                    id_project=job.project.id,
                    id_terms=terms[nucleus.is_lymphocyte],
                )
            )
        if not batch.save(chunk=None):
            raise OSError(f"the server did not store all outlines of image {image.id}")


def _rows(
    image: ImageInstance, found: Sequence[tuple[nuclei.Nucleus, Polygon]]
) -> Iterator[tuple[object, ...]]:
    for nucleus, _ in found:
        kind = "lymphocyte" if nucleus.is_lymphocyte else "nucleus"
        figures = (round(nucleus.area, 2), round(nucleus.density, 4))
        place = (round(nucleus.x, 2), round(nucleus.y, 2))
        yield (image.id, image.instanceFilename, kind, *figures, *place)


def _store_table(job: CytomineJob, rows: Sequence[Sequence[object]], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    job.job.update(status=Job.RUNNING, progress=97, statusComment="Storing the table")
    table = JobData(job.job.id, "Nuclei", path.name).save()
    if not table or not table.upload(str(path)):
        raise OSError(f"the server did not store {path.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
