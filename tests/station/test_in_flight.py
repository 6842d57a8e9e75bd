"""Whose requests a killed station left unanswered is known to the next one."""

from __future__ import annotations

import contextlib
import socket
import uuid
from pathlib import Path

from cytodesk.client.signing import Signature, date_now, signed
from cytodesk.client.station_keys import Keys
from cytodesk.station.in_flight import SLOTS, CutOff, InFlight

from .conftest import Station, until

ADA, BOB = str(uuid.uuid4()), str(uuid.uuid4())


def signed_by(public: str) -> bytes:
    return f"CYTOMINE {public}:abc=".encode()


def test_only_what_was_not_answered_is_left(tmp_path: Path) -> None:
    flying = InFlight(tmp_path / "in-flight")
    answered, asking, new, gone = (flying.enter() for _ in range(4))
    flying.asked(answered, signed_by(ADA))
    flying.answered(answered)
    flying.asked(asking, signed_by(BOB))
    flying.asked(gone, signed_by(ADA))
    flying.leave(gone)
    after = InFlight(tmp_path / "in-flight")
    assert after.cut_off == CutOff(frozenset({BOB}), strangers=1)
    assert new is not None
    assert InFlight(tmp_path / "in-flight").cut_off == CutOff(frozenset(), strangers=0)


def test_more_connections_than_slots_are_served_all_the_same(tmp_path: Path) -> None:
    flying = InFlight(tmp_path / "in-flight")
    slots = [flying.enter() for _ in range(SLOTS + 1)]
    assert slots[-1] is None
    flying.asked(None, signed_by(ADA))
    flying.leave(slots[0])
    assert flying.enter() == slots[0]


def test_nonsense_is_nobodys(tmp_path: Path) -> None:
    flying = InFlight(tmp_path / "in-flight")
    for text in (b"", b"CYTOMINE nobody:x", b"Basic abc", b"CYTOMINE \xff:x", b"CYTOMINE :"):
        flying.asked(flying.enter(), text)
    assert InFlight(tmp_path / "in-flight").cut_off == CutOff(frozenset(), strangers=0)


def test_a_request_that_a_kill_cut_off_is_said_on_its_run(station: Station) -> None:
    body = {"project": station.project.id, "software": _algorithm(station)}
    job = station.place.post("job.json", body)["job"]
    other = station.place.post("job.json", body)["job"]
    user = station.place.get(f"user/{job['userJob']}.json")
    keys = Keys(user["publicKey"], user["privateKey"])
    with contextlib.closing(_begun_to_ask(station.place.url, keys)):
        old = station.process("station", str(station.workspace))
        old.kill()
        old.wait(10)
    until(lambda: station.process("station", str(station.workspace)).pid != old.pid)
    said = station.place.get(f"/station/v1/runs/{job['id']}")["warning"]
    assert said.startswith("a request was interrupted")
    assert station.place.get(f"/station/v1/runs/{other['id']}")["warning"] is None


def _algorithm(station: Station) -> int:
    body = {"name": "By hand", "softwareVersion": uuid.uuid4().hex}
    return int(station.place.post("software.json", body)["software"]["id"])


def _begun_to_ask(url: str, keys: Keys) -> socket.socket:
    """Send the head of a request and a part of its body, and no more."""
    host, _, port = url.removeprefix("http://").partition(":")
    date = date_now()
    authorization = signed(
        keys,
        Signature.WITH_PATH,
        method="POST",
        content_type="application/json",
        date=date,
        path="/api/annotation.json",
    )
    head = (
        f"POST /api/annotation.json HTTP/1.1\r\nhost: {host}:{port}\r\ndate: {date}\r\n"
        f"authorization: {authorization}\r\ncontent-type: application/json\r\n"
        "content-length: 1000\r\n\r\n{"
    )
    asking = socket.create_connection((host, int(port)))
    asking.sendall(head.encode())
    asking.settimeout(1.0)
    with contextlib.suppress(TimeoutError):
        asking.recv(1)  # nothing comes: by then the head was read
    return asking
