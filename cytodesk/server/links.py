"""What stands around software: projects that use it, constraints, servers, repositories."""

from __future__ import annotations

from starlette.responses import Response

from cytodesk.errors import N_, BadInput, NotFound
from cytodesk.server import constraints
from cytodesk.server.answers import Json, collection, done
from cytodesk.server.asking import Asking, required_id
from cytodesk.server.routes import ByRuns, delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.workspace import algorithms, links, projects

_BEYOND_ALL_IDS = 9_000_000_000_000_000
_STATION = _BEYOND_ALL_IDS + 100
"""The id of the one processing server that there is."""


def project_links(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    project = asking.named.get("id")
    if project is not None:
        projects.bare_project(db, project)
    found = links.links(db, project)
    if asking.truth("executableOnly"):
        found = [link for link in found if link.executable]
    return collection([to_json(link) for link in found], asking)


def show_link(serving: Serving, asking: Asking) -> Json:
    return to_json(links.link(serving.workspace.reading(), asking.id))


def add_link(serving: Serving, asking: Asking) -> Json:
    """Enable a software in a project; the first link takes it out of all other projects."""
    software = required_id(asking.object, "software")
    project = required_id(asking.object, "project")
    db = serving.workspace.reading()
    algorithms.algorithm(db, software)
    projects.bare_project(db, project)
    link = serving.workspace.write(lambda change: links.add_link(change, software, project))
    return done("Add", "SoftwareProject", to_json(link))


def remove_link(serving: Serving, asking: Asking) -> Json:
    link = links.link(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("algorithm_project", asking.id))
    return done("Delete", "SoftwareProject", to_json(link))


def kinds_of_constraints(serving: Serving, asking: Asking) -> Json | Response:
    return collection([constraints.kind_json(kind) for kind in constraints.KINDS], asking)


def kind_of_constraint(serving: Serving, asking: Asking) -> Json:
    return constraints.kind_json(constraints.kind(asking.id))


def limits(serving: Serving, asking: Asking) -> Json | Response:
    """List the constraints, of one parameter or of all, under the paths of three generations."""
    db = serving.workspace.reading()
    parameter = asking.named.get("id")
    if parameter is not None:
        algorithms.parameter(db, parameter)
    return collection([to_json(limit) for limit in links.limits(db, parameter)], asking)


def show_limit(serving: Serving, asking: Asking) -> Json:
    return to_json(links.limit(serving.workspace.reading(), asking.id))


def add_limit(serving: Serving, asking: Asking) -> Json:
    body = asking.object
    db = serving.workspace.reading()
    parameter = algorithms.parameter(db, required_id(body, "softwareParameter"))
    kind = constraints.kind(required_id(body, "parameterConstraint"))
    if kind.data_type != parameter.type:
        raise BadInput(N_("Incompatible data types !"))
    value = str(body.get("value") or "")
    limit = serving.workspace.write(
        lambda change: links.add_limit(change, parameter.id, kind.id, value)
    )
    return done("Add", "SoftwareParameterConstraint", to_json(limit))


def change_limit(serving: Serving, asking: Asking) -> Json:
    value = str(asking.object.get("value") or "")
    limit = serving.workspace.write(lambda change: links.change_limit(change, asking.id, value))
    return done("Edit", "SoftwareParameterConstraint", to_json(limit))


def remove_limit(serving: Serving, asking: Asking) -> Json:
    limit = links.limit(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("parameter_limit", asking.id))
    return done("Delete", "SoftwareParameterConstraint", to_json(limit))


def evaluate(serving: Serving, asking: Asking) -> Json:
    """Say whether a value keeps a constraint; nothing of it is ever run as a program."""
    limit = links.limit(serving.workspace.reading(), asking.id)
    value = str(asking.named.get("value") or asking.text("value") or "")
    return {"result": constraints.holds(constraints.kind(limit.kind or 0), limit.value, value)}


def processing_servers(serving: Serving, asking: Asking) -> Json | Response:
    return collection([_server_json(serving)], asking)


def processing_server(serving: Serving, asking: Asking) -> Json:
    if asking.id != _STATION:
        raise NotFound("{thing} not found with id : {id}", thing="ProcessingServer", id=asking.id)
    return _server_json(serving)


def refuse_processing_server(serving: Serving, asking: Asking) -> Json:
    raise BadInput(N_("Here algorithms run on this computer: no other processing server is kept"))


def repositories(serving: Serving, asking: Asking) -> Json | Response:
    """List the trusted sources: none; Python's client has a path of its own for the list."""
    return collection([], asking)


def no_repository(serving: Serving, asking: Asking) -> Json:
    raise NotFound("{thing} not found with id : {id}", thing="SoftwareUserRepository", id=asking.id)


def refuse_repository(serving: Serving, asking: Asking) -> Json:
    raise BadInput(
        N_("Here algorithms are installed from folders, zips and images, not from repositories")
    )


def _server_json(serving: Serving) -> Json:
    return {
        "class": "be.cytomine.processing.ProcessingServer",
        "id": _STATION,
        "created": None,
        "updated": None,
        "name": "local-server",
        "host": "localhost",
        "username": None,
        "port": None,
        "type": "station",
        "processingMethodName": "cytodesk",
        "amqpQueue": None,
        "persistentDirectory": None,
        "workingDirectory": None,
        "index": 1,
    }


_LIMIT = "/api/software_parameter_constraint"

ROUTES = (
    get("/api/softwareproject.json", project_links),
    post("/api/softwareproject.json", add_link, by_runs=ByRuns.NEVER),
    get("/api/softwareproject/{id:int}.json", show_link),
    delete("/api/softwareproject/{id:int}.json", remove_link, by_runs=ByRuns.NEVER),
    get("/api/project/{id:int}/softwareproject.json", project_links),
    get("/api/parameter_constraint.json", kinds_of_constraints),
    get("/api/parameter_constraint/{id:int}.json", kind_of_constraint),
    get("/api/software_parameter/{id:int}/software_parameter_constraint.json", limits),
    get("/api/softwareparameter/{id:int}/software_parameter_constraint.json", limits),
    get("/api/softwareparameter/{id:int}/constraint.json", limits),
    get(f"{_LIMIT}.json", limits),
    post(f"{_LIMIT}.json", add_limit, by_runs=ByRuns.NEVER),
    get(f"{_LIMIT}/{{id:int}}.json", show_limit),
    put(f"{_LIMIT}/{{id:int}}.json", change_limit, by_runs=ByRuns.NEVER),
    delete(f"{_LIMIT}/{{id:int}}.json", remove_limit, by_runs=ByRuns.NEVER),
    get(f"{_LIMIT}/{{id:int}}/evaluate.json", evaluate),
    get(f"{_LIMIT}/evaluate/{{id:int}}/value/{{value}}.json", evaluate),
    get("/api/processing_server.json", processing_servers),
    post("/api/processing_server.json", refuse_processing_server, by_runs=ByRuns.NEVER),
    get("/api/processing_server/{id:int}.json", processing_server),
    put("/api/processing_server/{id:int}.json", refuse_processing_server, by_runs=ByRuns.NEVER),
    delete("/api/processing_server/{id:int}.json", refuse_processing_server, by_runs=ByRuns.NEVER),
    get("/api/software_user_repository.json", repositories),
    get("/api/softwareuserrepository.json", repositories),
    post("/api/software_user_repository.json", refuse_repository, by_runs=ByRuns.NEVER),
    get("/api/software_user_repository/{id:int}.json", no_repository),
    get("/api/software_user_repository/{id:int}/refresh.json", refuse_repository),
    get("/api/software_user_repository/refresh_user_repositories.json", refuse_repository),
    get("/api/software_user_repository/{id:int}/software.json", repositories),
)
