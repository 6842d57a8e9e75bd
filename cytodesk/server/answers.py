"""Answers in Cytomine's shapes: lists with pages, commands, bulk commands, errors."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec
from starlette.responses import Response, StreamingResponse

from cytodesk.errors import BadInput, CytoDeskError
from cytodesk.server.asking import Asking
from cytodesk.server.filters import filtered, is_sortable, ordered

Json = dict[str, Any]
T = TypeVar("T")

_commands = itertools.count(1)
_NEVER_KEPT = {"Cache-Control": "no-store"}


def json_answer(content: object, status: int = 200) -> Response:
    """Answer JSON that no cache may keep: a client switches its keys between two requests."""
    return json_answer_of(msgspec.json.encode(content), status)


def json_answer_of(body: bytes, status: int) -> Response:
    return Response(
        body,
        status_code=status,
        media_type="application/json",
        headers=_NEVER_KEPT,
    )


def collection(items: Sequence[Json], asking: Asking, *, order: str = "asc") -> Json | Response:
    """Return `items` filtered, sorted and cut to the page that is asked for (contract 3.1).

    `order` is what a sorted list has where the query does not say.
    """
    sort = asking.text("sort")
    kept = filtered(items, asking.query)
    if sort is not None and is_sortable(kept, sort):
        kept = ordered(kept, sort, descending=(asking.text("order") or order) == "desc")
    return page(kept, asking)


def page(items: Sequence[Json], asking: Asking) -> Json:
    return page_of(window(items, asking), len(items), asking)


def window(items: Sequence[T], asking: Asking) -> Sequence[T]:
    """Return the part of `items` that `max` and `offset` ask for; `max` 0 asks for all."""
    most, offset = asking.whole("max") or 0, max(0, asking.whole("offset") or 0)
    return items[offset : offset + most] if most > 0 else items[offset:]


def page_of(shown: Sequence[Json], size: int, asking: Asking) -> Json:
    """Return the answer that shows a part of a list that has `size` items in all."""
    most, offset = asking.whole("max") or 0, max(0, asking.whole("offset") or 0)
    if "datatables" in asking.query:
        return {
            "aaData": shown,
            "sEcho": asking.query.get("sEcho"),
            "iTotalRecords": size,
            "iTotalDisplayRecords": size,
        }
    return {
        "collection": shown,
        "offset": offset,
        "perPage": min(most, size) if most > 0 else size,
        "size": size,
        "totalPages": math.ceil(size / most) if most > 0 else 1,
    }


def streamed(pages: Iterator[str], around: Json) -> Response:
    """Answer the list whose items come as JSON, a page at a time; `around` is what else is said.

    A list of one page is answered whole, a longer one as it is written: it is never held.
    """
    rest = msgspec.json.encode({**around, "collection": []}).decode()
    before, after = rest.split('"collection":[]', 1)
    first, second = next(pages, ""), next(pages, None)
    begin = f'{before}"collection":[{first}'
    if second is None:
        return json_answer_of(f"{begin}]{after}".encode(), 200)
    more = (f",{page}".encode() for page in itertools.chain([second], pages))
    parts = itertools.chain([begin.encode()], more, [f"]{after}".encode()])
    return StreamingResponse(parts, media_type="application/json", headers=_NEVER_KEPT)


def done(verb: str, class_name: str, json: Json, key: str | None = None, message: str = "") -> Json:
    """Return what a successful command answers: 200 and the object under its lower-case name."""
    name = key or class_name.lower()
    return {
        "message": message or f"{class_name} {json.get('id')} {_PAST[verb]}",
        "callback": {
            "method": f"be.cytomine.{verb}{class_name}Command",
            f"{class_name.lower()}ID": str(json.get("id")),
        },
        "printMessage": True,
        "command": next(_commands),
        name: json,
    }


_PAST = {"Add": "added", "Edit": "edited", "Delete": "deleted"}


def added_all(name: str, bodies: Sequence[Any], add: Callable[[Json], int]) -> tuple[Json, int]:
    """Add each of `bodies` by itself and say which were refused, as a bulk POST does.

    Returns the answer and its status: 200 all, 206 some, 400 none of them (contract 3.1, 8.2, 19).
    """
    ids: list[int] = []
    errors: list[Json] = []
    for body in bodies:
        try:
            if not isinstance(body, Mapping):
                raise BadInput("An element is not a JSON object")
            ids.append(add(dict(body)))
        except CytoDeskError as error:
            errors.append({"data": body, "message": error.said()})
    return summed_up(name, ids, errors)


def summed_up(name: str, ids: Sequence[int], errors: Sequence[Json]) -> tuple[Json, int]:
    if not errors:
        return {"message": f"{name}s {','.join(map(str, ids))} added"}, 200
    if ids:
        return {
            "success": False,
            "message": "Only part of elements were added",
            "errors": list(errors),
        }, 206
    return {"success": False, "message": "No entry saved", "errors": list(errors)}, 400


def download_of(content: bytes, name: str, media: str = "application/octet-stream") -> Response:
    """Answer a file that was made for the answer; `name` may have any letters."""
    disposition = f"attachment; filename*=utf-8''{quote(name)}"
    return Response(content, media_type=media, headers={"Content-Disposition": disposition})


def refusal(text: str, status: int) -> Response:
    return json_answer({"success": False, "errors": text}, status)


def not_found(text: str) -> Response:
    """Answer in the other shape that Cytomine has for what is not found by its id."""
    return json_answer({"errors": {"message": text}}, 404)
