"""Software and software parameters; what Cytomine calls an algorithm."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from cytodesk.algorithms.parameters import ParameterType
from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json, added_all, collection, done, json_answer
from cytodesk.server.asking import Asking, required_id
from cytodesk.server.routes import delete, get, post
from cytodesk.server.serving import Serving
from cytodesk.wire.algorithms import InstalledAlgorithm, InstalledParameter
from cytodesk.wire.codec import from_json, read_truth, to_json
from cytodesk.wire.runs import RunState, state_of
from cytodesk.workspace import algorithms, run_lists
from cytodesk.workspace.run_lists import RunsWanted
from cytodesk.workspace.sweeping import forget_algorithm

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
    found = algorithms.algorithms(serving.workspace.reading())
    if asking.truth("executableOnly"):
        found = [installed for installed in found if installed.executable]
    return collection([software_json(serving, installed) for installed in found], asking)


def add(serving: Serving, asking: Asking) -> Json:
    body = asking.object
    name = str(body.get("name") or "").strip()
    if not name:
        raise BadInput(N_("name not set"))
    id_ = serving.workspace.write(
        lambda change: algorithms.add_algorithm(
            change,
            name,
            str(body.get("softwareVersion") or ""),
            execute_command=body.get("executeCommand"),
            pulling_command=body.get("pullingCommand"),
        )
    )
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
    folder = algorithms.source_of(serving.workspace.reading(), asking.id).folder
    serving.workspace.write(lambda change: algorithms.remove_algorithm(change, asking.id))
    forget_algorithm(serving.workspace, folder)
    serving.queue.sweep()
    return done("Delete", "Software", json)


def parameters(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    algorithms.algorithm(db, asking.id)
    found = algorithms.parameters(db, asking.id, with_set_by_server=asking.truth("withSetByServer"))
    return collection([to_json(parameter) for parameter in found], asking)


def show_parameter(serving: Serving, asking: Asking) -> Json:
    return to_json(algorithms.parameter(serving.workspace.reading(), asking.id))


def add_parameter(serving: Serving, asking: Asking) -> Json | Response:
    body = asking.object_or_list

    def add_one(json: dict[str, Any]) -> int:
        new = _read(json)
        return serving.workspace.write(lambda change: algorithms.add_parameter(change, new))

    if isinstance(body, list):
        return json_answer(*added_all("softwareparameter", body, add_one))
    id_ = add_one(body)
    parameter = algorithms.parameter(serving.workspace.reading(), id_)
    return done("Add", "SoftwareParameter", to_json(parameter))


def _read(json: dict[str, Any]) -> InstalledParameter:
    """Read a new parameter; `""` as a default means none (contract 2.4)."""
    required_id(json, "software")
    if json.get("type") not in [kind.value for kind in ParameterType]:
        raise BadInput(N_("type {type} is not valid"), type=json.get("type"))
    default = json.get("defaultParamValue", json.get("defaultValue"))
    if isinstance(default, bool):
        default = str(default).lower()
    return from_json(
        InstalledParameter,
        json
        | {
            "id": 0,
            "defaultParamValue": None if default in (None, "") else str(default),
            "required": read_truth(json.get("required", False)),
        },
    )


def of_project(serving: Serving, asking: Asking) -> Json | Response:
    return listed(serving, asking)


ROUTES = (
    get("/api/software/{id:int}.json", show),
    delete("/api/software/{id:int}.json", remove),
    get("/api/software.json", listed),
    post("/api/software.json", add),
    get("/api/project/{id:int}/software.json", of_project),
    get("/api/software/{id:int}/software_parameter.json", parameters),
    get("/api/software/{id:int}/parameter.json", parameters),
    get("/api/softwareparameter/{id:int}.json", show_parameter),
    get("/api/software_parameter/{id:int}.json", show_parameter),
    post("/api/softwareparameter.json", add_parameter),
    post("/api/software_parameter.json", add_parameter),
)
