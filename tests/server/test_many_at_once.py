"""Writers and readers at the same time: nothing is lost, and nobody waits for long."""

from __future__ import annotations

import socket
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from cytodesk.client.signing import Signature, signed

WRITERS, CHUNKS, CHUNK = 4, 25, 15


def test_readers_are_answered_while_many_write(station, human, of_job, job, world, record_property):
    place = {"image": world.image, "term": [world.terms[0]]}
    outlines = [
        {**place, "location": f"POLYGON (({n} {n}, {n + 9} {n}, {n + 9} {n + 9}, {n} {n}))"}
        for n in range(CHUNK)
    ]
    done = threading.Event()
    waited: list[float] = []

    def read() -> None:
        with station.client() as reader:
            while not done.is_set():
                began = time.monotonic()
                assert reader.get(f"/api/job/{job['id']}.json").status_code == 200
                waited.append(time.monotonic() - began)

    def write(_: int) -> list[float]:
        took = []
        with station.client(job["userJob"]) as writer:
            for _ in range(CHUNKS):
                began = time.monotonic()
                assert writer.post("/api/annotation.json", json=outlines).status_code == 200
                took.append(time.monotonic() - began)
        return took

    began = time.monotonic()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reading = pool.submit(read)
        writing = [took for each in pool.map(write, range(WRITERS)) for took in each]
        elapsed = time.monotonic() - began
        done.set()
        reading.result()
    query = {"project": world.project, "users": job["userJob"], "max": 1}
    kept = human.get("/api/annotation.json", params=query).json()["size"]
    assert kept == WRITERS * CHUNKS * CHUNK
    median_read, median_write = statistics.median(waited), statistics.median(writing)
    record_property("annotations per second", round(kept / elapsed))
    record_property("median read, ms", round(median_read * 1000, 1))
    record_property("median write of 15, ms", round(median_write * 1000, 1))
    print(
        f"{kept / elapsed:.0f} annotations/s, median GET {median_read * 1000:.0f} ms"
        f" of {len(waited)}, median POST of {CHUNK} {median_write * 1000:.0f} ms"
    )
    assert median_read < 0.25


def test_a_crowd_of_new_connections_is_served(station):
    def ask(_: int) -> int:
        with station.client() as client:
            return client.get("/api/user/current.json").status_code

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(ask, range(100))) == {200}


def test_an_upload_that_breaks_off_leaves_nothing_behind(station, human, job, world):
    made = {"job": job["id"], "key": "k", "filename": "f"}
    data = human.post("/api/jobdata.json", json=made).json()["jobdata"]["id"]
    before = _kept(station, human)
    domain = f"domainClassName=x&domainIdent={job['id']}"
    for path in (
        f"/api/attachedfile.json?{domain}",
        f"/upload?projects={world.project}",
        f"/api/jobdata/{data}/upload",
        "/api/software/upload",
    ):
        _break_off(station, path, "multipart/form-data; boundary=B", _PART + b"x" * 3_000_000)
        _break_off(station, path, "application/octet-stream", b"x" * 3_000_000)
    outline = b'[{"image": %d, "location": "POINT (1 1)"}, {' % world.image
    _break_off(station, "/api/annotation.json", "application/json", outline)
    _break_off(station, "?", "", b"")
    time.sleep(0.5)
    assert _kept(station, human) == before


_PART = b'--B\r\nContent-Disposition: form-data; name="files[]"; filename="a.png"\r\n\r\n'


def _break_off(station, path: str, type_: str, body: bytes) -> None:
    """Send a signed request that says it is longer than it is, and hang up."""
    said = signed(
        station.keys(),
        Signature.WITH_PATH,
        method="POST",
        content_type=type_,
        date="x",
        path=path,
    )
    url = httpx.URL(station.url)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nDate: x\r\nAuthorization: {said}\r\n"
        f"Content-Type: {type_}\r\nContent-Length: {len(body) + 1000}\r\n\r\n"
    )
    with socket.create_connection((url.host, url.port)) as line:
        line.sendall(head.encode() + body)


def _kept(station, human) -> tuple[object, ...]:
    """Return the files of the workspace, but for its book, and how much the book counts."""
    files = {
        path.relative_to(station.folder)
        for path in station.folder.rglob("*")
        if path.is_file() and not path.name.startswith("workspace.db")
    }
    totals = human.get("/api/stats/all.json").json()["collection"]
    return files, totals
