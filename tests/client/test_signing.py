from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cytodesk.client.connection import Connection
from cytodesk.client.signing import Signature, date_now, signed
from cytodesk.client.station_keys import Keys

from .conftest import KEYS, Answer, Place

KEY = Keys("PUBH", "PRIVH")
DATE = "Fri, 20 Nov 2026 23:57:35 +0000"


def test_the_signature_with_path_is_the_one_of_the_contract() -> None:
    value = signed(
        KEY,
        Signature.WITH_PATH,
        method="GET",
        content_type="",
        date=DATE,
        path="/api/job.json?max=0&offset=0",
    )
    assert value == "CYTOMINE PUBH:TbagMs1XzOiBEMdQBMdI4ZZu4NM="


def test_the_signature_without_path_ends_with_the_date() -> None:
    value = signed(
        KEY, Signature.WITHOUT_PATH, method="post", content_type="a/b", date=DATE, path="/api/x"
    )
    message = f"POST\n\na/b\n{DATE}".encode()
    digest = base64.b64encode(hmac.new(b"PRIVH", message, hashlib.sha1).digest()).decode()
    assert value == f"CYTOMINE PUBH:{digest}"


def test_the_date_is_english_and_of_greenwich() -> None:
    assert date_now().endswith(" GMT")


@pytest.fixture(scope="module")
def strict() -> Iterator[Connection]:
    """To a server that answers whatever is signed with its path, and nothing else."""
    place = Place()
    place.generations = {"with-path"}
    place.otherwise = Answer({"id": 1})
    with Connection.open(place.url, KEYS) as connection:
        yield connection
    place.close()


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    query=st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=12), max_size=4),
    word=st.text(st.characters(exclude_characters="?#\\", exclude_categories=["Cs"]), max_size=8),
)
def test_what_is_signed_is_what_is_sent(
    strict: Connection, query: dict[str, str], word: str
) -> None:
    assert strict.get(f"things/{word}", **query) == {"id": 1}


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.recursive(st.none() | st.text(max_size=9) | st.integers(), st.lists, max_leaves=5))
def test_bodies_are_signed_by_their_kind(strict: Connection, body: object) -> None:
    assert strict.post("things.json", body) == {"id": 1}
