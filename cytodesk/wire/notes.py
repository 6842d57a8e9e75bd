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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    wire_class: ClassVar[str] = "be.cytomine.meta.Tag"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    name: str = key("name", TEXT, "")
    user: int | None = key("user", ID)
    creator: str | None = key("creatorName", TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging:
    """That something has a tag."""

    wire_class: ClassVar[str] = "be.cytomine.meta.TagDomainAssociation"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    domain_id: int | None = key("domainIdent", ID)
    domain_class: str = key("domainClassName", TEXT, "")
    tag: int | None = key("tag", ID)
    name: str = key("tagName", TEXT, "")
