"""How large a pixel of a TIFF is: OME-XML, ImageJ's words, or the resolution tags."""

from __future__ import annotations

import math
from dataclasses import dataclass
from xml.etree import ElementTree

import tifffile

_IN_MICROMETRES = {
    "nm": 1e-3,
    "µm": 1.0,  # micro sign
    "μm": 1.0,  # Greek mu
    "um": 1.0,
    "micron": 1.0,
    "microns": 1.0,
    "\\u00b5m": 1.0,  # as ImageJ escapes it
    "mm": 1e3,
    "cm": 1e4,
    "m": 1e6,
    "inch": 25_400.0,
    "in": 25_400.0,
}
_BY_UNIT = {tifffile.RESUNIT.INCH: 25_400.0, tifffile.RESUNIT.CENTIMETER: 10_000.0}


@dataclass(frozen=True, slots=True)
class Scale:
    """Pixel sizes in µm and the objective, as far as the file says."""

    x: float | None = None
    y: float | None = None
    magnification: float | None = None


def scale_of(file: tifffile.TiffFile) -> Scale:
    if file.is_ome and file.ome_metadata:
        return _of_ome(file.ome_metadata)
    return _of_tags(file)


def _of_ome(text: str) -> Scale:
    """Read `Pixels/@PhysicalSizeX` with its unit (µm where none is given) of the first image."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return Scale()
    pixels = root.find(".//{*}Image/{*}Pixels")
    objective = root.find(".//{*}Objective")
    return Scale(
        _physical_size(pixels, "PhysicalSizeX"),
        _physical_size(pixels, "PhysicalSizeY"),
        None if objective is None else _positive(objective.get("NominalMagnification")),
    )


def _physical_size(pixels: ElementTree.Element | None, name: str) -> float | None:
    if pixels is None:
        return None
    size = _positive(pixels.get(name))
    factor = _IN_MICROMETRES.get(pixels.get(f"{name}Unit", "µm"))
    return None if size is None or factor is None else size * factor


def _of_tags(file: tifffile.TiffFile) -> Scale:
    page = file.pages.first
    if "XResolution" not in page.tags or "YResolution" not in page.tags:
        return Scale()
    factor = _BY_UNIT.get(tifffile.RESUNIT(page.resolutionunit))
    if file.is_imagej and file.imagej_metadata:
        factor = _IN_MICROMETRES.get(str(file.imagej_metadata.get("unit", "")), factor)
    if factor is None:
        return Scale()
    per_unit = (_positive(page.resolution[0]), _positive(page.resolution[1]))
    return Scale(*(None if pixels is None else factor / pixels for pixels in per_unit))


def _positive(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if number > 0 and math.isfinite(number) else None
