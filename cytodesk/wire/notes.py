"""What can be hung on anything: properties, files, descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cytodesk.wire.codec import ID, INSTANT, TEXT, WHOLE, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    wire_class: ClassVar[str] = "be.cytomine.ontology.Property"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    domain_id: int | None = key("domainIdent", ID)
    domain_class: str = key("domainClassName", TEXT, "")
    name: str = key("key", TEXT, "")
    value: str = key("value", TEXT, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    wire_class: ClassVar[str] = "be.cytomine.utils.AttachedFile"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    domain_id: int | None = key("domainIdent", ID)
    domain_class: str = key("domainClassName", TEXT, "")
    filename: str = key("filename", TEXT, "")
    url: str | None = key("url", TEXT)
    size: int | None = key("size", WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    wire_class: ClassVar[str] = "be.cytomine.utils.Description"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    domain_id: int | None = key("domainIdent", ID)
    domain_class: str = key("domainClassName", TEXT, "")
    text: str = key("data", TEXT, "")
