"""A metric is what is measured; a note is what must be known about a figure."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cytodesk.charts.labels import NO_IMAGE, NO_TERM
from cytodesk.errors import N_

MICRON2 = "µm²"
PIXEL2 = "px²"


def untranslated(sentence: str) -> str:
    return sentence


class Quantity(enum.StrEnum):
    """What is measured; the value is its name in JSON and stays."""

    COUNT = "count"
    AREA = "area"
    MEAN_AREA = "mean_area"
    MEDIAN_AREA = "median_area"

    @property
    def heading(self) -> str:
        """Return its name for people, untranslated."""
        return _TITLES[self]


_TITLES = {
    Quantity.COUNT: N_("Objects"),
    Quantity.AREA: N_("Total area"),
    Quantity.MEAN_AREA: N_("Mean area"),
    Quantity.MEDIAN_AREA: N_("Median area"),
}


class Level(enum.StrEnum):
    """Over what is pooled; the value is its name in JSON and stays."""

    RUN = "run"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Metric:
    """A quantity in a unit ("" for counts), of a term and an image; None means all of them."""

    name: Quantity
    unit: str = ""
    term: str | None = None
    image: str | None = None

    @property
    def level(self) -> Level:
        return Level.RUN if self.image is None else Level.IMAGE

    def said(self, translate: Callable[[str], str] = untranslated) -> str:
        """Return its whole name: `Total area (µm²) · Nucleus · a.svs`."""
        title = translate(self.name.heading)
        parts = [f"{title} ({self.unit})" if self.unit else title]
        if self.term is not None:
            parts.append(translate(NO_TERM) if self.term == NO_TERM else self.term)
        if self.image is not None:
            parts.append(translate(NO_IMAGE) if self.image == NO_IMAGE else self.image)
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with named blanks, and the ids of the runs that it is about (none: all)."""

    template: str
    fields: Mapping[str, object] = field(default_factory=dict)
    runs: tuple[int, ...] = ()

    def said(self, translate: Callable[[str], str] = untranslated) -> str:
        return translate(self.template).format(**self.fields)
