"""Many runs here that are saved there: written down first, tried again, never made twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cytodesk.algorithms.values import Values
from cytodesk.client.batches import Batches
from cytodesk.client.connection import Connection
from cytodesk.client.guests import Hosting, guests_of
from cytodesk.errors import NotFound, NotReached
from cytodesk.wire.batches import Batch
from cytodesk.wire.runs import Run
from tests.station.conftest import until

from .conftest import Both


class Cut(Connection):
    """A connection that is cut right after a request, before its answer is heard."""

    after: str = ""

    def post(self, path: str, *arguments: Any, **named: Any) -> Any:
        answer = super().post(path, *arguments, **named)
        if self.after and self.after in path:
            raise NotReached("cut off")
        return answer


@pytest.fixture
def cut(both: Both, monkeypatch: pytest.MonkeyPatch) -> Callable[[Connection, str], None]:
    def cut(connection: Connection, after: str) -> None:
        monkeypatch.setattr(connection, "__class__", Cut)
        connection.after = after  # type: ignore[attr-defined]

    return cut


class Many:
    """A batch of two rows, whose programs end with the numbers that are given."""

    def __init__(self, both: Both, folder: Path, name: str, *endings: int) -> None:
        self.both = both
        self.orders = [both.orders(f"{name}-{place}") for place in range(len(endings))]
        rows = [
            (
                order.name,
                Values({"image": both.world.image, "folder": str(order), "ending": ending}),
            )
            for order, ending in zip(self.orders, endings, strict=True)
        ]
        self.batches = Batches(both.server, folder, lambda: both.near)
        hosting = Hosting.begin(both.server, both.near, both.patient, both.project)
        self._before = self.jobs()
        self.id = self.batches.start(
            hosting.theirs, both.world.project, rows, name=name, how="table", host=hosting.host
        ).id

    def jobs(self) -> set[int]:
        found = self.both.server.things(Run, "job.json", project=self.both.world.project)
        return {run.id for run in found}

    @property
    def made(self) -> list[int]:
        """The jobs at the server that this batch made."""
        return sorted(self.jobs() - self._before)

    def end(self) -> Batch:
        """Let all programs end; return the batch once it has."""
        for order in self.orders:
            (order / "end").touch()
        found = until(lambda: now if (now := self.batches.batch(self.id)).has_ended else None, 60)
        for guest in guests_of(self.both.near, self.both.server):
            self.both.told(guest)
        return found


def test_what_failed_is_tried_again_and_nothing_else(both: Both, tmp_path: Path) -> None:
    many = Many(both, tmp_path, "again", 0, 3)
    many.batches.go_on(many.id)
    first = many.end()
    assert (first.done, first.failed) == (1, 1)
    many.batches.retry(many.id)
    many.batches.go_on(many.id)
    second = many.end()
    assert [row.attempts for row in second.rows] == [1, 2]
    assert second.rows[0].id == first.rows[0].id
    assert len(many.made) == 3
    home = {guest.home.run for guest in guests_of(both.near, both.server)}
    assert set(many.made) <= home


@pytest.mark.parametrize(("who", "after"), [("server", "job.json"), ("near", "guests")])
def test_an_answer_that_was_lost_makes_no_second_run(
    both: Both, tmp_path: Path, cut: Callable[[Connection, str], None], who: str, after: str
) -> None:
    many = Many(both, tmp_path, f"lost-{who}", 0, 0)
    connection: Connection = getattr(both, who)
    cut(connection, after)
    with pytest.raises(NotReached):
        many.batches.go_on(many.id)
    cut(connection, "")
    assert many.batches.unfinished(both.world.project) == [many.id]
    many.batches.go_on(many.id)
    ended = many.end()
    assert (ended.done, len(many.made)) == (2, 2)
    assert [row.id for row in ended.rows] == many.made


def test_a_row_that_is_refused_here_is_a_failed_job_there_and_the_others_go_on(
    both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = Many(both, tmp_path, "refused", 0, 0)
    hidden = iter([True, False])
    ask = both.server.get

    def get(path: str, **query: Any) -> Any:
        answer = ask(path, **query)
        is_hidden = path.startswith("user/") and next(hidden, False)
        return {**answer, "privateKey": None} if is_hidden else answer

    monkeypatch.setattr(both.server, "get", get)
    many.batches.go_on(many.id)
    ended = many.end()
    assert (ended.done, ended.failed) == (1, 1)
    assert "does not tell the keys" in str(ended.rows[0].comment)
    refused = both.server.thing(Run, f"job/{many.made[0]}.json")
    assert refused.state.has_ended
    assert "does not tell the keys" in str(refused.comment)


def test_a_batch_is_cancelled_there_and_its_programs_end_here(both: Both, tmp_path: Path) -> None:
    many = Many(both, tmp_path, "cancelled", 0, 0)
    many.batches.go_on(many.id)
    many.batches.cancel(many.id)
    ended = until(lambda: now if (now := many.batches.batch(many.id)).has_ended else None, 60)
    assert ended.cancelled == 2
    for guest in guests_of(both.near, both.server):
        assert both.told(guest).run.state.has_ended


def test_another_workspace_does_not_carry_it_out(both: Both, tmp_path: Path) -> None:
    many = Many(both, tmp_path, "elsewhere", 0)
    assert many.batches.is_hosted(many.id)
    other = Batches(both.server, tmp_path, lambda: both.server)
    with pytest.raises(NotFound, match="another workspace of this computer"):
        other.go_on(many.id)
    with pytest.raises(NotFound, match="is carried out elsewhere"):
        Batches(both.server, tmp_path).go_on(many.id)
    many.batches.cancel(many.id)
    assert many.made == []
