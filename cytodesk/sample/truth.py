"""What the sample slide really contains."""

from __future__ import annotations

from dataclasses import dataclass

PIXEL_SIZE_UM = 0.5
"""Edge of a pixel at full resolution, as a 20x objective gives it."""


@dataclass(frozen=True, slots=True)
class SampleTerm:
    """A term of the sample's ontology; `colour` is `#rrggbb`."""

    name: str
    colour: str


TISSUE = SampleTerm("Tissue", "#2e8b57")
TUMOUR_NUCLEUS = SampleTerm("Tumour nucleus", "#d1495b")
LYMPHOCYTE = SampleTerm("Lymphocyte", "#2176ae")
TERMS = (TISSUE, TUMOUR_NUCLEUS, LYMPHOCYTE)


@dataclass(frozen=True, slots=True)
class Outline:
    """One true object; `wkt` is a polygon in Cytomine coordinates, `term` a term's name."""

    term: str
    wkt: str


@dataclass(frozen=True, slots=True)
class SampleTruth:
    """The sample slide and everything in it.

    Outlines are in Cytomine coordinates: full-resolution pixels, origin at the BOTTOM left, y
    upwards. `width` and `height` are pixels, `pixel_size_um` is micrometres per pixel.
    """

    width: int
    height: int
    tissue: tuple[Outline, ...]
    nuclei: tuple[Outline, ...]
    pixel_size_um: float = PIXEL_SIZE_UM
    terms: tuple[SampleTerm, ...] = TERMS

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """Tissue first, so that nuclei lie above it where they are drawn in this order."""
        return self.tissue + self.nuclei
