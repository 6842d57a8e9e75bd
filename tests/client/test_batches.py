"""Batches on both kinds of servers; a crash at any moment makes no run twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cytodesk.algorithms.values import Values
from cytodesk.client.batch_journal import BatchJournal, journals_in
from cytodesk.client.batches import Batches
from cytodesk.client.launching import algorithm_of
from cytodesk.client.oddities import oddities, skippable
from cytodesk.errors import BadInput, NotReached
from cytodesk.wire.batches import Batch
from cytodesk.wire.runs import Run

from .runs_place import Stage, ended, stage

ROWS = [(f"at {at}", Values({"threshold": at / 10})) for at in (1, 2, 3)]


@pytest.fixture(scope="module")
def at_home(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    yield from stage(tmp_path_factory.mktemp("home batches"))


@pytest.fixture(scope="module")
def at_server(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    yield from stage(tmp_path_factory.mktemp("old batches"), is_legacy=True)


class Dying:
    """A connection that is gone at a request that changes something: before it, or after."""

    def __init__(self, stage: Stage, at: int, *, is_sent: bool) -> None:
        self._connection, self._left, self._is_sent = stage.connection, at, is_sent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def post(self, path: str, body: Any = None, **query: Any) -> Any:
        self._left -= 1
        if self._left < 0 or (self._left == 0 and not self._is_sent):
            raise NotReached("gone")
        answer = self._connection.post(path, body, **query)
        if self._left == 0:
            raise NotReached("gone")
        return answer


def runs_of(place: Stage) -> list[Run]:
    return list(place.connection.things(Run, "job.json", project=place.project.id))


def start(place: Stage, batches: Batches, rows: object = ROWS) -> Batch:
    return batches.start(place.speaker, place.project.id, rows, name="Three", how="sweep")  # type: ignore[arg-type]


def wait(place: Stage, batches: Batches, batch: Batch) -> Batch:
    for row in batches.batch(batch.id).rows:
        ended(place.connection, Run(id=row.id))
    return batches.batch(batch.id)


def test_a_station_owns_all_rows_when_it_answers(at_home: Stage, tmp_path: Path) -> None:
    batches = Batches(at_home.connection, tmp_path)
    batch = start(at_home, batches)
    assert [row.label for row in batch.rows] == ["at 1", "at 2", "at 3"]
    assert list(tmp_path.iterdir()) == []
    assert batches.unfinished(at_home.project.id) == []
    assert wait(at_home, batches, batch).done == 3
    assert batches.of_project(at_home.project.id)[0].id == batch.id


@pytest.mark.parametrize("is_sent", [False, True])
@pytest.mark.parametrize("at", range(1, 7))
def test_a_crash_at_any_request_makes_no_run_twice(
    at_server: Stage, tmp_path: Path, at: int, is_sent: bool
) -> None:
    before = {run.id for run in runs_of(at_server)}
    dying = Batches(Dying(at_server, at, is_sent=is_sent), tmp_path)  # type: ignore[arg-type]
    batch = start(at_server, dying)
    with pytest.raises(NotReached):
        dying.go_on(batch.id)
    batches = Batches(at_server.connection, tmp_path)
    assert batches.unfinished(at_server.project.id) == [batch.id]
    batches.go_on(batch.id)
    assert batches.unfinished(at_server.project.id) == []
    made = [run for run in runs_of(at_server) if run.id not in before]
    given = sorted(value.value or "" for run in made for value in run.parameters)
    assert given == ["0.1", "0.2", "0.3"]
    assert wait(at_server, batches, batch).done == 3


def test_what_failed_at_an_old_server_is_tried_again_alone(
    at_server: Stage, tmp_path: Path
) -> None:
    batches = Batches(at_server.connection, tmp_path)
    rows = [("bad", Values({"fails": True})), ("good", Values({"fails": False}))]
    batch = batches.go_on(start(at_server, batches, rows).id)
    first = wait(at_server, batches, batch)
    assert [(row.label, row.has_failed) for row in first.rows] == [("bad", True), ("good", False)]
    assert "no slide" in (first.rows[0].comment or "")
    batches.retry(batch.id)
    second = wait(at_server, batches, batches.go_on(batch.id))
    assert [row.attempts for row in second.rows] == [2, 1]
    assert second.rows[0].id != first.rows[0].id
    assert second.rows[1].id == first.rows[1].id


def test_what_a_server_refuses_is_said_in_its_row_and_the_others_go_on(
    at_server: Stage, tmp_path: Path
) -> None:
    batches = Batches(at_server.connection, tmp_path)
    batch = start(at_server, batches)
    path = next(tmp_path.rglob("*.jsonl"))
    threshold = next(p.id for p in at_server.speaker.parameters if p.name == "threshold")
    text = path.read_text("utf-8")
    path.write_text(text.replace(f'"softwareParameter": {threshold}', '"bad": 1', 1), "utf-8")
    shown = batches.go_on(batch.id)
    assert [row.has_failed for row in shown.rows] == [True, False, False]
    assert shown.rows[0].comment


def test_a_batch_that_is_cancelled_asks_for_nothing_more(at_server: Stage, tmp_path: Path) -> None:
    before = len(runs_of(at_server))
    batches = Batches(at_server.connection, tmp_path)
    batch = start(at_server, batches)
    assert batches.cancel(batch.id).cancelled == 3
    assert batches.go_on(batch.id).cancelled == 3
    assert len(runs_of(at_server)) == before


def test_a_journal_that_was_cut_short_is_read_up_to_there(at_server: Stage, tmp_path: Path) -> None:
    batches = Batches(at_server.connection, tmp_path)
    batch = start(at_server, batches, [("line\u2028feed", Values({"threshold": 0.4}))])
    path = next(tmp_path.rglob("*.jsonl"))
    with path.open("ab") as file:
        file.write(b'{"row": 1, "do')
    journal = BatchJournal.read(path)
    assert journal.unsettled() == [1]
    journal.note(1, "stays")
    assert BatchJournal.read(path).unsettled() == []
    assert batches.batch(batch.id).rows[0].label == "line\u2028feed"


def test_a_journal_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    path.write_text('{"schema": 99}\n', "utf-8")
    with pytest.raises(BadInput):
        BatchJournal.read(path)
    assert journals_in(tmp_path) == []
    assert path.exists()


def test_what_looks_odd_is_said_before(at_home: Stage, tmp_path: Path) -> None:
    place = at_home.connection
    algorithm = algorithm_of(place, at_home.speaker)
    values = Values({"threshold": 0.91, "seconds": 0, "fails": False})
    wait(
        at_home, Batches(place, tmp_path), start(at_home, Batches(place, tmp_path), [("", values)])
    )
    other = Values({**values, "threshold": 0.92})
    lost = Values({**values, "threshold": 0.93, "images": (999_999,), "term": 999_998})
    rows = [("a", values), ("b", other), ("c", other), ("d", lost)]
    found = oddities(place, at_home.project, at_home.speaker, algorithm, rows)
    assert [(each.problem.rule, each.rows) for each in found] == [
        ("done", (0,)),
        ("twice", (2,)),
        ("no-image", (3,)),
        ("no-term", (3,)),
        ("empty-term", (0, 1, 2)),
    ]
    assert skippable(found) == {0, 2}
    assert all(each.problem.said() for each in found)
