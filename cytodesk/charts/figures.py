"""A metric is what is measured; a note is what must be known about a figure."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from cytodesk.charts.labels import NO_IMAGE, NO_TERM
from cytodesk.charts.writing import chance, decimals, number, signed
from cytodesk.errors import N_

MICRON2 = "µm²"
PIXEL2 = "px²"
MICRON = "µm"
PIXEL = "px"
PER_MM2 = "1/mm²"


def untranslated(sentence: str) -> str:
    return sentence


class Quantity(enum.StrEnum):
    """What we measure ourselves; the value is its name in JSON and stays."""

    COUNT = "count"
    DENSITY = "density"
    AREA = "area"
    MEAN_AREA = "mean_area"
    MEDIAN_AREA = "median_area"
    MEAN_PERIMETER = "mean_perimeter"
    MEDIAN_PERIMETER = "median_perimeter"
    MEAN_CIRCULARITY = "mean_circularity"
    MEDIAN_CIRCULARITY = "median_circularity"
    MEAN_RATE = "mean_rate"
    SUCCESS_RATE = "success_rate"
    CLASS_SUCCESS_RATE = "class_success_rate"


_TITLES = {
    Quantity.COUNT: N_("Objects"),
    Quantity.DENSITY: N_("Density"),
    Quantity.AREA: N_("Total area"),
    Quantity.MEAN_AREA: N_("Mean area"),
    Quantity.MEDIAN_AREA: N_("Median area"),
    Quantity.MEAN_PERIMETER: N_("Mean perimeter"),
    Quantity.MEDIAN_PERIMETER: N_("Median perimeter"),
    Quantity.MEAN_CIRCULARITY: N_("Mean circularity"),
    Quantity.MEDIAN_CIRCULARITY: N_("Median circularity"),
    Quantity.MEAN_RATE: N_("Mean rate"),
    Quantity.SUCCESS_RATE: N_("Success rate"),
    Quantity.CLASS_SUCCESS_RATE: N_("Success rate, mean of classes"),
}


class Direction(enum.StrEnum):
    """Which way is better; NONE until somebody says."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


_DIRECTIONS = {
    Quantity.SUCCESS_RATE: Direction.HIGHER,
    Quantity.CLASS_SUCCESS_RATE: Direction.HIGHER,
}


class Level(enum.StrEnum):
    """Over what is pooled; the value is its name in JSON and stays."""

    RUN = "run"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Metric:
    """A quantity in a unit ("" for counts), of a term and an image; None means all of them.

    `name` is a `Quantity`, or the name of a column or property that the run left; `source` then
    says where it was found (a file's name, `property`). `region` is the term of the regions to
    which a density refers; None for whole images.
    """

    name: str
    unit: str = ""
    term: str | None = None
    image: str | None = None
    source: str = ""
    region: str | None = None

    @property
    def level(self) -> Level:
        return Level.RUN if self.image is None else Level.IMAGE

    @property
    def is_count(self) -> bool:
        return self.name == Quantity.COUNT and not self.source

    @property
    def heading(self) -> str:
        """Return its name for people, untranslated; what the run named stays as it is."""
        return self.name if self.source else _TITLES.get(Quantity(self.name), self.name)

    @property
    def direction(self) -> Direction:
        """Return which way is better by its nature."""
        return (
            Direction.NONE if self.source else _DIRECTIONS.get(Quantity(self.name), Direction.NONE)
        )

    def said(self, translate: Callable[[str], str] = untranslated) -> str:
        """Return its whole name: `Total area (µm²) · Nucleus · a.svs`."""
        title = self.name if self.source else translate(self.heading)
        parts = [f"{title} ({self.unit})" if self.unit else title]
        if self.source:
            parts.append(self.source)
        if self.term is not None:
            parts.append(translate(NO_TERM) if self.term == NO_TERM else self.term)
        if self.region is not None:
            parts.append(translate(N_("in {region}")).format(region=self.region))
        if self.image is not None:
            parts.append(translate(NO_IMAGE) if self.image == NO_IMAGE else self.image)
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with named blanks, and the ids of the runs that it is about (none: all).

    What fills a blank is said in the same language: another note or anything else that can be
    said; bare numbers have their thousands parted.
    """

    template: str
    fields: Mapping[str, object] = field(default_factory=dict)
    runs: tuple[int, ...] = ()

    def said(self, translate: Callable[[str], str] = untranslated) -> str:
        fields = {name: _spoken(value, translate) for name, value in self.fields.items()}
        return translate(self.template).format(**fields)


@runtime_checkable
class Said(Protocol):
    """What can stand in the blank of a note."""

    def said(self, translate: Callable[[str], str] = untranslated) -> str: ...


@dataclass(frozen=True, slots=True)
class Signed:
    """A number that is said with its sign."""

    value: float

    def said(self, translate: Callable[[str], str] = untranslated) -> str:
        return signed(self.value, language_of(translate))


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number that is said with so many decimals."""

    value: float | None
    places: int

    def said(self, translate: Callable[[str], str] = untranslated) -> str:
        return decimals(self.value, self.places, language_of(translate))


@dataclass(frozen=True, slots=True)
class Chance:
    """A p-value, said as `p = 0.031`, or `p < 0.001` for less."""

    p: float

    def said(self, translate: Callable[[str], str] = untranslated) -> str:
        text = chance(self.p, language_of(translate))
        return f"p {text}" if text.startswith("<") else f"p = {text}"


@dataclass(frozen=True, slots=True)
class Joined:
    """Things said one after the other, with `between` between them."""

    parts: tuple[object, ...]
    between: str = ", "

    def said(self, translate: Callable[[str], str] = untranslated) -> str:
        return self.between.join(str(_spoken(part, translate)) for part in self.parts)


def language_of(translate: Callable[[str], str]) -> str:
    """Return the language that `translate` speaks: that of its Words, or English."""
    return str(getattr(translate, "language", "en"))


def _spoken(value: object, translate: Callable[[str], str]) -> object:
    if isinstance(value, Said):
        return value.said(translate)
    return number(value, language_of(translate)) if isinstance(value, int | float) else value
