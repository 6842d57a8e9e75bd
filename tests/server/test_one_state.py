"""An answer that several statements make is of one moment, whatever is written meanwhile."""

from __future__ import annotations

from types import SimpleNamespace

import msgspec
import pytest
from starlette.datastructures import Headers, QueryParams

from cytodesk.server.application import _tried
from cytodesk.server.asking import Asking
from cytodesk.server.routes import ByRuns, get, post
from cytodesk.server.subjects import STATION_SUBJECTS, SUBJECTS
from cytodesk.workspace import people
from cytodesk.workspace.store import Workspace


@pytest.fixture
def serving(tmp_path):
    workspace = Workspace(tmp_path / "workspace")
    people.ensure_human(workspace, "ada")
    yield SimpleNamespace(workspace=workspace)
    workspace.close()


def counted_twice(serving, asking):
    """Count the tags, make one more, count again."""

    def count():
        return serving.workspace.rows("select count(*) from tag")[0][0]

    before = count()
    serving.workspace.write(lambda change: change.insert("tag", name=asking.path, user=1))
    return [before, count()]


def told(serving, route):
    asking = Asking(
        method=route.method,
        path=route.path,
        named={},
        query=QueryParams(),
        headers=Headers(),
        base="",
        user=None,
    )
    return msgspec.json.decode(_tried(serving, route, asking).body)


def test_a_list_is_read_as_of_one_moment(serving):
    assert told(serving, get("/api/tag.json", counted_twice)) == [0, 0]
    assert told(serving, get("/api/tag.json?", counted_twice)) == [1, 1]


@pytest.mark.parametrize(
    "route",
    [
        post("/api/tag.json", counted_twice),
        get("/api/tag", counted_twice, may_wait=True),
        get("/api/tag.{format}", counted_twice),
    ],
)
def test_what_writes_waits_or_draws_reads_what_there_is_now(serving, route):
    assert told(serving, route) == [0, 1]


def test_all_that_is_only_read_is_of_one_state_but_pictures_and_news():
    routes = [route for subject in SUBJECTS + STATION_SUBJECTS for route in subject]
    read = [r for r in routes if r.by_runs is ByRuns.READ and r.is_signed]
    others = {route.path for route in read if not route.is_of_one_state}
    assert {path for path in others if "{format}" not in path} == {"/station/v1/events"}
