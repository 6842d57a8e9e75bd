"""What the station opens, compares, sends and unpacks: the doors that nobody comes through."""

from __future__ import annotations

import contextlib
import hmac
import json
import sqlite3
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

from cytodesk.client.station_keys import keys_of
from cytodesk.errors import BadInput
from cytodesk.server import installing, signing
from cytodesk.server.signing import signature_of, signer_of
from tests.server.stations import make_world, serving

JOB = "be.cytomine.processing.Job"
EVIL = "'; drop table run; --"


def test_the_station_listens_on_loopback_only(station):
    port = urlsplit(station.url).port
    listening = {
        each.laddr.ip
        for each in psutil.net_connections("tcp")
        if each.status == psutil.CONN_LISTEN and each.laddr.port == port
    }
    assert listening == {"127.0.0.1"}


_LISTENER = """
import os, sys
def heard(event, words):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        where = words[0] if event == "socket.getaddrinfo" else words[1]
        where = where[0] if isinstance(where, tuple) else where
        with open(os.environ["CYTODESK_HEARD"], "a") as file:
            print(event, where, file=file)
sys.addaudithook(heard)
import socket
with socket.socket() as first:
    first.connect_ex(("127.0.0.1", 9))
"""
"""Stands in every Python process of a station, and writes down to whom it wants to speak."""


def test_the_station_speaks_to_nobody_outside(home, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(_LISTENER, "utf-8")
    said = tmp_path / "said.txt"
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("CYTODESK_HEARD", str(said))
    folder = home / "silent"
    folder.mkdir()
    world = make_world(folder / "workspace")
    with serving(folder / "workspace", folder) as station, station.client() as human:
        for path in (f"project/{world.project}", "job", "software", "storage", "stats/all"):
            assert human.get(f"/api/{path}.json").status_code == 200
        assert human.get(f"/api/imageinstance/{world.image}/thumb.png").status_code == 200
    heard = set(said.read_text("utf-8").splitlines())
    assert "socket.connect 127.0.0.1" in heard
    loopback = ("127.0.0.1", "localhost", "::1", "None")
    assert [each for each in heard if each.split(" ", 1)[1] not in loopback] == []


class Book:
    """One user, 1, with keys of a fixed secret."""

    def __init__(self):
        self.pair = keys_of(b"s" * 32, 1)

    def user_of(self, public):
        return 1 if public == self.pair.public else None

    def keys(self, user):
        return self.pair


@pytest.mark.parametrize("signature", ["", "A", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "é"])
def test_signatures_are_compared_in_constant_time(monkeypatch, signature):
    compared, truly = [], hmac.compare_digest

    def compare(one, other):
        compared.append((one, other))
        return truly(one, other)

    monkeypatch.setattr(signing.hmac, "compare_digest", compare)
    book = Book()
    headers = {"authorization": f"CYTOMINE {book.pair.public}:{signature}", "date": "x"}
    assert signer_of("GET", "/api/x", headers, book).user is None
    assert [other for _, other in compared] == [signature.encode()] * 2
    right = signature_of(
        book.pair.private,
        method="GET",
        content_md5="",
        content_type="",
        date="x",
        target="/api/x",
    )
    headers["authorization"] = f"CYTOMINE {book.pair.public}:{right}"
    assert signer_of("GET", "/api/x", headers, book).user == 1


@pytest.mark.parametrize("name", ["../out.py", "/tmp/out.py", "a/../../out.py", "..\\out.py"])
def test_nothing_is_unpacked_outside_its_folder(tmp_path, name):
    packed = tmp_path / "app.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("descriptor.json", "{}")
        archive.writestr(name, "print(1)")
    staged = tmp_path / "inside" / "staged"
    staged.mkdir(parents=True)
    with contextlib.suppress(BadInput):
        installing._unpack(packed, staged)
    outside = [path for path in tmp_path.rglob("*out.py") if not path.is_relative_to(staged)]
    assert outside == []
    assert not Path("/tmp/out.py").exists()


def test_a_zip_that_would_fill_the_disk_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(installing, "_LARGEST_ZIP", 1000)
    packed = tmp_path / "app.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"0" * 2000)
    (tmp_path / "staged").mkdir()
    with pytest.raises(BadInput):
        installing._unpack(packed, tmp_path / "staged")
    assert list((tmp_path / "staged").iterdir()) == []


@pytest.mark.parametrize(
    "name", ["a\r\nX-Evil: 1", 'a";x="b', "../../etc/passwd", "ä€𝄞.csv", "\x00", "x" * 500]
)
def test_a_download_has_a_safe_name(station, human, job, name):
    query = {"domainClassName": JOB, "domainIdent": job["id"], "filename": name}
    made = human.post("/api/attachedfile.json", params=query, files={"files[]": ("a", b"1")})
    answer = human.get(f"/api/attachedfile/{made.json()['id']}/download")
    assert answer.content == b"1"
    assert "x-evil" not in answer.headers
    said = answer.headers["content-disposition"]
    assert said.startswith("attachment; filename")
    assert not set(said) & set("\r\n\x00")
    assert "/" not in said.replace("utf-8''", "")


def test_what_looks_like_sql_is_only_a_text(station, human, job, world, new_name):
    made = human.post("/api/tag.json", json={"name": f"{new_name('t')}{EVIL}"}).json()["tag"]
    assert made["name"].endswith(EVIL)
    for query in (
        {"sort": EVIL},
        {"sort": "id", "order": EVIL},
        {"softwareName[ilike]": EVIL},
        {f"{EVIL}[in]": "1"},
        {"status[in]": EVIL},
        {"project": EVIL},
        {"max": EVIL, "offset": EVIL},
    ):
        assert human.get("/api/job.json", params=query).status_code == 200
        assert human.get("/station/v1/runs/table", params=query).status_code == 200
    for name in ("users", "terms", "tags", "bbox", "baseAnnotation", "afterThan", "track"):
        query = {"project": world.project, name: EVIL, "maxDistanceBaseAnnotation": 1}
        assert human.get("/api/annotation.json", params=query).status_code in (200, 400)
    query = {"project": world.project, "by": EVIL}
    assert human.get("/station/v1/annotations/counts", params=query).status_code == 400
    assert human.get(f"/api/job/{job['id']}.json").status_code == 200


def test_labels_are_shown_to_a_run_only_where_the_user_allows_it(station, human, of_job, world):
    path = f"/api/imageinstance/{world.image}/associated/label.png"
    nothing_there = human.get(path).status_code
    assert nothing_there == 404
    assert human.get("/station/v1/allowances").json() == {"labels": False}
    assert of_job.get(path).status_code == 403
    assert of_job.put("/station/v1/allowances", json={"labels": True}).status_code == 403
    assert human.put("/station/v1/allowances", json={"labels": True}).json() == {"labels": True}
    assert of_job.get(path).status_code == 404
    human.put("/station/v1/allowances", json={"labels": False})
    assert of_job.get(path).status_code == 403


def test_no_key_is_in_the_workspace(station, human, of_job, job):
    of_job.get("/api/user/current.json")
    of_job.put(f"/api/job/{job['id']}.json", json={"status": 2})
    pairs = [station.keys(1), station.keys(job["userJob"])]
    for path in (station.folder / "workspace.db", station.folder / "workspace.db-wal"):
        content = path.read_bytes() if path.exists() else b""
        for pair in pairs:
            assert pair.private.encode() not in content
    db = sqlite3.connect(station.folder / "workspace.db", timeout=30)
    told = json.dumps([list(row) for row in db.execute("select data from event").fetchall()])
    db.close()
    assert all(pair.private not in told for pair in pairs)


def test_the_address_of_a_tile_cannot_be_guessed(station, human, world):
    image = human.get(f"/api/imageinstance/{world.image}.json").json()
    servers = human.get(f"/api/abstractimage/{image['baseImage']}/imageservers.json").json()
    (url,) = servers["imageServersURLs"]
    token = url.split("zoomify=")[1]
    assert len(token) >= 32
    tile = {"z": 0, "x": 0, "y": 0}
    assert httpx.get(url, params={"zoomify": token, **tile}).status_code == 200
    by_index = f"{station.url}/image/{token}/tile/zoom/0/ti/0.png"
    assert httpx.get(by_index).headers["content-type"] == "image/png"
    for guess in (str(world.image), token[:-1], "*", "%", ""):
        asked = httpx.get(f"{station.url}/slice/tile", params={"zoomify": guess, **tile})
        assert asked.status_code == 404
        path = f"{station.url}/image/{guess or 'x'}/tile/zoom/0/ti/0.png"
        assert httpx.get(path).status_code in (400, 404)
