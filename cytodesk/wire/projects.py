"""Projects and the vocabulary that their annotations use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cytodesk.wire.codec import ID, INSTANT, TEXT, TRUTH, WHOLE, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    wire_class: ClassVar[str] = "be.cytomine.project.Project"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    name: str = key("name", TEXT, "")
    ontology: int | None = key("ontology", ID)
    ontology_name: str | None = key("ontologyName", TEXT)
    image_count: int = key("numberOfImages", WHOLE, 0)
    annotation_count: int = key("numberOfAnnotations", WHOLE, 0)
    run_annotation_count: int = key("numberOfJobAnnotations", WHOLE, 0)
    reviewed_annotation_count: int = key("numberOfReviewedAnnotations", WHOLE, 0)
    is_closed: bool = key("isClosed", TRUTH, False)
    is_read_only: bool = key("isReadOnly", TRUTH, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    wire_class: ClassVar[str] = "be.cytomine.ontology.Ontology"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    name: str = key("name", TEXT, "")
    user: int | None = key("user", ID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    wire_class: ClassVar[str] = "be.cytomine.ontology.Term"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    name: str = key("name", TEXT, "")
    comment: str | None = key("comment", TEXT)
    ontology: int | None = key("ontology", ID)
    color: str = key("color", TEXT, "#888888")
    parent: int | None = key("parent", ID)
