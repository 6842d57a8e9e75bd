"""What is shown of annotations: groups of keys in lists, everything in objects (contract 3.9).

Lists are written as text, a group at a time: 100,000 annotations as objects of Python, which are
encoded afterwards, take twice as long and 300 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

import msgspec
import shapely

from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace.annotation_store import StoredAnnotation

Group: TypeAlias = Callable[[StoredAnnotation, str], str]
"""Writes the members of one group; the text is the address of this server, quoted."""


def items_of(found: Sequence[StoredAnnotation], asking: Asking) -> list[Json]:
    """Return the list items with the groups of keys that the query shows."""
    items: list[Json] = msgspec.json.decode(f"[{','.join(written(found, asking))}]")
    return items


def written(found: Sequence[StoredAnnotation], asking: Asking) -> Iterator[str]:
    """Yield the list items with the groups of keys that the query shows, each as JSON."""
    shown, base = _shown(asking), _inner(asking.base)
    groups = [group for name, group in _GROUPS.items() if name in shown]
    for annotation, outline in zip(found, _outlines(found, "WKT" in shown), strict=True):
        members = [group(annotation, base) for group in groups]
        if outline is not None:
            compression = annotation.compression
            members.append(f'"location":"{outline}","geometryCompression":{compression}')
        yield f"{{{','.join(members)}}}"


_DEFAULT = {"Basic", "Meta", "Term"}
_BY_ALGO = ("userForTermAlgo", "usersForTermAlgo", "jobForTermAlgo")
_SHOWN_BY = {
    "Term": ("term", "terms", "usersForTerm", *_BY_ALGO),
    "Algo": ("suggestedTerm", "suggestedTerms", *_BY_ALGO),
    "Track": ("track", "tracks"),
}
"""What a server shows because it is filtered by: apps that ask for terms read them unasked."""


def _shown(asking: Asking) -> set[str]:
    names = (*_GROUPS, "WKT")
    shown = {name for name in names if asking.truth(f"show{name}")}
    if not shown or asking.truth("showDefault"):
        shown |= _DEFAULT
    shown |= {name for name, filters in _SHOWN_BY.items() if any(map(asking.ids, filters))}
    return shown - {name for name in names if asking.truth(f"hide{name}")}


def annotation_json(annotation: StoredAnnotation, asking: Asking) -> Json:
    """Return one annotation as an object: instants are texts here (contract 2.1)."""
    base = _inner(asking.base)
    members = ",".join(group(annotation, base) for group in _GROUPS.values())
    json: Json = msgspec.json.decode(f"{{{members}}}")
    (outline,) = _outlines([annotation], True)
    return json | {
        "created": str(annotation.created),
        "updated": None if annotation.updated is None else str(annotation.updated),
        "location": outline,
        "geometryCompression": annotation.compression,
    }


def _outlines(found: Sequence[StoredAnnotation], are_shown: bool) -> Sequence[str | None]:
    if not are_shown:
        return [None] * len(found)
    outlines: list[str] = shapely.to_wkt(
        shapely.from_wkb([a.wkb for a in found]), rounding_precision=6, trim=True
    ).tolist()
    return outlines


def _basic(annotation: StoredAnnotation, base: str) -> str:
    return f'"class":"{annotation.kind.wire_class}","id":{annotation.id}'


def _meta(annotation: StoredAnnotation, base: str) -> str:
    a = annotation
    members = _meta_of(base, a.kind, a.image, a.slice, a.project, a.user, a.reviewed)
    said = members % (a.created, _or_null(a.updated), a.id, a.id, a.id, a.id)
    return said + _review(a) if a.kind is AnnotationKind.REVIEWED else said


@lru_cache(maxsize=1024)
def _meta_of(
    base: str, kind: AnnotationKind, image: int, slice: int, project: int, user: int, reviewed: bool
) -> str:
    """Return what the annotations of one author on one image share, with places for the rest."""
    base = base.replace("%", "%%")
    crop = f"{base}/api/{kind.value}/%d/crop.png"
    return (
        f'"created":%d,"updated":%s,"image":{image},"slice":{slice},"project":{project},'
        f'"user":{user},"nbComments":0,"countReviewedAnnotations":{int(reviewed)},'
        f'"reviewed":{_TRUTH[reviewed]},'
        f'"cropURL":"{crop}","smallCropURL":"{crop}?maxSize=256","url":"{crop}",'
        f'"imageURL":"{base}/#/project/{project}/image/{image}/annotation/%d"'
    )


def _review(annotation: StoredAnnotation) -> str:
    of, by = _or_null(annotation.reviewed_of), _or_null(annotation.review_user)
    return f',"parentIdent":{of},"reviewUser":{by}'


def _gis(annotation: StoredAnnotation, base: str) -> str:
    """Measure in µm² and mm where the pixel size is known, in pixels where it is not."""
    a = annotation
    place = f'"x":{a.centroid_x},"y":{a.centroid_y}'
    across, down = a.pixel_size_x, a.pixel_size_y or a.pixel_size_x
    if across is None or down is None:
        area, perimeter, units = a.area, a.perimeter, ("pixels²", "pixels")
    else:
        area, perimeter = a.area * across * down, a.perimeter * across / 1000
        units = ("micron²", "mm")
    return (
        f'"area":{area},"areaUnit":"{units[0]}","perimeter":{perimeter},'
        f'"perimeterUnit":"{units[1]}","centroid":{{{place}}},{place}'
    )


def _term(annotation: StoredAnnotation, base: str) -> str:
    if not annotation.terms:
        return '"term":[],"userByTerm":[]'
    is_run = annotation.kind is AnnotationKind.RUN
    own = [t for t in annotation.terms if t.by_run == is_run]
    terms = ",".join(map(str, dict.fromkeys(t.term for t in own)))
    by_term = ",".join(f'{{"id":{t.id},"term":{t.term},"user":[{t.user}]}}' for t in own)
    rate = f',"rate":{_or_null(own[0].rate)}' if is_run and own else ""
    return f'"term":[{terms}],"userByTerm":[{by_term}]{rate}'


def _image(annotation: StoredAnnotation, base: str) -> str:
    name = _quoted(annotation.image_name)
    return f'"originalFilename":{name},"instanceFilename":{name}'


def _slice(annotation: StoredAnnotation, base: str) -> str:
    return '"channel":0,"zStack":0,"time":0'


def _track(annotation: StoredAnnotation, base: str) -> str:
    return '"track":[],"annotationTrack":[]'


def _algo(annotation: StoredAnnotation, base: str) -> str:
    given = next((t for t in annotation.terms if t.by_run), None)
    if given is None:
        return '"rate":null,"idTerm":null,"idExpectedTerm":null'
    rate, expected = _or_null(given.rate), _or_null(given.expected_term)
    return f'"rate":{rate},"idTerm":{given.term},"idExpectedTerm":{expected}'


def _user(annotation: StoredAnnotation, base: str) -> str:
    creator = f'"creator":{_quoted(annotation.creator)}'
    if annotation.run is None:
        return f'{creator},"lastname":"","firstname":""'
    name = _quoted(annotation.algorithm_name)
    return f'{creator},"software":{name},"job":{annotation.run}'


_TRUTH = {True: "true", False: "false"}


def _or_null(number: float | None) -> str:
    return "null" if number is None else repr(number)


@lru_cache(maxsize=4096)
def _quoted(text: str | None) -> str:
    return msgspec.json.encode(text).decode()


def _inner(text: str) -> str:
    """Return `text` as it stands between the quotes of JSON."""
    return _quoted(text)[1:-1]


_GROUPS: Mapping[str, Group] = {
    "Basic": _basic,
    "Meta": _meta,
    "GIS": _gis,
    "Term": _term,
    "Image": _image,
    "Slice": _slice,
    "Track": _track,
    "Algo": _algo,
    "User": _user,
}
