"""A real station in a process of its own, a workspace to serve, and a client that signs."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from PIL import Image

from cytodesk.client.signing import Signature, date_now, signed
from cytodesk.client.station_keys import KeyFile, Keys, keys_of
from cytodesk.processes import own_command, own_environment
from cytodesk.wire.algorithms import InstalledParameter
from cytodesk.workspace import algorithms, images, people, projects
from cytodesk.workspace.pixels import read_facts
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

HUMAN = people.HUMAN
WIDTH, HEIGHT = 640, 480


class Signing(httpx.Auth):
    """Signs as the Cytomine clients of one generation do."""

    def __init__(self, keys: Keys, signature: Signature) -> None:
        self._keys = keys
        self._signature = signature

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:
        request.headers["date"] = date_now()
        request.headers["authorization"] = signed(
            self._keys,
            self._signature,
            method=request.method,
            content_type=request.headers.get("content-type", ""),
            date=request.headers["date"],
            path=request.url.raw_path.decode(),
        )
        yield request


@dataclass(frozen=True, slots=True)
class Station:
    url: str
    folder: Path
    secret: bytes
    is_legacy: bool = False

    def keys(self, user: int = HUMAN) -> Keys:
        return keys_of(self.secret, user)

    def client(
        self,
        user: int = HUMAN,
        *,
        keys: Keys | None = None,
        signature: Signature = Signature.WITH_PATH,
    ) -> httpx.Client:
        """Return a client that signs with the keys of `user`; close it, or use it with `with`."""
        signing = Signing(keys or self.keys(user), signature)
        return httpx.Client(base_url=self.url, auth=signing, trust_env=False, timeout=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What stands in a workspace before its station opens."""

    project: int
    ontology: int
    terms: tuple[int, int]
    foreign_term: int
    """A term of another ontology than the project's."""
    image: int
    measured_image: int
    """The same picture, 0.5 µm a pixel."""
    software: int
    parameters: dict[str, int]


@contextlib.contextmanager
def serving(folder: Path, home: Path, *, is_legacy: bool = False) -> Iterator[Station]:
    """Serve the workspace at `folder` by `cytodesk serve` until the end of the block."""
    generation = "legacy" if is_legacy else "station"
    words = ("serve", "--workspace", str(folder), "--as", generation, "--json")
    door = subprocess.Popen(
        own_command(*words),
        stdout=subprocess.PIPE,
        text=True,
        cwd=home,
        env=own_environment({"CYTODESK_HOME": str(home)}),
    )
    with door:
        try:
            assert door.stdout is not None
            opened = json.loads(door.stdout.readline())
            server = httpx.get(f"{opened['url']}/server/ping", timeout=30).json()["serverID"]
            secret = KeyFile(Path(opened["keys"])).secret_of(server)
            assert secret is not None
            yield Station(opened["url"], folder, secret, is_legacy)
        finally:
            door.terminate()
            door.wait(20)


def make_world(folder: Path) -> World:
    """Make a workspace with one of everything that is not made by requests."""
    picture = folder.parent / f"{folder.name}.png"
    folder.parent.mkdir(parents=True, exist_ok=True)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    pixels = np.stack([columns * 255 // WIDTH, rows * 255 // HEIGHT, 0 * rows + 128], axis=-1)
    Image.fromarray(pixels.astype(np.uint8)).save(picture)
    workspace = Workspace(folder)
    try:
        people.ensure_human(workspace, "ada")
        return workspace.write(lambda change: _world(change, picture))
    finally:
        workspace.close()


def _world(change: Change, picture: Path) -> World:
    ontology = projects.add_ontology(change, "Tissue", HUMAN).id
    other = projects.add_ontology(change, "Weather", HUMAN).id
    terms = [projects.add_term(change, name, ontology, None).id for name in ("tumour", "stroma")]
    project = projects.add_project(change, "Demo", ontology).id
    facts = read_facts(picture)
    measured = replace(facts, pixel_size_x=0.5, pixel_size_y=0.5, magnification=20.0)
    plain, with_sizes = (
        images.add_image(change, project, HUMAN, picture, of, name=name, copy=False).id
        for name, of in (("plain.png", facts), ("measured.png", measured))
    )
    software = algorithms.add_algorithm(change, "Count", "1.0")
    return World(
        project=project,
        ontology=ontology,
        terms=(terms[0], terms[1]),
        foreign_term=projects.add_term(change, "rain", other, None).id,
        image=plain,
        measured_image=with_sizes,
        software=software,
        parameters={
            name: algorithms.add_parameter(
                change,
                InstalledParameter(
                    id=0, algorithm=software, name=name, index=index, required=index < 5, **rest
                ),
            )
            for index, (name, rest) in enumerate(_PARAMETERS.items())
        },
    )


_SET = {"set_by_server": True}
_PARAMETERS: dict[str, dict[str, Any]] = {
    "cytomine_host": {"type": "String", **_SET},
    "cytomine_public_key": {"type": "String", **_SET},
    "cytomine_private_key": {"type": "String", **_SET},
    "cytomine_id_project": {"type": "Domain", "uri": "/api/project.json", **_SET},
    "cytomine_id_software": {"type": "Domain", "uri": "/api/software.json", **_SET},
    "images": {"type": "ListDomain", "uri": "/api/project/$currentProject$/imageinstance.json"},
    "threshold": {"type": "Number", "default": "0.5"},
    "count": {"type": "Number"},
    "smooth": {"type": "Boolean", "default": "true"},
    "note": {"type": "String"},
    "since": {"type": "Date"},
    "publicKey": {"type": "String"},
    "privateKey": {"type": "String"},
}
