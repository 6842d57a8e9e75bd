"""What a Domain or ListDomain parameter offers, as Cytomine's own window does it (contract 6)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from cytodesk.algorithms.parameters import Parameter
from cytodesk.client.addresses import is_same_server
from cytodesk.client.connection import Connection
from cytodesk.client.natural import NaturalKey, value_key
from cytodesk.client.paging import Row
from cytodesk.errors import N_, Cancelled, CytoDeskError
from cytodesk.wire.projects import Project

_PLACEHOLDER = re.compile(r"\$\w+\$")
_INSTANTS = {"created", "updated", "deleted"}


@dataclass(frozen=True, slots=True)
class ImageSizes:
    """What a person knows an image by, beside its name; 0 and None are not known."""

    width: int
    height: int
    pixel_size: float | None
    """µm a pixel."""
    magnification: float | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen. `text` may occur twice, `id` does not."""

    id: int
    text: str
    sort_key: NaturalKey = field(repr=False)
    kind: str = ""
    """The last word of its class on the wire (Term, ImageInstance, Job), or nothing."""
    color: str | None = None
    thumb: str | None = None
    """The address of a small picture; Connection.bytes_of reads it."""
    sizes: ImageSizes | None = None
    """Of an image only."""


class ChoicesUnavailable(CytoDeskError):
    """What can be chosen cannot be listed; an id typed by hand still works."""


def choices_for(connection: Connection, parameter: Parameter, project: Project) -> list[Choice]:
    """Return what `parameter` offers in `project`, in its order.

    Raises ChoicesUnavailable, which says why, so that a form can ask for an id; Cancelled.
    """
    path = path_of_choices(connection, parameter, project)
    with listing(parameter):
        return in_order(choices_in(_rows(connection, path), parameter))


@contextmanager
def listing(parameter: Parameter) -> Iterator[None]:
    """Turn what goes wrong while a list is read into ChoicesUnavailable; Cancelled stays."""
    try:
        yield
    except (Cancelled, ChoicesUnavailable):
        raise
    except (CytoDeskError, KeyError, ValueError, TypeError) as error:
        raise ChoicesUnavailable(
            N_("The choices of {parameter} cannot be listed: {reason}"),
            parameter=parameter.name,
            reason=error,
        ) from error


def choices_in(rows: Iterable[Row], parameter: Parameter, first: int = 0) -> list[Choice]:
    """Return what the rows of a list stand for, in their order; the first is the `first`th."""
    return [_choice(row, parameter, place) for place, row in enumerate(rows, first)]


def in_order(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: choice.sort_key)


def resolved(text: str, project: Project, *, host: str, now: int | None = None) -> str:
    """Return `text`, a uri or a default, with each of Cytomine's five placeholders replaced.

    `host` is the address of the server, `now` epoch milliseconds. What the project does not have
    becomes nothing; any other `$word$` stays.
    """
    words = _words(project, host, int(time.time() * 1000) if now is None else now)
    return _PLACEHOLDER.sub(lambda found: words.get(found[0], found[0]), text)


def _words(project: Project, host: str, now: int) -> dict[str, str]:
    values = {
        "$currentProject$": project.id,
        "$currentOntology$": project.ontology,
        "$currentProjectCreationDate$": project.created,
        "$currentDate$": now,
        "$cytomineHost$": host,
    }
    return {word: "" if value is None else str(value) for word, value in values.items()}


def path_of_choices(connection: Connection, parameter: Parameter, project: Project) -> str:
    """Return the path below /api/ that lists the choices. Raises ChoicesUnavailable."""
    if not parameter.uri.strip():
        raise ChoicesUnavailable(
            N_("{parameter} does not say what can be chosen: give an id."), parameter=parameter.name
        )
    words = _words(project, connection.url, 0)
    for word in _PLACEHOLDER.findall(parameter.uri):
        if not words.get(word):
            template = (
                N_("{parameter} offers the things of {word}, which this project does not have.")
                if word in words
                else N_("{parameter} offers the things of {word}, a word that Cytomine lacks.")
            )
            raise ChoicesUnavailable(template, parameter=parameter.name, word=word)
    uri = resolved(parameter.uri.strip(), project, host=connection.url)
    if "://" in uri.partition("?")[0]:
        if not is_same_server(uri, connection.url):
            raise ChoicesUnavailable(
                N_("{parameter} offers things of another server: {uri}"),
                parameter=parameter.name,
                uri=uri,
            )
        uri = uri.removeprefix(connection.url)
    return quote(uri.lstrip("/").removeprefix("api/"), safe="/?=&%,;:[]+$!*'()@~")


def _rows(connection: Connection, path: str) -> list[Row]:
    """Return the whole list, in pages unless the uri says itself how much it wants."""
    if has_window(path):
        return _collection(connection.get(path), path)
    return list(connection.rows(path))


def has_window(path: str) -> bool:
    """Whether a uri says itself which part of a list it wants."""
    asked = {name for name, _ in parse_qsl(urlsplit(path).query)}
    return bool(asked & {"max", "size", "page", "offset"})


def _collection(answer: Any, path: str) -> list[Row]:
    if isinstance(answer, dict) and isinstance(answer.get("collection"), list):
        return list(answer["collection"])
    raise ChoicesUnavailable(N_("{path} is not a list of things."), path=path)


def _choice(row: Row, parameter: Parameter, place: int) -> Choice:
    kind = str(row.get("class") or "").rpartition(".")[2]
    text = _run_text(row) if kind == "Job" else _text(row, parameter.print_attribute)
    sort = parameter.sort_attribute
    return Choice(
        id=int(row["id"]),
        text=text,
        sort_key=(*(value_key(row.get(sort)) if sort else ()), place),
        kind=kind,
        color=row.get("color") if kind == "Term" else None,
        thumb=row.get("thumb") or row.get("smallCropURL") or None,
        sizes=_sizes(row) if kind == "ImageInstance" else None,
    )


def _sizes(row: Row) -> ImageSizes:
    """Old servers call the pixel size a resolution (contract 2.5)."""
    pixel_size = row.get("physicalSizeX") or row.get("resolution")
    magnification = row.get("magnification")
    return ImageSizes(
        width=int(row.get("width") or 0),
        height=int(row.get("height") or 0),
        pixel_size=float(pixel_size) if pixel_size else None,
        magnification=float(magnification) if magnification else None,
    )


def _text(row: Row, attribute: str) -> str:
    """Return the first that says anything: the wished attribute, the name, the id."""
    for name in (attribute, "name", "id"):
        value = row.get(name) if name else None
        if value is not None and str(value).strip():
            return _date(value) if name in _INSTANTS else str(value)
    return ""


def _run_text(row: Row) -> str:
    name = row.get("softwareName") or row.get("name") or row["id"]
    return f"{name} - {_date(row.get('created'))} (#{row.get('number') or row['id']})"


def _date(instant: Any) -> str:
    """Return epoch milliseconds as local date and time; anything else as it is."""
    try:
        return f"{datetime.fromtimestamp(int(instant) / 1000):%Y-%m-%d %H:%M}"
    except (TypeError, ValueError, OverflowError, OSError):
        return "" if instant is None else str(instant)
