"""What is shown of annotations: groups of keys in lists, everything in objects (contract 3.9).

Lists are written as text, a group of a whole page at a time: 100,000 annotations as objects of
Python, which are encoded afterwards, take three times as long and 300 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

import msgspec

from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace.annotation_store import StoredAnnotation
from cytodesk.workspace.outline_texts import wkts_of

Found: TypeAlias = Sequence[StoredAnnotation]
Group: TypeAlias = Callable[[Found, str], Iterable[str]]
"""Writes the members of one group of each; the text is the address of this server, quoted."""


def items_of(found: Found, asking: Asking) -> list[Json]:
    """Return the list items with the groups of keys that the query shows."""
    items: list[Json] = msgspec.json.decode(f"[{written(found, asking)}]")
    return items


def written(found: Found, asking: Asking) -> str:
    """Return the list items with the groups of keys that the query shows, as JSON with commas."""
    shown = _shown(asking)
    return _written(found, [name for name in _GROUPS if name in shown], asking)


def _written(found: Found, shown: Iterable[str], asking: Asking) -> str:
    base = _inner(asking.base)
    groups = [_GROUPS[name](found, base) for name in shown]
    if not found or not groups:
        return ",".join("{}" for _ in found)
    members = map(",".join, zip(*groups, strict=True))
    return f"{{{'},{'.join(members)}}}"


_DEFAULT = {"Basic", "Meta", "Term"}
_BY_ALGO = ("userForTermAlgo", "usersForTermAlgo", "jobForTermAlgo")
_SHOWN_BY = {
    "Term": ("term", "terms", "usersForTerm", *_BY_ALGO),
    "Algo": ("suggestedTerm", "suggestedTerms", *_BY_ALGO),
    "Track": ("track", "tracks"),
}
"""What a server shows because it is filtered by: apps that ask for terms read them unasked."""


def _shown(asking: Asking) -> set[str]:
    shown = {name for name in _GROUPS if asking.truth(f"show{name}")}
    if not shown or asking.truth("showDefault"):
        shown |= _DEFAULT
    shown |= {name for name, filters in _SHOWN_BY.items() if any(map(asking.ids, filters))}
    return shown - {name for name in _GROUPS if asking.truth(f"hide{name}")}


def annotation_json(annotation: StoredAnnotation, asking: Asking) -> Json:
    """Return one annotation as an object: instants are texts here (contract 2.1)."""
    json: Json = msgspec.json.decode(_written([annotation], _GROUPS, asking))
    json |= {
        "created": str(annotation.created),
        "updated": None if annotation.updated is None else str(annotation.updated),
        "deleted": None,
    }
    if annotation.kind is not AnnotationKind.REVIEWED:
        return json
    drawn = AnnotationKind.USER if annotation.run is None else AnnotationKind.RUN
    return json | {"parentClassName": drawn.wire_class, "status": 0, "terms": json["term"]}


def _each(group: Callable[[StoredAnnotation], str]) -> Group:
    return lambda found, base: map(group, found)


def _basic(a: StoredAnnotation) -> str:
    return f'"class":"{a.kind.wire_class}","id":{a.id}'


def _metas(found: Found, base: str) -> Iterable[str]:
    """Write what the annotations of one author on one image share once, not for each."""
    source, around = None, ("",) * 5
    for a in found:
        if source != (source := (a.kind, a.image, a.slice, a.project, a.user, a.reviewed)):
            around = _around_meta(base, *source)
        shared, crop, small, url, page = around
        id_ = str(a.id)
        members = (
            f'"created":{a.created},"updated":{_or_null(a.updated)}{shared}'
            f'{crop}{id_}{small}{id_}{url}{id_}{page}{id_}"'
        )
        yield members + _review(a) if a.kind is AnnotationKind.REVIEWED else members


@lru_cache(maxsize=1024)
def _around_meta(
    base: str, kind: AnnotationKind, image: int, slice: int, project: int, user: int, reviewed: bool
) -> tuple[str, str, str, str, str]:
    """Return what stands before each of the four addresses that end with the id, and before all."""
    crop = f"{base}/api/{kind.value}/"
    return (
        f',"image":{image},"slice":{slice},"project":{project},"user":{user},"nbComments":0,'
        f'"countReviewedAnnotations":{int(reviewed)},"reviewed":{_TRUTH[reviewed]},',
        f'"cropURL":"{crop}',
        f'/crop.png","smallCropURL":"{crop}',
        f'/crop.png?maxSize=256","url":"{crop}',
        f'/crop.png","imageURL":"{base}/#/project/{project}/image/{image}/annotation/',
    )


def _review(annotation: StoredAnnotation) -> str:
    of, by = _or_null(annotation.reviewed_of), _or_null(annotation.review_user)
    return f',"parentIdent":{of},"reviewUser":{by}'


def _gis(a: StoredAnnotation) -> str:
    """Measure in µm² and mm where the pixel size is known, in pixels where it is not."""
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


def _term(annotation: StoredAnnotation) -> str:
    is_run = annotation.kind is AnnotationKind.RUN
    own = [t for t in annotation.terms if t.by_run == is_run]
    if not own:
        return '"term":[],"userByTerm":[]'
    rate = f',"rate":{_or_null(own[0].rate)}' if is_run else ""
    if len(own) == 1:  # nearly always, and twice as quick
        id_, term, user, *_ = own[0]
        return f'"term":[{term}],"userByTerm":[{{"id":{id_},"term":{term},"user":[{user}]}}]{rate}'
    terms = ",".join(map(str, dict.fromkeys(t.term for t in own)))
    by_term = ",".join(f'{{"id":{t.id},"term":{t.term},"user":[{t.user}]}}' for t in own)
    return f'"term":[{terms}],"userByTerm":[{by_term}]{rate}'


def _image(annotation: StoredAnnotation) -> str:
    name = _quoted(annotation.image_name)
    return f'"originalFilename":{name},"instanceFilename":{name}'


def _slice(annotation: StoredAnnotation) -> str:
    return '"channel":0,"zStack":0,"time":0'


def _track(annotation: StoredAnnotation) -> str:
    return '"track":[],"annotationTrack":[]'


def _algo(annotation: StoredAnnotation) -> str:
    given = next((t for t in annotation.terms if t.by_run), None)
    if given is None:
        return '"rate":null,"idTerm":null,"idExpectedTerm":null'
    rate, expected = _or_null(given.rate), _or_null(given.expected_term)
    return f'"rate":{rate},"idTerm":{given.term},"idExpectedTerm":{expected}'


def _user(annotation: StoredAnnotation) -> str:
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


def _outlines(found: Found, base: str) -> Iterable[str]:
    outlines = wkts_of([a.wkb for a in found])
    for a, outline in zip(found, outlines, strict=True):
        yield f'"location":"{outline}","geometryCompression":{a.compression}'


_GROUPS: Mapping[str, Group] = {
    "Basic": _each(_basic),
    "Meta": _metas,
    "GIS": _each(_gis),
    "Term": _each(_term),
    "Image": _each(_image),
    "Slice": _each(_slice),
    "Track": _each(_track),
    "Algo": _each(_algo),
    "User": _each(_user),
    "WKT": _outlines,
}
