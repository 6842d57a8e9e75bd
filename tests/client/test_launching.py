from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from cytodesk.algorithms.values import Values
from cytodesk.client.connection import Connection
from cytodesk.client.launching import (
    Followed,
    Logged,
    Moved,
    algorithm_of,
    cancel,
    find_algorithm,
    find_image,
    find_project,
    follow,
    launch,
)
from cytodesk.errors import BadInput, Cancelled, NotFound, NotReached, Refused
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import RunState

from .conftest import LONG, Answer, Asked, Place

Connect = Callable[..., Connection]

SOFTWARE: dict[str, Any] = {
    "class": "be.cytomine.processing.Software",
    "id": 20,
    "name": "Detect",
    "softwareVersion": "1.0",
    "fullName": "Detect (1.0)",
    "parameters": [
        {"id": 1, "name": "radius", "type": "Number", "required": True},
        {"id": 2, "name": "terms", "type": "ListDomain"},
        {"id": 3, "name": "fill", "type": "Boolean"},
    ],
}


def installed() -> InstalledAlgorithm:
    return from_json(InstalledAlgorithm, SOFTWARE)


def job(status: int, **more: Any) -> dict[str, Any]:
    return {
        "class": "be.cytomine.processing.Job",
        "id": 500,
        "status": status,
        "project": 10,
        **more,
    }


# launching


def test_a_run_is_created_with_its_values_as_text_and_then_executed(
    place: Place, connected: Connect
) -> None:
    connection = connected(place)
    place.says("/api/job.json", {"job": job(0, userJob=501)}, method="POST")
    place.says("/api/job/500/execute.json", job(1, userJob=501), method="POST")
    values = Values({"radius": 2.5, "terms": (5, 6), "fill": False})
    run = launch(connection, installed(), 10, values)
    assert (run.id, run.state, run.user) == (500, RunState.QUEUED, 501)
    created, executed = place.asked[-2:]
    assert created.json == {
        "project": 10,
        "software": 20,
        "params": [
            {"softwareParameter": 1, "value": "2.5"},
            {"softwareParameter": 2, "value": "5,6"},
            {"softwareParameter": 3, "value": "false"},
        ],
    }
    assert executed.path == "/api/job/500/execute.json"


def test_a_run_that_does_not_start_is_told_with_its_number(
    place: Place, connected: Connect
) -> None:
    connection = connected(place)
    place.says("/api/job.json", {"job": job(0)}, method="POST")
    place.says("/api/job/500/execute.json", {"errors": "not executable"}, "POST", status=500)
    with pytest.raises(Refused, match=r"Run 500 was created.*not executable") as raised:
        launch(connection, installed(), 10, Values({"radius": 1}))
    assert raised.value.status == 500


def test_a_value_of_no_parameter_is_never_sent(place: Place, connected: Connect) -> None:
    connection = connected(place)
    with pytest.raises(NotFound, match=r"Detect.*stranger"):
        launch(connection, installed(), 10, Values({"stranger": 1}))
    assert "/api/job.json" not in [asked.path for asked in place.asked]


def test_to_cancel_is_to_ask_the_server(place: Place, connected: Connect) -> None:
    connection = connected(place)
    place.says("/api/job/500/kill.json", job(2), method="POST")
    assert cancel(connection, 500).state is RunState.RUNNING


# following


class OldServer:
    """Moves on by one status each time it is asked; its log comes after the end."""

    def __init__(self, place: Place, statuses: list[int], log_after: int = 1) -> None:
        self.left = statuses
        self.log_after = log_after
        place.does("/api/job/500.json", self.shown)
        place.does("/api/job/500/log.json", self.log)

    def shown(self, asked: Asked) -> Answer:
        return Answer(job(self.left.pop(0) if len(self.left) > 1 else self.left[0]))

    def log(self, asked: Asked) -> Answer:
        self.log_after -= 1
        return Answer({"data": "the log"}) if self.log_after < 0 else Answer({}, 404)


def test_a_run_on_an_old_server_is_followed_by_asking(place: Place, connected: Connect) -> None:
    OldServer(place, [1, 2, 2, 3])
    told: list[Followed] = []
    run = follow(connected(place), 500, report=told.append, poll=0.01)
    assert run.state is RunState.SUCCEEDED
    assert [each.run.status for each in told if isinstance(each, Moved)] == [1, 2, 3]
    assert told[-1] == Logged("the log")


def test_a_log_that_never_comes_does_not_hold_up_the_end(place: Place, connected: Connect) -> None:
    OldServer(place, [4], log_after=99)
    told: list[Followed] = []
    assert follow(connected(place), 500, report=told.append, poll=0.01).state is RunState.FAILED
    assert not [each for each in told if isinstance(each, Logged)]


def test_following_ends_when_the_user_says_so(place: Place, connected: Connect) -> None:
    OldServer(place, [2])
    cancelled = threading.Event()
    threading.Timer(0.1, cancelled.set).start()
    with pytest.raises(Cancelled):
        follow(connected(place), 500, report=lambda _: None, cancelled=cancelled, poll=600)


class Station:
    """A station with one run: a log that grows and events that wake who waits."""

    def __init__(self, place: Place) -> None:
        place.is_station()
        place.does("/api/job/500.json", lambda asked: Answer(job(self.status)))
        place.does("/station/v1/runs/500/log", self.log)
        place.does("/station/v1/events", self.events)
        self.status = 2
        self.text = b""
        self.has_ended = False
        self.happened: list[dict[str, Any]] = [{"id": i, "run": 499} for i in range(1, 4)]
        self.news = threading.Condition()

    def moves(self, status: int, text: str = "", *, ends: bool = False) -> None:
        with self.news:
            self.status, self.text, self.has_ended = status, self.text + text.encode(), ends
            self.happened.append({"id": len(self.happened) + 1, "run": 500})
            self.news.notify_all()

    def log(self, asked: Asked) -> Answer:
        offset = int(asked.query["offset"])
        block = self.text[offset : offset + 7]
        return Answer(
            {"text": block.decode(), "offset": offset + len(block), "ended": self.has_ended}
        )

    def events(self, asked: Asked) -> Answer:
        after = int(asked.query.get("after", len(self.happened)))
        wait = float(asked.query["wait"])
        with self.news:
            self.news.wait_for(lambda: len(self.happened) > after, wait)
            found = [event for event in self.happened if event["id"] > after][:2]
        return Answer({"events": found, "last": found[-1]["id"] if found else after})


def test_a_run_of_a_station_is_followed_with_its_live_log(place: Place, connected: Connect) -> None:
    station = Station(place)
    station.text = b"zuerst.\n"
    threading.Timer(0.1, station.moves, (2, "dann\n")).start()
    threading.Timer(0.2, station.moves, (3, "Schluss")).start()
    threading.Timer(0.3, station.moves, (3, "!\n"), {"ends": True}).start()
    told: list[Followed] = []
    run = follow(connected(place), 500, report=told.append, poll=5)
    assert run.state is RunState.SUCCEEDED
    log = "".join(each.text for each in told if isinstance(each, Logged))
    assert log == "zuerst.\ndann\nSchluss!\n"
    assert [each.run.status for each in told if isinstance(each, Moved)] == [2, 3]


def test_the_end_of_a_run_is_heard_before_the_next_look(place: Place, connected: Connect) -> None:
    station = Station(place)
    threading.Timer(0.2, station.moves, (4,), {"ends": True}).start()
    follow(connected(place, limits=LONG), 500, report=lambda _: None, poll=600)


def test_a_station_that_restarts_meanwhile_does_not_end_the_following(
    place: Place, connected: Connect
) -> None:
    station = Station(place)
    shown = place.table["GET", "/api/job/500.json"]
    drops: list[Asked] = []

    def restarting(asked: Asked) -> Answer:
        drops.append(asked)
        if 1 < len(drops) < 6:
            raise ConnectionResetError
        assert callable(shown)
        return shown(asked)

    place.does("/api/job/500.json", restarting)
    threading.Timer(0.1, station.moves, (3,), {"ends": True}).start()
    run = follow(connected(place), 500, report=lambda _: None, poll=0.05)
    assert run.state is RunState.SUCCEEDED


def test_a_server_that_does_not_come_back_is_said(
    place: Place, connected: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cytodesk.client.following._PATIENCE", 0.3)
    OldServer(place, [2])
    connection = connected(place)
    place.close()
    connection.close()
    with pytest.raises(NotReached):
        follow(connection, 500, report=lambda _: None, poll=0.05)


# the algorithm of a run


def test_a_station_gives_back_the_descriptor_with_its_limits(
    place: Place, connected: Connect
) -> None:
    descriptor = {
        "name": "Detect",
        "description": "d",
        "schema-version": "cytomine-0.1",
        "container-image": {"image": "x/y", "type": "singularity"},
        "command-line": "python run.py [RADIUS]",
        "inputs": [
            {"id": "radius", "name": "R", "type": "Number", "minimum": 3, "value-key": "[@ID]"}
        ],
    }
    place.is_station()
    text = json.dumps(descriptor)
    place.says("/station/v1/algorithms/20/descriptor", {"text": text, "path": "descriptor.json"})
    algorithm = algorithm_of(connected(place), installed())
    assert algorithm.parameters[0].minimum == 3


def test_an_old_servers_algorithm_is_what_its_wire_tells(place: Place, connected: Connect) -> None:
    algorithm = algorithm_of(connected(place), installed())
    assert [parameter.id for parameter in algorithm.parameters] == ["radius", "terms", "fill"]


# finding


@pytest.fixture
def stocked(place: Place) -> Place:
    versions = [("Detect", "v1.9", 21), ("Detect", "v1.10", 22), ("Other", None, 23)]
    software = [
        {"id": i, "name": n, "softwareVersion": v, "fullName": f"{n} ({v})" if v else n}
        for n, v, i in versions
    ]
    place.says("/api/software.json", {"collection": software, "size": 3})
    place.says("/api/software/21.json", software[0])
    projects = [{"id": 1, "name": "Lung"}, {"id": 2, "name": "Twin"}, {"id": 3, "name": "Twin"}]
    projects.append({"id": 4, "name": "2024"})
    place.says("/api/project.json", {"collection": projects, "size": 4})
    images = [{"id": 8, "instanceFilename": "a.svs"}, {"id": 9, "instanceFilename": "B.svs"}]
    place.says("/api/project/1/imageinstance.json", {"collection": images, "size": 2})
    return place


@pytest.mark.parametrize(
    ("what", "id"),
    [("21", 21), ("Detect (v1.9)", 21), ("Detect", 22), ("detect", 22), ("Other", 23)],
)
def test_an_algorithm_is_found_by_id_full_name_or_the_newest_of_its_name(
    stocked: Place, connected: Connect, what: str, id: int
) -> None:
    assert find_algorithm(connected(stocked), what).id == id


def test_an_unknown_algorithm_is_told_with_the_nearest(stocked: Place, connected: Connect) -> None:
    with pytest.raises(NotFound, match="Nearest: Detect"):
        find_algorithm(connected(stocked), "Detcet")


def test_a_server_without_algorithms_is_told_as_such(place: Place, connected: Connect) -> None:
    with pytest.raises(NotFound, match="Software kind"):
        find_algorithm(connected(place), "Detect")


def test_projects_and_images_are_found_by_id_or_name(stocked: Place, connected: Connect) -> None:
    connection = connected(stocked)
    assert find_project(connection, "lung").id == 1
    assert find_project(connection, "2024").id == 4
    assert find_image(connection, Project(id=1), "b.svs").id == 9
    assert find_image(connection, Project(id=1), "8").id == 8
    with pytest.raises(BadInput, match="2, 3"):
        find_project(connection, "Twin")
    with pytest.raises(NotFound, match="There is no c"):
        find_image(connection, Project(id=1), "c")
