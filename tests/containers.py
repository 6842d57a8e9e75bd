"""Real podman for tests: where it runs, an image of this very Python, and bundles made of it.

Nothing is fetched: the image holds the interpreter that runs the tests, its libraries and its
standard library.
"""

from __future__ import annotations

import functools
import http.server
import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import threading
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

BASE = "localhost/cytodesk-test/python:1"
_LEFT_OUT = {"site-packages", "dist-packages", "test", "tests", "idlelib", "tkinter", "ensurepip"}
_LEFT_OUT |= {"lib2to3", "turtledemo", "__pycache__", "pydoc_data"}
_SETTINGS = """
[containers]
default_ulimits = ["nofile=4096:4096","nproc=4096:4096"]
netns = "host"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
"""
"""What podman needs where limits of users cannot be raised and no systemd runs."""


class Unrunnable(Exception):
    """Why no container can run here, as a sentence."""


@dataclass(frozen=True)
class Podman:
    """A podman that has run a container; `variables` are those of the environment it needs."""

    variables: Mapping[str, str]

    def __call__(self, *words: str, given: bytes | None = None) -> str:
        done = subprocess.run(
            ["podman", *words],
            input=given,
            capture_output=True,
            env={**os.environ, **self.variables},
            check=False,
            timeout=300,
        )
        if done.returncode:
            raise Unrunnable(f"podman {words[0]}: {done.stderr.decode().strip()[-300:]}")
        return done.stdout.decode()


def running_podman(folder: Path) -> Podman:
    """Return a podman that can run the base image, which is made first. Raises Unrunnable."""
    if sys.platform != "linux" or shutil.which("podman") is None:
        raise Unrunnable("podman is not installed")
    settings = folder / "containers.conf"
    settings.write_text(_SETTINGS)
    troubles = []
    for variables in ({}, {"CONTAINERS_CONF": str(settings)}):
        podman = Podman(variables)
        try:
            _ensure_base(podman, folder)
            podman("run", "--rm", "--network", "none", BASE, "-c", "print(1)")
        except Unrunnable as trouble:
            troubles.append(str(trouble))
        else:
            return podman
    raise Unrunnable("; ".join(troubles))


def make_image(
    podman: Podman, folder: Path, name: str, files: Mapping[str, str], *change: str
) -> None:
    """Make an image on the base: with `files` (path -> text), and `change`s as a Dockerfile has."""
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        for path, text in files.items():
            member = tarfile.TarInfo(path.lstrip("/"))
            data = text.encode()
            member.size, member.mode = len(data), 0o755
            tar.addfile(member, io.BytesIO(data))
    context = folder / f"context-{name.replace('/', '-').replace(':', '-')}"
    context.mkdir()
    (context / "layer.tar").write_bytes(layer.getvalue())
    lines = [f"FROM {BASE}", "ADD layer.tar /", *change]
    (context / "Dockerfile").write_text("\n".join(lines))
    podman("build", "--quiet", "--isolation", "chroot", "--tag", name, str(context))


def make_bundle(
    podman: Podman, folder: Path, descriptor: Mapping[str, object], program: str
) -> Path:
    """Return the zip of a task of the App Engine: its descriptor, and its image saved by podman."""
    name = f"{str(descriptor['namespace']).replace('.', '/')}:{descriptor['version']}"
    make_image(
        podman,
        folder,
        name,
        {"app/run.py": program},
        'ENTRYPOINT ["/usr/bin/python3", "/app/run.py"]',
    )
    archive = folder / f"{descriptor['namespace']}-{descriptor['version']}.tar"
    podman("save", "--quiet", "--format", "docker-archive", "--output", str(archive), name)
    podman("rmi", "--force", name)
    bundle = folder / f"{archive.stem}.zip"
    with zipfile.ZipFile(bundle, "w") as zipped:
        zipped.writestr("descriptor.yml", yaml.safe_dump(dict(descriptor), sort_keys=False))
        zipped.write(archive, archive.name)
    return bundle


class Registry:
    """A registry of images on a port of this computer, for as long as its block lasts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        handler = functools.partial(_Blobs, self)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._manifests: dict[str, bytes] = {}
        self.address = f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Registry:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, podman: Podman, name: str) -> None:
        """Offer an image that podman has, by its full name."""
        layout = self._folder / f"layout-{len(self._manifests)}"
        podman("save", "--quiet", "--format", "oci-dir", "--output", str(layout), name)
        digest = json.loads((layout / "index.json").read_text())["manifests"][0]["digest"]
        for blob in (layout / "blobs" / "sha256").iterdir():
            shutil.copyfile(blob, self._folder / blob.name)
        path, _, tag = name.removeprefix(f"{self.address}/").rpartition(":")
        manifest = (self._folder / digest.removeprefix("sha256:")).read_bytes()
        self._manifests[f"/v2/{path}/manifests/{tag}"] = manifest
        self._manifests[f"/v2/{path}/manifests/{digest}"] = manifest

    def answer(self, path: str) -> tuple[str, bytes] | None:
        if path == "/v2/":
            return "application/json", b"{}"
        if path in self._manifests:
            return "application/vnd.oci.image.manifest.v1+json", self._manifests[path]
        blob = self._folder / path.rpartition("/sha256:")[2]
        if "/blobs/sha256:" in path and blob.is_file():
            return "application/octet-stream", blob.read_bytes()
        return None


class _Blobs(http.server.BaseHTTPRequestHandler):
    def __init__(self, registry: Registry, *arguments: Any) -> None:
        self._registry = registry
        super().__init__(*arguments)

    def do_GET(self) -> None:
        found = self._registry.answer(self.path)
        kind, body = found or ("application/json", b'{"errors":[{"code":"MANIFEST_UNKNOWN"}]}')
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        return


def forget_test_images(podman: Podman) -> None:
    """Remove what the tests made, but for the base that others may share."""
    names = podman("images", "--format", "{{.Repository}}:{{.Tag}}").split()
    ours = ("localhost/cytodesk-app", "localhost/cytodesk-test/", "localhost/org/cytodesk/tests/")
    for name in names:
        if name.startswith(ours) and name != BASE:
            podman("rmi", "--force", name)


def task(
    name: str, inputs: Mapping[str, object], outputs: Mapping[str, object], **configuration: object
) -> dict[str, object]:
    """Return the descriptor of a task."""
    return {
        "$schema": "https://cytomine.com/schema-store/tasks/task.v0.json",
        "name": name,
        "name_short": name,
        "namespace": f"org.cytodesk.tests.{name.replace(' ', '_').lower()}",
        "version": "1.0.0",
        "authors": [
            {"first_name": "A", "last_name": "B", "organization": "C", "email": "d@example.org"}
        ],
        "configuration": {"input_folder": "/inputs", "output_folder": "/outputs", **configuration},
        "inputs": {each: _parameter(each, kind) for each, kind in inputs.items()},
        "outputs": {each: _parameter(each, kind) for each, kind in outputs.items()},
    }


def _parameter(name: str, kind: object) -> dict[str, object]:
    bare = {"display_name": name, "description": name}
    if isinstance(kind, dict) and "type" in kind:
        return bare | kind
    return bare | {"type": kind}


def containers_of(podman: Podman, workspace: str) -> list[str]:
    said = podman(
        *("ps", "--all", "--filter", f"label=org.cytodesk.workspace={workspace}"),
        *("--format", "{{.Names}}"),
    )
    return said.split()


def _ensure_base(podman: Podman, folder: Path) -> None:
    try:
        podman("image", "exists", BASE)
    except Unrunnable:
        archive = folder / "python.tar"
        _pack_python(archive)
        podman(
            "import", "--quiet", str(archive), BASE, "--change", 'ENTRYPOINT ["/usr/bin/python3"]'
        )
        archive.unlink()


def _pack_python(archive: Path) -> None:
    library = Path(sysconfig.get_path("stdlib"))
    program = Path(sys.executable).resolve()
    binaries = [program, *(library / "lib-dynload").glob("*.so")]
    with tarfile.open(archive, "w") as tar:
        for path in sorted(_libraries(binaries)):
            tar.add(Path(path).resolve(), path.lstrip("/"), recursive=False)
        tar.add(program, "usr/bin/python3", recursive=False)
        tar.add(program, str(program).lstrip("/"), recursive=False)
        tar.add(library, str(library).lstrip("/"), filter=_kept)
        for name in ("tmp", "proc", "sys", "dev", "etc", "root"):
            member = tarfile.TarInfo(name)
            member.type, member.mode = tarfile.DIRTYPE, 0o1777 if name == "tmp" else 0o755
            tar.addfile(member)


def _libraries(binaries: Iterable[Path]) -> set[str]:
    said = subprocess.run(
        ["ldd", *map(str, binaries)], capture_output=True, text=True, check=False
    ).stdout
    lines = (line.split() for line in said.splitlines() if line.startswith("\t"))
    return {word for words in lines for word in words if word.startswith("/")}


def _kept(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    parts = Path(member.name).parts
    is_left_out = _LEFT_OUT & set(parts) or any(part.startswith("config-") for part in parts)
    return None if is_left_out else member


def polygon(*corners: tuple[float, float]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [[*corners, corners[0]]]})
