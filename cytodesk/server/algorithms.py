"""Software: what Cytomine calls an algorithm."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from starlette.responses import Response

from cytodesk.errors import N_, BadInput, NotFound
from cytodesk.server.answers import Json, collection, done, download_of
from cytodesk.server.asking import Asking, base_name, name_in
from cytodesk.server.installing import install
from cytodesk.server.routes import ByRuns, delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import read_truth, to_json
from cytodesk.wire.runs import RunState, state_of
from cytodesk.workspace import algorithms, links, projects, run_lists
from cytodesk.workspace.run_lists import RunsWanted
from cytodesk.workspace.sweeping import forget_algorithm
from cytodesk.workspace.writer import Change

_COUNTED = {
    "numberOfNotLaunch": 0,
    "numberOfInQueue": 1,
    "numberOfRunning": 2,
    "numberOfSuccess": 3,
    "numberOfFailed": 4,
    "numberOfIndeterminate": 5,
    "numberOfWait": 6,
    "numberOfKilled": 8,
}


def software_json(serving: Serving, installed: InstalledAlgorithm) -> Json:
    statuses = run_lists.statuses_of(serving.workspace.reading(), installed.id)
    return (
        to_json(installed)
        | {name: statuses.get(status, 0) for name, status in _COUNTED.items()}
        | {"softwareUserRepository": None, "defaultProcessingServer": None, "sourcePath": None}
    )


def show(serving: Serving, asking: Asking) -> Json:
    return software_json(serving, algorithms.algorithm(serving.workspace.reading(), asking.id))


def listed(serving: Serving, asking: Asking) -> Json | Response:
    return _listed(serving, asking, lambda id_: True)


def _listed(serving: Serving, asking: Asking, is_meant: Callable[[int], bool]) -> Json | Response:
    only = asking.truth("executableOnly")
    found = [
        installed
        for installed in algorithms.algorithms(serving.workspace.reading())
        if is_meant(installed.id) and (installed.executable or not only)
    ]
    return collection([software_json(serving, installed) for installed in found], asking)


def add(serving: Serving, asking: Asking) -> Json:
    """Write a software down; a version is offered where another version of it was (2.4)."""
    body = asking.object
    name, version = name_in(body), str(body.get("softwareVersion") or "")
    more = {name: value for name, value in _news_in(body).items() if name != "version"}

    def write_down(change: Change) -> int:
        id_ = algorithms.add_algorithm(change, name, version)
        algorithms.change_algorithm(change, id_, **more)
        if version:
            links.follow_versions(change, id_)
        return id_

    id_ = serving.workspace.write(write_down)
    installed = algorithms.algorithm(serving.workspace.reading(), id_)
    return done("Add", "Software", software_json(serving, installed))


def remove(serving: Serving, asking: Asking) -> Json:
    installed = algorithms.algorithm(serving.workspace.reading(), asking.id)
    json = software_json(serving, installed)
    its_runs = RunsWanted(algorithms=(asking.id,))
    going_on = [
        run.id
        for run in run_lists.runs(serving.workspace.reading(), its_runs, with_values=False)[0]
        if state_of(run.status) in (RunState.QUEUED, RunState.RUNNING)
    ]
    if going_on:
        raise BadInput(
            N_("{name} has runs that have not ended ({runs}): cancel them first."),
            name=installed.full_name,
            runs=", ".join(map(str, going_on)),
        )
    source = algorithms.source_of(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: algorithms.remove_algorithm(change, asking.id))
    if forget_algorithm(serving.workspace, source.folder):
        serving.queue.containers.forget_image(source.content)
    serving.queue.sweep()
    return done("Delete", "Software", json)


def change(serving: Serving, asking: Asking) -> Json:
    """Change what is said of a software; what the body lacks stays, its program too."""
    body = asking.object
    news = _news_in(body)
    if "name" in body:
        news["name"] = name_in(body)
    serving.workspace.write(lambda change: algorithms.change_algorithm(change, asking.id, **news))
    return done("Edit", "Software", show(serving, asking))


def _news_in(body: Json) -> dict[str, object]:
    """Return what a body says of a software, by column; what is absent or null says nothing."""
    news: dict[str, object] = {
        column: str(body[key])[:_LONGEST]
        for key, column in _CHANGEABLE.items()
        if body.get(key) is not None
    }
    if body.get("deprecated") is not None:
        news["deprecated"] = int(read_truth(body["deprecated"]))
    return news


_CHANGEABLE = {
    "softwareVersion": "version",
    "resultName": "result_name",
    "executeCommand": "execute_command",
    "pullingCommand": "pulling_command",
}


def of_project(serving: Serving, asking: Asking) -> Json | Response:
    """List what a project may use: what is linked to it, and what is linked to none."""
    db = serving.workspace.reading()
    projects.bare_project(db, asking.id)
    linked = {link.algorithm for link in links.links(db)}
    here = {link.algorithm for link in links.links(db, asking.id)}
    return _listed(serving, asking, lambda id_: id_ in here or id_ not in linked)


def stats(serving: Serving, asking: Asking) -> Json:
    """Count a project's jobs of a software by their status (contract 3.5)."""
    db, software = serving.workspace.reading(), int(asking.named["software"])
    projects.bare_project(db, asking.id)
    algorithms.algorithm(db, software)
    statuses = run_lists.statuses_of(db, software, asking.id)
    counts = {name: statuses.get(status, 0) for name, status in _COUNTED.items()}
    del counts["numberOfKilled"]
    return {"numberOfJob": sum(statuses.values()), **counts}


def upload(serving: Serving, asking: Asking) -> Json:
    """Install an app from an uploaded zip; the answer is the software itself (contract 3.5)."""
    name, blocks = asking.upload()
    with tempfile.TemporaryDirectory(dir=serving.folder) as folder:
        path = Path(folder) / f"{name.removesuffix('.zip')}.zip"
        with path.open("xb") as file:
            for block in blocks:
                file.write(block)
        if not zipfile.is_zipfile(path):
            raise BadInput(N_("The upload holds no zip file"))
        installed, _ = install(serving.workspace, path)
    return software_json(serving, installed)


def download(serving: Serving, asking: Asking) -> Response:
    """Send the app's files as one zip; what was written down by hand has none."""
    db = serving.workspace.reading()
    installed = algorithms.algorithm(db, asking.id)
    source = algorithms.source_of(db, asking.id)
    folder = serving.folder / source.folder
    if not source.folder or not folder.is_dir():
        raise NotFound("{thing} not found with id : {id}", thing="Source of software", id=asking.id)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    name = base_name(f"{installed.full_name}.zip")
    return download_of(packed.getvalue(), name)


_LONGEST = 5000

ROUTES = (
    get("/api/software.json", listed),
    post("/api/software.json", add, by_runs=ByRuns.NEVER),
    post("/api/software/upload", upload, by_runs=ByRuns.NEVER),
    get("/api/software/{id:int}.json", show),
    put("/api/software/{id:int}.json", change, by_runs=ByRuns.NEVER),
    delete("/api/software/{id:int}.json", remove, by_runs=ByRuns.NEVER),
    get("/api/software/{id:int}/download", download),
    get("/api/project/{id:int}/software.json", of_project),
    get("/api/project/{id:int}/software/{software:int}/stats.json", stats),
)
