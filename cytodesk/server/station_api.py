"""/station/v1: what Cytomine's API has no word for."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from cytodesk.errors import N_, BadInput
from cytodesk.runs.environments.choosing import is_version
from cytodesk.server.algorithms import remove as remove_software
from cytodesk.server.algorithms import software_json
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking, required_id
from cytodesk.server.images import image_json
from cytodesk.server.installing import install, update
from cytodesk.server.routes import ByRuns, delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.server.slide_files import start_pyramid
from cytodesk.wire.codec import read_truth
from cytodesk.workspace import algorithms, events, images, runs, unknown_requests
from cytodesk.workspace.allowances import Allowance, allow, is_allowed
from cytodesk.workspace.files import copied_slide
from cytodesk.workspace.migrations import SCHEMA
from cytodesk.workspace.pixels import read_facts
from cytodesk.workspace.pixels.pyramid import wants_pyramid
from cytodesk.workspace.writer import Change

API = 1
LONGEST_WAIT = 25.0
"""Seconds that a long poll may last."""
_LOG_BLOCK = 1 << 20


def hello(serving: Serving, asking: Asking) -> Json:
    return {
        "program": "cytodesk",
        "version": serving.version,
        "api": API,
        "schema": SCHEMA,
        "workspace": serving.workspace.id,
    }


def add_image(serving: Serving, asking: Asking) -> Json:
    """Add a file of this computer; it is referenced, or copied first if `copy` says so."""
    body = asking.object
    project = required_id(body, "project")
    path = path_in(body, "path")
    facts = read_facts(path)
    name = str(body.get("name") or path.name)
    is_copy = bool(body.get("copy"))
    kept = copied_slide(serving.folder / "images", path) if is_copy else path
    image = serving.workspace.write(
        lambda change: images.add_image(
            change, project, asking.asker.id, kept, facts, name=name, copy=is_copy
        )
    )
    if wants_pyramid(facts):
        start_pyramid(serving, images.stored_image(serving.workspace.reading(), image.id))
    return image_json(image, asking)


def add_algorithm(serving: Serving, asking: Asking) -> Json:
    body = asking.object
    installed, warnings = install(
        serving.workspace,
        path_in(body, "path"),
        python=_python_in(body),
        wheels=path_in(body, "wheels") if body.get("wheels") else None,
        may_build=read_truth(body.get("build", False)),
    )
    said = [warning.said(asking.words) for warning in warnings]
    return {"software": software_json(serving, installed), "warnings": said}


def update_algorithm(serving: Serving, asking: Asking) -> Json:
    """Install anew what an algorithm was installed from; what changed there is a new version."""
    installed, warnings = update(serving.workspace, asking.id)
    said = [warning.said(asking.words) for warning in warnings]
    return {"software": software_json(serving, installed), "warnings": said}


def descriptor(serving: Serving, asking: Asking) -> Json:
    source = algorithms.source_of(serving.workspace.reading(), asking.id)
    return {"text": source.descriptor, "path": "descriptor.json"}


def log(serving: Serving, asking: Asking) -> Json:
    """Return the log from a byte offset; the run's keys never leave with it."""
    db = serving.workspace.reading()
    found = runs.run(db, asking.id)
    record = runs.record_of(db, asking.id)
    path = serving.queue.log(asking.id)
    offset = max(0, asking.whole("offset") or 0)
    block = b""
    if path.exists():
        with path.open("rb") as file:
            file.seek(offset)
            block = _whole_lines(file.read(_LOG_BLOCK))
    text = block.decode("utf-8", errors="replace")
    for key in serving.queue.preparing.given.secrets(found.id):
        text = text.replace(key, "*" * len(key))
    has_ended = found.state.has_ended and (record.duration is not None or not record.executed)
    return {"text": text, "offset": offset + len(block), "ended": has_ended}


def happened(serving: Serving, asking: Asking) -> Json:
    """Return the events after an id, waiting for the first one."""
    after, wait = asking.whole("after"), min(asking.number("wait") or 0.0, LONGEST_WAIT)
    if after is None:
        after = events.last_event(serving.workspace.reading())
    found = events.wait_for_events(serving.workspace, after, wait)
    return {
        "events": [
            {
                "id": event.id,
                "at": event.at,
                "kind": event.kind,
                "subject": event.subject,
                "run": event.run,
                "data": event.data,
            }
            for event in found
        ],
        "last": found[-1].id if found else after,
    }


def unknown(serving: Serving, asking: Asking) -> Json:
    """Return the requests that apps made and that this server does not know."""
    found = unknown_requests.unknown_requests(serving.workspace.reading())
    return {
        "paths": [f"{each.method} {each.path}" for each in found],
        "requests": [asdict(each) for each in found],
    }


def allowances(serving: Serving, asking: Asking) -> Json:
    """Say what the user allows to programs."""
    db = serving.workspace.reading()
    return {what.value: is_allowed(db, what) for what in Allowance}


def allow_anew(serving: Serving, asking: Asking) -> Json:
    """Hear what the user allows to programs; what the body lacks stays."""
    said = {
        what: read_truth(asking.object[what.value])
        for what in Allowance
        if what.value in asking.object
    }

    def hear(change: Change) -> None:
        for what, yes in said.items():
            allow(change, what, yes)

    serving.workspace.write(hear)
    return allowances(serving, asking)


def stop(serving: Serving, asking: Asking) -> Json:
    """End the station; runs go on, unless `now` asks for their end too."""
    if asking.object.get("now"):
        rows = serving.workspace.rows("select id from run where executed=1 and status in (0,1,2,6)")
        for row in rows:
            serving.queue.cancel(row[0])
    for end in serving.ends:
        end()
    return {"stopping": True}


def _whole_lines(block: bytes) -> bytes:
    """Cut a block after its last line end, so that no key and no character is cut in two."""
    end = block.rfind(b"\n")
    return block if end < 0 or len(block) < _LOG_BLOCK else block[: end + 1]


def path_in(body: dict[str, Any], name: str) -> Path:
    """Return the file or folder of this computer that the body names. Raises BadInput."""
    path = Path(str(body.get(name) or ""))
    if not path.is_absolute() or not path.exists():
        raise BadInput(
            N_("{name} must be a file or folder of this computer: {path}"), name=name, path=path
        )
    return path


def _python_in(body: dict[str, Any]) -> str | None:
    """Return the interpreter that the body names, or the version (`3.10`). Raises BadInput."""
    python = str(body.get("python") or "")
    if not python or is_version(python):
        return python or None
    return str(path_in(body, "python"))


_V1 = "/station/v1"

ROUTES = (
    get(f"{_V1}/hello", hello, is_signed=False),
    post(f"{_V1}/images", add_image, by_runs=ByRuns.NEVER),
    post(f"{_V1}/algorithms", add_algorithm, by_runs=ByRuns.NEVER),
    post(f"{_V1}/algorithms/{{id:int}}/update", update_algorithm, by_runs=ByRuns.NEVER),
    get(f"{_V1}/algorithms/{{id:int}}/descriptor", descriptor),
    delete(f"{_V1}/algorithms/{{id:int}}", remove_software, by_runs=ByRuns.NEVER),
    get(f"{_V1}/runs/{{id:int}}/log", log),
    get(f"{_V1}/events", happened, may_wait=True),
    get(f"{_V1}/unknown", unknown),
    get(f"{_V1}/allowances", allowances),
    put(f"{_V1}/allowances", allow_anew, by_runs=ByRuns.NEVER),
    post(f"{_V1}/stop", stop, by_runs=ByRuns.NEVER),
)
