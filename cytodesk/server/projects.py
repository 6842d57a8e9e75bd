"""Projects, and who works in them."""

from __future__ import annotations

from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json, collection, done
from cytodesk.server.asking import Asking, name_in, optional_id
from cytodesk.server.routes import ByRuns, delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.wire.projects import Project
from cytodesk.workspace import algorithms, people, projects


def show(serving: Serving, asking: Asking) -> Json:
    return project_json(projects.project(serving.workspace.reading(), asking.id))


def listed(serving: Serving, asking: Asking) -> Json | Response:
    return collection(
        [project_json(p) for p in projects.projects(serving.workspace.reading())], asking
    )


def add(serving: Serving, asking: Asking) -> Json:
    body = asking.object
    name = name_in(body)
    ontology = optional_id(body, "ontology")
    project = serving.workspace.write(lambda change: projects.add_project(change, name, ontology))
    return done("Add", "Project", project_json(project))


def remove(serving: Serving, asking: Asking) -> Json:
    project = projects.project(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: projects.remove_project(change, asking.id))
    serving.queue.sweep()
    return done("Delete", "Project", project_json(project))


def change(serving: Serving, asking: Asking) -> Json:
    """Rename a project or give it another ontology; what the body lacks stays."""
    body = asking.object
    news: dict[str, object] = {}
    if "name" in body:
        news["name"] = name_in(body)
    if body.get("ontology") is not None:
        news["ontology"] = optional_id(body, "ontology")
    project = serving.workspace.write(
        lambda change: projects.change_project(change, asking.id, **news)
    )
    return done("Edit", "Project", project_json(project))


def of_ontology(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    projects.ontology(db, asking.id)
    found = [project for project in projects.projects(db) if project.ontology == asking.id]
    return collection([project_json(project) for project in found], asking)


def of_user(serving: Serving, asking: Asking) -> Json | Response:
    """List all projects: whoever may sign here works in all of them."""
    people.user(serving.workspace.reading(), asking.id)
    return listed(serving, asking)


def of_user_light(serving: Serving, asking: Asking) -> Json | Response:
    people.user(serving.workspace.reading(), asking.id)
    found = projects.projects(serving.workspace.reading())
    return collection([{"id": project.id, "name": project.name} for project in found], asking)


def of_software(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    algorithms.algorithm(db, asking.id)
    linked = algorithms.projects_of(db, asking.id)
    found = [p for p in projects.projects(db) if not linked or p.id in linked]
    return collection([project_json(project) for project in found], asking)


def add_member(serving: Serving, asking: Asking) -> Json:
    """Say yes: whoever has keys here works in every project already."""
    projects.bare_project(serving.workspace.reading(), asking.id)
    people.user(serving.workspace.reading(), int(asking.named["user"]))
    return {"message": f"User {asking.named['user']} works in project {asking.id}"}


def remove_member(serving: Serving, asking: Asking) -> Json:
    raise BadInput(N_("A workspace has one user: nobody can be taken out of a project"))


def project_json(project: Project) -> Json:
    return to_json(project) | {
        "discipline": None,
        "disciplineName": None,
        "blindMode": False,
        "areImagesDownloadable": True,
        "numberOfSlides": 0,
        "retrievalProjects": [],
        "retrievalDisable": True,
        "retrievalAllOntology": False,
        "isRestricted": False,
        "hideUsersLayers": False,
        "hideAdminsLayers": False,
    }


ROUTES = (
    get("/api/project.json", listed),
    post("/api/project.json", add, by_runs=ByRuns.NEVER),
    get("/api/project/{id:int}.json", show),
    put("/api/project/{id:int}.json", change, by_runs=ByRuns.NEVER),
    delete("/api/project/{id:int}.json", remove, by_runs=ByRuns.NEVER),
    get("/api/ontology/{id:int}/project.json", of_ontology),
    get("/api/user/{id:int}/project.json", of_user),
    get("/api/user/{id:int}/project/light.json", of_user_light),
    get("/api/software/{id:int}/project.json", of_software),
    post("/api/project/{id:int}/user/{user:int}.json", add_member, by_runs=ByRuns.NEVER),
    post("/api/project/{id:int}/user/{user:int}/admin.json", add_member, by_runs=ByRuns.NEVER),
    delete("/api/project/{id:int}/user/{user:int}.json", remove_member, by_runs=ByRuns.NEVER),
    delete("/api/project/{id:int}/user/{user:int}/admin.json", remove_member, by_runs=ByRuns.NEVER),
)
