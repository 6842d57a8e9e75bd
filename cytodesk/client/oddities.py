"""What looks odd before many runs are started: images that differ, terms that are missing, work
that is done already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType, Value
from cytodesk.algorithms.values import Values, as_text
from cytodesk.client.connection import Connection
from cytodesk.client.projects import images_with, terms_of
from cytodesk.errors import N_, Problem
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json, read_id
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run, RunState, status_of

_IDS = (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)
_ALIKE = 0.01
"""Pixel sizes that differ by less are the same scanner's."""
_LOOKED_AT = 5000
"""Latest runs among which the same values are looked for."""
_PAGE = 250
_NAMED = 3

Rows = Sequence[tuple[str, Values]]


@dataclass(frozen=True, slots=True)
class Oddity:
    problem: Problem
    rows: tuple[int, ...]
    """Places of the rows that it is about, from 0 on."""
    can_be_skipped: bool = False
    """Whether one would miss nothing without these rows."""


def oddities(
    connection: Connection,
    project: Project,
    installed: InstalledAlgorithm,
    algorithm: Algorithm,
    rows: Rows,
) -> tuple[Oddity, ...]:
    """Return what looks odd in `rows`, what can be skipped first."""
    return (
        *_done(connection, project, installed, algorithm, rows),
        *_twice(algorithm, rows),
        *_of_images(connection, project, algorithm, rows),
        *_of_terms(connection, project, algorithm, rows),
    )


def skippable(found: Sequence[Oddity]) -> set[int]:
    return {place for each in found if each.can_be_skipped for place in each.rows}


def _done(
    connection: Connection,
    project: Project,
    installed: InstalledAlgorithm,
    algorithm: Algorithm,
    rows: Rows,
) -> Iterator[Oddity]:
    """Find rows that a run has succeeded with, whose results are still there."""
    wanted: dict[frozenset[tuple[str, str]], list[int]] = defaultdict(list)
    for place, (_, values) in enumerate(rows):
        wanted[_key(algorithm, values)].append(place)
    numbers: dict[int, int] = {}
    for run in _succeeded(connection, project, installed):
        given = frozenset((each.name, each.value or "") for each in run.parameters if each.value)
        for place in wanted.get(given, ()):
            numbers.setdefault(place, run.number)
    if numbers:
        template = N_("{count} of {total} were done before with the same values: {runs}.")
        runs = [f"#{number}" for number in sorted(set(numbers.values()))]
        fields = {"count": len(numbers), "total": len(rows), "runs": _some(runs)}
        yield Oddity(Problem(template, fields, rule="done"), tuple(sorted(numbers)), True)


def _twice(algorithm: Algorithm, rows: Rows) -> Iterator[Oddity]:
    first: dict[frozenset[tuple[str, str]], int] = {}
    again = [
        place
        for place, (_, values) in enumerate(rows)
        if first.setdefault(_key(algorithm, values), place) != place
    ]
    if again:
        template = N_("{count} rows have the same values as another one.")
        yield Oddity(Problem(template, {"count": len(again)}, rule="twice"), tuple(again), True)


def _of_images(
    connection: Connection, project: Project, algorithm: Algorithm, rows: Rows
) -> Iterator[Oddity]:
    places = _places(algorithm, rows, "imageinstance")
    if not places:
        return
    images = images_with(connection, project, list(places))
    sizes = {id: image.pixel_size_x for id, image in images.items()}
    powers = {id: image.magnification for id, image in images.items()}
    names = {id: image.name for id, image in images.items()}
    unknown = [id for id, size in sizes.items() if not size]
    yield from _about(
        N_("{count} images have no pixel size, so that µm mean nothing there: {names}."),
        "no-pixel-size", unknown, names, places,
    )  # fmt: skip
    yield from _mixed(N_("The pixel sizes differ: {kinds}."), "pixel-sizes", sizes, places, "{} µm")
    yield from _mixed(
        N_("The magnifications differ: {kinds}."), "magnifications", powers, places, "{}×"
    )
    gone = [id for id in places if id not in images]
    yield from _about(
        N_("{count} images are not in this project: {names}."), "no-image", gone, {}, places
    )


def _of_terms(
    connection: Connection, project: Project, algorithm: Algorithm, rows: Rows
) -> Iterator[Oddity]:
    asked = [each for each in algorithm.asked if _lists(each, "term")]
    if not asked or not rows:
        return
    there = {term.id for term in terms_of(connection, project)}
    places = _places(algorithm, rows, "term")
    gone = [id for id in places if id not in there]
    yield from _about(
        N_("{count} terms are not in this project: {names}."), "no-term", gone, {}, places
    )
    for parameter in asked:
        empty = tuple(place for place, (_, values) in enumerate(rows) if parameter.id not in values)
        if 0 < len(empty) < len(rows):
            template = N_("{parameter} is empty in {count} of {total}.")
            fields = {"parameter": parameter.name, "count": len(empty), "total": len(rows)}
            yield Oddity(Problem(template, fields, rule="empty-term"), empty)


def _mixed(
    template: str,
    rule: str,
    known: Mapping[int, float | None],
    places: Mapping[int, list[int]],
    unit: str,
) -> Iterator[Oddity]:
    """Say which kinds there are, the most frequent first; the others' rows are the odd ones."""
    kinds: dict[float, list[int]] = {}
    for id, value in known.items():
        if value:
            near = (each for each in kinds if abs(each - value) <= _ALIKE * each)
            kinds.setdefault(next(near, value), []).append(id)
    if len(kinds) > 1:
        ranked = sorted(kinds.items(), key=lambda each: -len(each[1]))
        said = [f"{unit.format(f'{value:g}')} ({len(ids)})" for value, ids in ranked]
        rare = {place for _, ids in ranked[1:] for id in ids for place in places[id]}
        yield Oddity(Problem(template, {"kinds": _some(said)}, rule=rule), tuple(sorted(rare)))


def _about(
    template: str,
    rule: str,
    ids: Sequence[int],
    names: Mapping[int, str],
    places: Mapping[int, list[int]],
) -> Iterator[Oddity]:
    if ids:
        said = _some([names.get(id, str(id)) for id in ids])
        rows = {place for id in ids for place in places[id]}
        problem = Problem(template, {"count": len(ids), "names": said}, rule=rule)
        yield Oddity(problem, tuple(sorted(rows)))


def _places(algorithm: Algorithm, rows: Rows, what: str) -> dict[int, list[int]]:
    """Return in which rows each id of such a thing stands."""
    asked = [each.id for each in algorithm.asked if _lists(each, what)]
    found: dict[int, list[int]] = defaultdict(list)
    for place, (_, values) in enumerate(rows):
        for id in {id for name in asked for id in _ids(values.get(name))}:
            found[id].append(place)
    return found


def _lists(parameter: Parameter, what: str) -> bool:
    path = parameter.uri.partition("?")[0].removesuffix(".json")
    return parameter.type in _IDS and path.rpartition("/")[2] == what


def _ids(value: Value | None) -> tuple[int, ...]:
    values = value if isinstance(value, tuple) else (value,)
    return tuple(each for each in values if isinstance(each, int))


def _key(algorithm: Algorithm, values: Values) -> frozenset[tuple[str, str]]:
    """Return the values as a server keeps them."""
    return frozenset(
        (each.id, as_text(each, values[each.id])) for each in algorithm.asked if each.id in values
    )


def _succeeded(
    connection: Connection, project: Project, installed: InstalledAlgorithm
) -> Iterator[Run]:
    offset = 0
    while offset < _LOOKED_AT:
        page = connection.page(
            "job.json",
            size=_PAGE,
            offset=offset,
            project=project.id,
            software=installed.id,
            sort="created",
            order="desc",
        )
        for row in page.rows:
            is_done = read_id(row.get("status")) == status_of(RunState.SUCCEEDED)
            if is_done and not row.get("dataDeleted"):
                yield from_json(Run, row)
        offset += len(page.rows)
        if not page.rows or offset >= page.total:
            return


def _some(names: Sequence[str]) -> str:
    """Return the first few, and that there are more."""
    more = ["…"] if len(names) > _NAMED else []
    return ", ".join([*names[:_NAMED], *more])
