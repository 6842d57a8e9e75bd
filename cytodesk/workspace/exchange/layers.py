"""Layers of a project file -> annotations of this workspace, many at a time.

A row by itself costs the writer 20 µs and more, and a layer may have a million: they are measured
and inserted by the page.
"""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import shapely

from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace.depth import wkb_is_too_deep
from cytodesk.workspace.exchange.archive import Row, rows_in
from cytodesk.workspace.exchange.arriving import Arrival
from cytodesk.workspace.rows import blanks
from cytodesk.workspace.shapes import SHAPE_COLUMNS

_PAGE = 2000

_COLUMNS = (
    *("id", "uuid", "created", "updated", "kind", "image", "project", "user"),
    *SHAPE_COLUMNS,
    *("compression", "review_user", "reviewed_of"),
)
_INSERT = (
    f"insert into annotation ({','.join(_COLUMNS)}) values"
    f" ({','.join('?' * (len(_COLUMNS) - 1))}, (select id from annotation where uuid=?))"
)
_INSERT_TERM = (
    "insert into annotation_term (id, uuid, created, updated, annotation, term, user, rate, by_run,"
    " expected_term) values (?,?,?,?,?,?,?,?,?,?) on conflict do nothing"
)


def take_layers(arrival: Arrival, archive: zipfile.ZipFile, advance: Callable[[int], None]) -> None:
    """Take every layer; reviewed ones last, because they name what was reviewed."""
    members = sorted(name for name in archive.namelist() if name.startswith("annotations/"))
    for kind in AnnotationKind:
        for member in members:
            if member.startswith(f"annotations/{kind.value}/"):
                for page in _pages(rows_in(archive, member)):
                    _take_page(arrival, page)
                    advance(len(page))


def _take_page(arrival: Arrival, page: Sequence[Row]) -> None:
    db = arrival.change.db
    uuids = [row["uuid"] for row in page]
    found = f"select uuid, id from annotation where uuid in ({blanks(uuids)})"
    ids = {row["uuid"]: row["id"] for row in db.execute(found, uuids).fetchall()}
    new = [row for row in page if row["uuid"] not in ids]
    ids |= zip((row["uuid"] for row in new), _new_ids(arrival, len(new)), strict=True)
    db.executemany(_INSERT, _annotations(arrival, new, ids))
    given = [(ids[row["uuid"]], term) for row in page for term in row["terms"]]
    db.executemany(
        _INSERT_TERM,
        (
            _term(arrival, id_, annotation, term)
            for id_, (annotation, term) in zip(_new_ids(arrival, len(given)), given, strict=True)
        ),
    )
    if new:
        arrival.added["annotation"] = arrival.added.get("annotation", 0) + len(new)


def _annotations(
    arrival: Arrival, new: Sequence[Row], ids: dict[str, int]
) -> Iterator[tuple[Any, ...]]:
    """Yield the values of each row; areas and lengths in pixels, as everywhere in the store."""
    if not new:
        return
    wkbs = [base64.b64decode(row["wkb"], validate=True) for row in new]
    if any(map(wkb_is_too_deep, wkbs)):
        raise ValueError("collections in collections")
    shapes = shapely.from_wkb(wkbs)
    centroids = shapely.get_coordinates(shapely.centroid(shapes))
    measures = zip(
        shapely.area(shapes).tolist(),
        shapely.length(shapes).tolist(),
        centroids.tolist(),
        shapely.bounds(shapes).tolist(),
        strict=True,
    )
    for row, wkb, (area, length, centroid, bounds) in zip(new, wkbs, measures, strict=True):
        reviewer = row["review_user"]
        yield (
            ids[row["uuid"]],
            row["uuid"],
            row["created"],
            row["updated"],
            AnnotationKind(row["kind"]).value,
            arrival.ids[row["image"]],
            arrival.ids[row["project"]],
            arrival.id_of("person", row["user"]),
            wkb,
            area,
            length,
            *centroid,
            *bounds,
            row["compression"],
            None if reviewer is None else arrival.id_of("person", reviewer),
            row["reviewed_of"],
        )


def _term(arrival: Arrival, id: int, annotation: int, given: Row) -> tuple[Any, ...]:
    return (
        id,
        given["uuid"],
        given["created"],
        given["updated"],
        annotation,
        arrival.ids[given["term"]],
        arrival.id_of("person", given["user"]),
        given["rate"],
        given["by_run"],
        arrival.id_of("term", given["expected_term"]),
    )


def _new_ids(arrival: Arrival, number: int) -> range:
    first = arrival.change.db.execute(
        "update sequence set next = next + ?1 returning next - ?1", (number,)
    ).fetchone()[0]
    return range(first, first + number)


def _pages(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while page := list(islice(waiting, _PAGE)):
        yield page
