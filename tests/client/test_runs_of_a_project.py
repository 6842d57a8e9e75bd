"""The runs of a real station, and of the old server that it can pretend to be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.client.launching import cancel
from cytodesk.client.run_care import (
    delete_data,
    left_behind,
    log_piece,
    note_of,
    set_favourite,
    set_note,
)
from cytodesk.client.run_details import names_in, project_names, run_details
from cytodesk.client.run_lists import (
    ListedRun,
    RunPage,
    listed,
    name_and_version,
    people_of,
    run_page,
    run_rows,
)
from cytodesk.errors import NotFound
from cytodesk.wire.runs import RunState
from tests.client.runs_place import Stage, ended, stage


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module", params=["station", "legacy"])
def place(request: pytest.FixtureRequest, root: Path) -> Iterator[Stage]:
    yield from stage(root, is_legacy=request.param == "legacy")


def row_of(place: Stage, id_: int) -> ListedRun:
    (row,) = run_rows(place.connection, [id_])
    return row


def test_runs_are_listed_newest_first_with_what_they_were_given(place: Stage) -> None:
    page = run_page(place.connection, place.project)
    rows = [row for row in page.runs if row.id <= place.idle.id]
    assert [row.state for row in rows] == [RunState.CREATED, RunState.FAILED, RunState.SUCCEEDED]
    done = rows[-1]
    assert (done.name, done.number, done.images) == ("Speaker", 1, 1)
    given = {parameter.human_name: text for parameter, text in done.values.items()}
    assert given["Threshold"] == "0.7"
    assert done.who
    assert page.total == len(page.runs)


def test_a_failed_run_says_why(place: Stage) -> None:
    assert "the slide is no slide" in row_of(place, place.failed.id).comment


def test_a_station_measures_durations_and_others_are_believed(place: Stage) -> None:
    assert row_of(place, place.done.id).duration is not None
    assert row_of(place, place.idle.id).duration is None


def test_pages_of_one_give_the_whole_list(place: Stage) -> None:
    whole = run_page(place.connection, place.project)
    pages: list[RunPage] = []
    for offset in range(whole.total):
        pages.append(run_page(place.connection, place.project, offset=offset, size=1))
    assert [page.runs[0].id for page in pages] == [run.id for run in whole.runs]


def test_runs_that_are_gone_are_left_out(place: Stage) -> None:
    assert run_rows(place.connection, [999_999]) == ()
    with pytest.raises(NotFound):
        run_details(place.connection, 999_999)


def test_ids_in_values_are_told_by_their_names(place: Stage) -> None:
    names = names_in(place.connection, place.done, place.project)
    told = {(named.text, named.kind, named.color) for named in names.values()}
    assert told == {("slide 1.tif", "image", ""), ("Nucleus", "term", "#0072B2")}
    assert set(names) <= set(project_names(place.connection, place.project))


def test_how_a_run_ran_is_told_as_far_as_its_place_knows(place: Stage) -> None:
    details = run_details(place.connection, place.done.id)
    assert details.started
    assert details.finished
    assert "--threshold" in details.command
    assert "0.7" in details.command
    is_station = place.connection.is_station
    assert (details.exit == 0) is is_station
    assert (details.folder is not None) is is_station
    assert bool(details.environment) is is_station


def test_the_log_is_read_piece_by_piece_to_its_end(place: Stage) -> None:
    first = log_piece(place.connection, place.done.id)
    assert "tile 3 is out of focus" in first.text
    rest = log_piece(place.connection, place.done.id, first.offset)
    assert (rest.text, rest.offset, rest.has_ended) == ("", first.offset, True)


def test_a_run_that_never_began_has_no_log(place: Stage) -> None:
    piece = log_piece(place.connection, place.idle.id)
    assert piece.text == ""
    assert piece.is_there is place.connection.is_station


def test_people_are_told_by_their_full_names_where_they_have_any(place: Stage) -> None:
    assert people_of(place.connection, place.project) == {}


def test_a_star_is_set_and_taken_away(place: Stage) -> None:
    for is_favourite in (True, False):
        set_favourite(place.connection, place.done.id, is_favourite)
        assert row_of(place, place.done.id).favourite is is_favourite


def test_a_note_is_kept_changed_and_taken_away(place: Stage) -> None:
    for note in ("threshold < 0.5 & blurred\nask again", "done", ""):
        set_note(place.connection, place.done.id, note)
        assert note_of(place.connection, place.done.id) == note


def test_what_a_run_left_is_counted_and_then_deleted(place: Stage, tmp_path: Path) -> None:
    assert left_behind(place.connection, place.failed.id).is_nothing
    run = place.leaves(tmp_path)
    left = left_behind(place.connection, run.id)
    assert (left.annotations, left.files, left.reviewed) == (0, 2, 0)
    delete_data(place.connection, run.id)
    assert left_behind(place.connection, run.id).is_nothing
    assert row_of(place, run.id).data_deleted


def test_a_run_that_is_being_cancelled_says_so(place: Stage) -> None:
    run = place.start(seconds=60)
    cancel(place.connection, run.id)
    assert not row_of(place, run.id).can_be_cancelled or not place.connection.is_station
    assert ended(place.connection, run).state is RunState.CANCELLED


def test_a_full_name_is_taken_apart() -> None:
    assert name_and_version("Detect nuclei (1.2.0)") == ("Detect nuclei", "1.2.0")
    assert name_and_version("A (b) (v2)") == ("A (b)", "v2")
    assert name_and_version("Plain") == ("Plain", "")


def test_a_place_that_measured_nothing_is_believed_by_its_clock() -> None:
    row = {"id": 7, "status": 3, "created": "1000", "updated": "4500", "softwareName": "A"}
    (run,) = listed([row], {})
    assert run.duration == 3.5
    (measured,) = listed([row], {7: {"duration": 2.0, "executed": True}})
    assert measured.duration == 2.0
    (unknown,) = listed([row], {7: {"duration": None, "executed": True}})
    assert unknown.duration is None
