"""Promises that hold for every request there is: the tables of routes are walked along."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3

import pytest

from cytodesk.server.routes import ByRuns
from cytodesk.server.subjects import STATION_SUBJECTS, SUBJECTS
from tests.server.test_fuzz import _KINDS, THINGS, served_things
from tests.server.test_odd_words import BODIES

ALL = [route for subject in SUBJECTS + STATION_SUBJECTS for route in subject]
_PART = re.compile(r"\{(\w+)(:int)?\}")
_OTHER_PARTS = {
    **{"corner": "0-0", "w": "40", "h": "30", "format": "png", "label": "macro", "domain": "x"},
    **{"channel": "0", "z": "0", "t": "0", "index": "0", "key": "k", "value": "3", "name": "ada"},
    **{"public": "nobody", "token": "0" * 32, "server": "9000000000000100", "errand": "none"},
}
_KEYS_ARE_FOR = {
    "/api/user/current.json",
    "/api/user/{id:int}/keys.json",
    "/api/userkey/{public}/keys.json",
    "/api/user/{name}.json",
    "/api/signature.json",
}
_STANDS_NOWHERE = {"/server/ping.json", "/api/tag.json", "/api/uploadedfile.json"}
"""What a run may ask of any project, as it changes none."""


@pytest.fixture(scope="module")
def two(home):
    """Return a station with two projects: what stands in the first, and a run of the second."""
    with served_things(home / "every") as made:
        made.made_anew()
        made.foreign = dict(made.ids)
        made.made_anew()
        yield made


def filled(path: str, ids: dict[str, int]) -> str:
    def part(found: re.Match[str]) -> str:
        before = path[: found.start()].rstrip("/").rsplit("/", 1)[-1]
        kind = _KINDS.get(before, found[1])
        return str(ids[kind]) if kind in THINGS else _OTHER_PARTS.get(found[1], str(ids["job"]))

    return _PART.sub(part, path)


def words_of(method: str, path: str, ids: dict[str, int]) -> dict[str, object]:
    """Return a body with which the request would be answered, naming what stands in `ids`."""
    if path in ("/api/userannotation.json", "/api/algoannotation.json"):
        path = "/api/annotation.json"
    for asked, body in BODIES.items():
        if (
            asked == f"{method} {path}"
            or _PART.sub("#", asked) == f"{method} {_PART.sub('#', path)}"
        ):
            text = re.sub(r'"\{(\w+)\}"', lambda found: str(ids[found[1]]), json.dumps(body))
            known: dict[str, object] = json.loads(text)
            return known
    return {}


def test_a_run_writes_nothing_that_stands_elsewhere(two):
    """Each request is aimed at what stands in another project, by its path, query and body."""
    wrong = []
    for route in ALL:
        if route.by_runs is ByRuns.READ or route.path in _STANDS_NOWHERE:
            continue
        path = filled(route.path, two.foreign)
        words = {"domainIdent": two.foreign["job"], "projects": two.foreign["project"]}
        body = words_of(route.method, route.path, two.foreign)
        files = {"files[]": ("a.png", b"a")} if "upload" in path or "attached" in path else None
        answer = two.run.request(
            route.method, path, params=words, files=files, json=None if files else body
        )
        if answer.status_code != 403:
            wrong.append((route.method, route.path, answer.status_code, answer.text[:200]))
    assert wrong == []


def test_what_only_reads_changes_nothing_and_shows_no_key(two):
    pairs = [two.station.keys(user) for user in (1, two.ids["run_user"], two.foreign["run_user"])]
    keys = [key.encode() for pair in pairs for key in (pair.public, pair.private)]
    wrong = []
    for route in ALL:
        if route.method != "GET" or route.by_runs is not ByRuns.READ or route.may_wait:
            continue
        before = _written(two)
        for client in (two.human, two.run):
            answer = client.get(filled(route.path, two.ids))
            shown = [key for key in keys if key in answer.content]
            if answer.status_code >= 500 or (shown and route.path not in _KEYS_ARE_FOR):
                wrong.append((route.path, answer.status_code, shown))
        if _written(two) != before:
            wrong.append((route.path, "wrote"))
    assert wrong == []


def _written(two) -> list[tuple[object, ...]]:
    """Return what every write changes: the number of rows, the last id, the last update."""
    with contextlib.closing(sqlite3.connect(two.station.folder / "workspace.db")) as db:
        tables = db.execute(
            "select m.name from sqlite_master m join pragma_table_info(m.name) c"
            " where m.type='table' and c.name='updated'"
        ).fetchall()
        counted = "select count(*), max(updated), max(id) from"
        return [db.execute(f"{counted} {table}").fetchone() for (table,) in tables]


def test_what_is_not_signed_is_not_answered(two):
    answered = [
        (route.method, route.path)
        for route in ALL
        if route.is_signed
        and two.nobody.request(route.method, filled(route.path, two.ids), json={}).status_code
        != 401
    ]
    assert answered == []
