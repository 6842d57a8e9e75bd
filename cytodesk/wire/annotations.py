"""Outlines on an image, and the terms that humans and runs give them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar

from cytodesk.wire.codec import ID, IDS, INSTANT, REAL, TEXT, key


class AnnotationKind(enum.StrEnum):
    """Who drew it; the value is the word in Cytomine's paths (`algoannotation/5/crop.png`)."""

    USER = "userannotation"
    RUN = "algoannotation"
    REVIEWED = "reviewedannotation"
    ROI = "roiannotation"

    @property
    def wire_class(self) -> str:
        return _CLASSES[self]

    @classmethod
    def of_class(cls, wire_class: str) -> AnnotationKind:
        return next((kind for kind, name in _CLASSES.items() if name == wire_class), cls.USER)


_CLASSES = {
    AnnotationKind.USER: "be.cytomine.ontology.UserAnnotation",
    AnnotationKind.RUN: "be.cytomine.ontology.AlgoAnnotation",
    AnnotationKind.REVIEWED: "be.cytomine.ontology.ReviewedAnnotation",
    AnnotationKind.ROI: "be.cytomine.processing.RoiAnnotation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """`location` is WKT in full-resolution pixels, origin bottom-left, y upwards.

    `area` and `perimeter` have the units beside them: pixels² and pixels, or micron² and mm.
    """

    wire_class: ClassVar[str] = "be.cytomine.ontology.UserAnnotation"

    id: int = key("id", ID)
    kind_name: str = key("class", TEXT, "be.cytomine.ontology.UserAnnotation")
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    image: int | None = key("image", ID)
    slice: int | None = key("slice", ID)
    project: int | None = key("project", ID)
    user: int | None = key("user", ID)
    location: str = key("location", TEXT, "")
    area: float | None = key("area", REAL)
    area_unit: str | None = key("areaUnit", TEXT)
    perimeter: float | None = key("perimeter", REAL)
    perimeter_unit: str | None = key("perimeterUnit", TEXT)
    terms: tuple[int, ...] = key("term", IDS, ())
    rate: float | None = key("rate", REAL)

    @property
    def kind(self) -> AnnotationKind:
        return AnnotationKind.of_class(self.kind_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationTerm:
    """A term that a run gave, with how sure it is (0..1) and what had been expected."""

    wire_class: ClassVar[str] = "be.cytomine.ontology.AlgoAnnotationTerm"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    annotation: int | None = key("annotation", ID)
    annotation_ident: int | None = key("annotationIdent", ID)
    annotation_class: str | None = key("annotationClassName", TEXT)
    term: int | None = key("term", ID)
    expected_term: int | None = key("expectedTerm", ID)
    rate: float | None = key("rate", REAL)
    user: int | None = key("user", ID)
    project: int | None = key("project", ID)
