from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cytomine import Cytomine
from cytomine.models import ImageInstanceCollection, Project

from cytodesk.client.connection import Connection
from cytodesk.client.greeting import greeted
from cytodesk.client.signing import Signature
from cytodesk.client.station_keys import Keys
from cytodesk.errors import (
    BadInput,
    Cancelled,
    CytoDeskError,
    NotFound,
    NotReached,
    NotSignedIn,
    NotUnderstood,
    Refused,
)
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Project as OurProject

from .conftest import KEYS, SHORT, Answer, Asked, Place

Connect = Callable[..., Connection]


# who answers


def test_a_server_is_known_by_its_serverid_not_its_address(place: Place) -> None:
    assert greeted(place.url + "/").id == "server-1"
    assert greeted(place.url.replace("127.0.0.1", "localhost")).id == "server-1"


def test_a_server_without_serverid_is_known_by_its_address(place: Place) -> None:
    place.says("/server/ping", {"alive": True})
    assert greeted(place.url).id == place.url


def test_a_station_says_hello_and_an_old_server_does_not(place: Place) -> None:
    assert not greeted(place.url).is_station
    place.is_station()
    assert greeted(place.url).is_station


def test_a_web_interface_that_answers_everything_is_no_station(place: Place) -> None:
    place.says("/station/v1/hello", b"<!DOCTYPE html><html>app</html>", kind="text/html")
    assert not greeted(place.url).is_station


def test_a_newer_station_is_refused_in_words(place: Place) -> None:
    place.says("/station/v1/hello", {"program": "cytodesk", "version": "9.0", "api": 99})
    with pytest.raises(NotUnderstood, match="newer CytoDesk"):
        greeted(place.url)


@pytest.mark.parametrize(
    "answer", [Answer([1]), Answer({"status": "ok"}), Answer(status=404), Answer(b"hello")]
)
def test_what_is_no_cytomine_is_said_to_be_none(place: Place, answer: Answer) -> None:
    place.table["GET", "/server/ping"] = answer
    with pytest.raises(NotUnderstood):
        greeted(place.url)


@pytest.mark.parametrize(
    "typed", ["", "   ", "ftp://x", "http://", "http://a b", "https://x:99999"]
)
def test_what_is_no_address_is_refused_before_anything_is_asked(typed: str) -> None:
    with pytest.raises(BadInput):
        greeted(typed)


# not reached


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_a_silent_server_is_given_up_within_the_limit(silent: str) -> None:
    with pytest.raises(NotReached, match=r"did not answer within 0\.5 s"):
        Connection.open(silent, KEYS, limits=SHORT)


def test_a_closed_port_is_said_at_once_and_why() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NotReached, match=r"No connection to http://127\.0\.0\.1.*refused"):
        Connection.open(f"http://127.0.0.1:{port}", KEYS, limits=SHORT)


def test_a_server_that_falls_silent_in_an_answer_is_given_up(
    place: Place, connected: Connect
) -> None:
    connection = connected(place, limits=SHORT)
    release = threading.Event()

    def slow(asked: Asked) -> Answer:
        release.wait(60)
        return Answer({})

    place.does("/api/slow.json", slow)
    with pytest.raises(NotReached, match="within"):
        connection.get("slow.json")
    release.set()


def test_loopback_is_never_asked_through_a_proxy(
    place: Place, connected: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert connected(place).user.id == 7


def test_other_servers_are_asked_through_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(NotReached, match="proxy"):
        greeted("http://cytomine.invalid", limits=SHORT)


# signing in


@pytest.mark.parametrize("generation", list(Signature))
def test_the_signature_that_a_server_understands_is_found_and_remembered(
    place: Place, connected: Connect, generation: Signature
) -> None:
    place.generations = {generation}
    remembered: dict[str, str] = {}
    assert connected(place, remembered=remembered).signature is generation
    assert remembered == {"server-1": generation}
    before = len(place.asked)
    connected(place, remembered=remembered)
    tried = [asked for asked in place.asked[before:] if asked.path.endswith("current.json")]
    assert len(tried) == 1


def test_a_server_that_was_updated_is_signed_in_to_with_the_other_signature(
    place: Place, connected: Connect
) -> None:
    remembered = {"server-1": str(Signature.WITH_PATH)}
    place.generations = {Signature.WITHOUT_PATH}
    assert connected(place, remembered=remembered).signature is Signature.WITHOUT_PATH
    assert remembered["server-1"] == Signature.WITHOUT_PATH


def test_an_old_server_that_redirects_a_wrong_signature_is_signed_in_to(
    place: Place, connected: Connect
) -> None:
    place.generations = {Signature.WITH_PATH}
    place.unknown = Answer(b"", 302, headers={"location": place.url + "/"})
    assert connected(place).signature is Signature.WITH_PATH


@pytest.mark.parametrize(
    "unknown",
    [
        Answer({"success": False, "errors": "wrong signature"}, 401),
        Answer(b"", 302, headers={"location": "/"}),
        Answer(b"", 302, headers={"location": "https://sso.example.org/auth/realms/c"}),
        Answer(b"<html><form><input type='password'></form></html>", kind="text/html"),
        Answer({"id": None}),
        Answer({"errors": "account disabled"}, 403),
        Answer({"errors": {"message": "no"}}, 404),
    ],
)
def test_wrong_keys_are_said_in_words_whatever_the_server_answers(
    place: Place, unknown: Answer
) -> None:
    place.unknown = unknown
    with pytest.raises(NotSignedIn, match="keys"):
        Connection.open(place.url, Keys("wrong", "keys"), limits=SHORT)


def test_a_broken_server_is_not_blamed_on_the_keys(place: Place) -> None:
    place.says("/api/user/current.json", {"errors": "database is down"}, status=503)
    with pytest.raises(Refused, match="database is down"):
        Connection.open(place.url, KEYS, limits=SHORT)


def test_keys_may_be_looked_up_once_the_server_is_known(place: Place, connected: Connect) -> None:
    asked: list[str] = []
    with Connection.open(place.url, lambda server: asked.append(server.id) or KEYS) as connection:
        assert connection.user.username == "me"
    assert asked == ["server-1"]
    with pytest.raises(NotSignedIn, match="CYTOMINE_PUBLIC_KEY"):
        Connection.open(place.url, lambda server: None)


# answers


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (Answer({"success": False, "errors": "not yours"}, 403), Refused, "not yours"),
        (Answer({"errors": {"message": "Job not found with id : 1"}}, 404), NotFound, "id : 1"),
        (
            Answer(b"<html><head><title>Oops</title></head>Boom</html>", 500, "text/html"),
            Refused,
            "Oops Boom",
        ),
        (Answer({"success": False, "errors": "exists"}, 409), Refused, "exists"),
        (Answer({"message": "Bad Gateway"}, 502), Refused, "502.*Bad Gateway"),
        (Answer(b"", 500), Refused, "Internal Server Error"),
        (Answer({"errors": "sign"}, 401), NotSignedIn, "sign"),
        (
            Answer({"success": False, "errors": [{"message": "bad ring"}], "message": "x"}, 206),
            Refused,
            "bad ring",
        ),
        (Answer(b"<!DOCTYPE html><html>hi</html>", 200, "text/html"), NotUnderstood, "200.*hi"),
        (Answer(b'{"id": 1, "na'), NotUnderstood, "no whole JSON.*na"),
        (Answer(b'{"id": 1', length=5000), NotUnderstood, "broke off"),
        (Answer(b"", 302, headers={"location": "/login/auth"}), NotSignedIn, "302"),
        (
            Answer(b"", 301, headers={"location": "https://other.example.org/api/x"}),
            NotUnderstood,
            r"https://other\.example\.org/api/x",
        ),
    ],
)
def test_every_shape_of_a_no_becomes_a_sentence_with_the_servers_words(
    place: Place, connected: Connect, answer: Answer, kind: type[CytoDeskError], words: str
) -> None:
    connection = connected(place)
    place.table["GET", "/api/thing.json"] = answer
    with pytest.raises(kind, match=words) as raised:
        connection.get("thing.json")
    if isinstance(raised.value, Refused):
        assert raised.value.status == answer.status


def test_braces_in_a_servers_words_do_no_harm(place: Place, connected: Connect) -> None:
    connection = connected(place)
    place.says("/api/x.json", {"errors": "{id} %s {0}"}, status=400)
    with pytest.raises(Refused, match=r"\{id\} %s \{0\}"):
        connection.get("x.json")


def test_no_key_is_in_any_error_or_representation(place: Place, connected: Connect) -> None:
    connection = connected(place)
    with pytest.raises(NotFound) as raised:
        connection.get("nothing.json")
    for text in (str(raised.value), repr(raised.value), repr(KEYS), repr(connection)):
        assert KEYS.private not in text


def test_a_redirect_is_not_followed_with_a_signature(place: Place, connected: Connect) -> None:
    connection = connected(place)
    place.says("/api/x.json", b"", status=302, headers={"location": "/api/y.json"})
    with pytest.raises(NotUnderstood):
        connection.get("x.json")
    assert "/api/y.json" not in [asked.path for asked in place.asked]


def test_query_values_are_written_as_cytomine_reads_them(place: Place, connected: Connect) -> None:
    connection = connected(place)
    place.says("/api/x.json", {})
    connection.get("x.json", users=[1, 2], showWKT=True, term=None, name="a b")
    assert place.asked[-1].query == {"users": "1,2", "showWKT": "true", "name": "a b"}


def test_a_server_keeps_no_session_beside_the_signature(place: Place, connected: Connect) -> None:
    connection = connected(place)
    place.says("/api/x.json", {}, headers={"set-cookie": "JSESSIONID=1; Path=/"})
    connection.get("x.json")
    connection.get("x.json")
    assert "cookie" not in place.asked[-1].headers


def test_posts_to_a_station_carry_a_request_id_of_their_own(
    place: Place, connected: Connect
) -> None:
    place.is_station()
    connection = connected(place)
    place.says("/api/job.json", {"job": {"id": 1}}, method="POST")
    for _ in range(2):
        connection.post("job.json", {"project": 1})
    first, second = (asked.headers["x-request-id"] for asked in place.asked[-2:])
    assert first != second


def test_a_request_whose_connection_was_dropped_is_repeated_only_if_that_is_harmless(
    place: Place, connected: Connect
) -> None:
    place.says("/api/x.json", {"id": 1}, method="POST")
    place.says("/api/x.json", {"id": 1})
    connection = connected(place)
    drops: list[str] = []

    def dropping(asked: Asked) -> Answer:
        if asked.method not in drops:
            drops.append(asked.method)
            raise ConnectionError("dropped on purpose")
        return Answer({"id": 1})

    place.does("/api/x.json", dropping)
    place.does("/api/x.json", dropping, method="POST")
    assert connection.get("x.json") == {"id": 1}
    with pytest.raises(NotReached):
        connection.post("x.json", {})
    assert drops == ["GET", "POST"]


# the real client's models


def test_the_real_clients_models_are_fetched_without_its_global_instance(
    place: Place, connected: Connect
) -> None:
    place.generations = {Signature.WITH_PATH}
    connection = connected(place)
    place.says("/api/project/3.json", {"id": 3, "name": "P", "class": "be.cytomine.Project"})
    place.says(
        "/api/project/3/imageinstance.json",
        {"collection": [{"id": 5, "instanceFilename": "a.svs"}], "size": 1},
    )
    project = Project()
    project.id = 3
    assert connection.cytomine.get_model(project).name == "P"
    images = ImageInstanceCollection(filters={"project": 3})
    connection.cytomine.get_collection(images, images.parameters)
    assert [image.instanceFilename for image in images] == ["a.svs"]
    with pytest.raises(ConnectionError):
        Cytomine.get_instance()


def test_the_real_client_on_our_session_raises_instead_of_answering_false(
    place: Place, connected: Connect
) -> None:
    connection = connected(place)
    project = Project()
    project.id = 404
    with pytest.raises(NotFound, match="nothing at"):
        connection.cytomine.get_model(project)


def test_two_servers_are_asked_at_once_and_each_for_its_own(
    place: Place, connected: Connect
) -> None:
    other = Place()
    for each, name in ((place, "here"), (other, "there")):
        each.says("/api/project/3.json", {"id": 3, "name": name})
    here, there = connected(place), connected(other)

    def name_at(connection: Connection) -> str:
        project = Project()
        project.id = 3
        return str(connection.cytomine.get_model(project).name)

    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(name_at, [here, there] * 40))
    other.close()
    assert names == ["here", "there"] * 40


# pages


def listing(place: Place, path: str, ids: list[int], answer: Callable[..., Any]) -> None:
    place.does(path, lambda asked: Answer(answer([{"id": i} for i in ids], asked.query)))


def cytomine_pages(items: list[Any], query: dict[str, str]) -> Any:
    most, offset = int(query.get("max", 0)), int(query.get("offset", 0))
    shown = items[offset : offset + most] if most else items
    return {"collection": shown, "size": len(items), "offset": offset, "perPage": most}


def spring_pages(items: list[Any], query: dict[str, str]) -> Any:
    size, page = int(query.get("size", 20)), int(query.get("page", 0))
    return {"collection": items[size * page : size * (page + 1)], "size": len(items)}


def spring_content(items: list[Any], query: dict[str, str]) -> Any:
    size, page = int(query.get("size", 20)), int(query.get("page", 0))
    shown = items[size * page : size * (page + 1)]
    return {"content": shown, "size": size, "totalElements": len(items)}


PAGINGS: dict[str, Callable[..., Any]] = {
    "max and offset": cytomine_pages,
    "size and page": spring_pages,
    "content": spring_content,
    "everything": lambda items, query: {"collection": items, "size": len(items)},
    "everything, uncounted": lambda items, query: {"collection": items},
    "a bare list": lambda items, query: items,
    "pages, uncounted": lambda items, query: {
        "collection": cytomine_pages(items, query)["collection"]
    },
    "at most seven at a time": lambda items, query: cytomine_pages(
        items, query | {"max": str(min(7, int(query["max"])))}
    ),
    "at most seven, uncounted": lambda items, query: {
        "collection": PAGINGS["at most seven at a time"](items, query)["collection"]
    },
}


@pytest.mark.parametrize("paging", PAGINGS)
@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 25])
def test_a_list_is_whole_and_without_doubles_however_it_is_paged(
    place: Place, connected: Connect, paging: str, count: int
) -> None:
    connection = connected(place)
    listing(place, "/api/project.json", list(range(1, count + 1)), PAGINGS[paging])
    projects = connection.things(OurProject, "project.json", page=10)
    assert [project.id for project in projects] == list(range(1, count + 1))


def test_a_list_that_shows_a_part_only_is_not_taken_for_the_whole(
    place: Place, connected: Connect
) -> None:
    connection = connected(place)
    listing(
        place,
        "/api/term.json",
        list(range(25)),
        lambda items, query: {"collection": items[:20], "size": 25},
    )
    with pytest.raises(NotUnderstood, match="20 of 25"):
        list(connection.rows("term.json", page=500))


def test_what_slides_to_the_next_page_meanwhile_comes_once(
    place: Place, connected: Connect
) -> None:
    connection = connected(place)
    ids = list(range(20, 0, -1))

    def growing(items: list[Any], query: dict[str, str]) -> Any:
        page = cytomine_pages(items, query)
        ids.insert(0, ids[0] + 1)
        return page

    place.does("/api/x.json", lambda asked: Answer(growing([{"id": i} for i in ids], asked.query)))
    found = [row["id"] for row in connection.rows("x.json", page=5)]
    assert len(found) == len(set(found))
    assert set(range(1, 21)) <= set(found)


def test_an_object_where_a_list_was_expected_is_said(place: Place, connected: Connect) -> None:
    connection = connected(place)
    place.says("/api/x.json", {"id": 1})
    with pytest.raises(NotUnderstood, match="not a list"):
        list(connection.rows("x.json"))


def test_the_cancel_flag_stops_between_two_pages(place: Place, connected: Connect) -> None:
    cancelled = threading.Event()
    connection = connected(place, cancelled=cancelled)
    listing(place, "/api/imageinstance.json", list(range(100)), cytomine_pages)
    images = connection.things(ImageInstance, "imageinstance.json", page=10)
    assert next(images).id == 0
    cancelled.set()
    with pytest.raises(Cancelled):
        list(images)


# files


def test_a_file_arrives_whole_with_its_progress(
    place: Place, connected: Connect, tmp_path: Path
) -> None:
    connection = connected(place)
    content = bytes(range(256)) * 1000
    place.says("/api/jobdata/1/download", content, kind="application/octet-stream")
    told: list[tuple[int, int | None]] = []
    connection.download(
        "jobdata/1/download", tmp_path / "a.bin", lambda done, total: told.append((done, total))
    )
    assert (tmp_path / "a.bin").read_bytes() == content
    assert told[-1] == (len(content), len(content))


def test_half_a_file_leaves_nothing_and_keeps_the_older_one(
    place: Place, connected: Connect, tmp_path: Path
) -> None:
    connection = connected(place)
    (tmp_path / "a.bin").write_text("older")
    place.says("/api/half", b"12345", kind="application/octet-stream", length=9)
    with pytest.raises(NotUnderstood, match="broke off"):
        connection.download("half", tmp_path / "a.bin")
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]
    assert (tmp_path / "a.bin").read_text() == "older"


def test_a_download_follows_to_where_the_file_lies_and_signs_nothing_there(
    place: Place, connected: Connect, tmp_path: Path
) -> None:
    connection = connected(place)
    elsewhere = Place()
    elsewhere.says("/ims/file", b"slide", kind="image/tiff")
    place.says(
        "/api/x/download", b"", status=302, headers={"location": f"{elsewhere.url}/ims/file"}
    )
    connection.download("x/download", tmp_path / "a.tif")
    elsewhere.close()
    assert (tmp_path / "a.tif").read_bytes() == b"slide"
    assert "authorization" not in elsewhere.asked[-1].headers


def test_a_page_is_no_picture(place: Place, connected: Connect) -> None:
    connection = connected(place)
    place.says("/api/thumb.png", b"<html>Sorry</html>", kind="text/html")
    with pytest.raises(NotUnderstood, match="Sorry"):
        connection.bytes_of("thumb.png")


def test_addresses_that_a_server_gives_are_asked_where_we_are_connected(
    place: Place, connected: Connect
) -> None:
    connection = connected(place)
    place.says("/api/annotation/1/crop.png", b"png", kind="image/png")
    crop = connection.bytes_of("http://localhost-core/api/annotation/1/crop.png?maxSize=64")
    assert crop == b"png"
    assert place.asked[-1].query == {"maxSize": "64"}


def test_an_upload_is_one_part_named_files_with_the_bare_name(
    place: Place, connected: Connect, tmp_path: Path
) -> None:
    place.generations = {Signature.WITH_PATH}
    connection = connected(place)
    place.says("/api/jobdata/1/upload", {"id": 1}, method="POST")
    (tmp_path / "é.csv").write_text("1;2")
    assert connection.upload("jobdata/1/upload", tmp_path / "é.csv", {"key": "k"}) == {"id": 1}
    body = place.asked[-1].body
    assert b'name="files[]"' in body
    assert "é.csv".encode() in body
    assert str(tmp_path).encode() not in body
