"""Users of runs (user jobs), and the layers of annotations that users and runs are."""

from __future__ import annotations

from starlette.responses import Response

from cytodesk.errors import NotFound
from cytodesk.server.answers import Json, collection, done
from cytodesk.server.asking import Asking, required_id
from cytodesk.server.routes import get, post
from cytodesk.server.serving import Serving
from cytodesk.server.users import user_json
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.wire.runs import Run
from cytodesk.workspace import annotation_counts, people, projects, run_lists, runs
from cytodesk.workspace.annotation_query import Wanted
from cytodesk.workspace.people import HUMAN
from cytodesk.workspace.run_lists import RunsWanted


def of_project(serving: Serving, asking: Asking) -> Json | Response:
    """List the users of a project's runs; `image` keeps those with annotations on it (3.2)."""
    db = serving.workspace.reading()
    if "id" in asking.named:
        projects.bare_project(db, asking.id)
    wanted = asking.ids("project") or ((asking.id,) if "id" in asking.named else ())
    found, _ = run_lists.runs(db, RunsWanted(projects=wanted), with_values=False)
    if images := asking.ids("image"):
        on_them = _authors(serving, images, AnnotationKind.RUN)
        found = [run for run in found if run.user in on_them]
    users = {user.id: user for user in people.users(db, [run.user or 0 for run in found])}
    items = [user_json(users[run.user]) | _run_json(run) for run in found if run.user in users]
    if asking.truth("tree"):
        return _tree(items)
    return collection(items, asking)


def layers(serving: Serving, asking: Asking) -> Json | Response:
    """List the layers of a project: its humans, and with `image` the runs that left some there."""
    db = serving.workspace.reading()
    projects.bare_project(db, asking.id)
    items = [user_json(user) for user in people.humans(db)]
    if images := asking.ids("image"):
        authors = sorted(_authors(serving, images, AnnotationKind.RUN))
        items += [user_json(user) for user in people.users(db, authors)]
    return collection(items, asking)


def show(serving: Serving, asking: Asking) -> Json:
    user = people.user(serving.workspace.reading(), asking.id)
    if not user.is_run:
        raise NotFound("{thing} not found with id : {id}", thing="UserJob", id=asking.id)
    return user_json(user)


def add(serving: Serving, asking: Asking) -> Json:
    """Return the user of a job; make the job first where `software` and `project` are named."""
    body = asking.object
    if body.get("job") is not None:
        run = runs.run(serving.workspace.reading(), required_id(body, "job"))
    else:
        project, software = required_id(body, "project"), required_id(body, "software")
        human = HUMAN if asking.asker.is_run else asking.asker.id
        run = serving.workspace.write(
            lambda change: runs.add_run(change, project, software, human, {})
        )
    user = people.user(serving.workspace.reading(), run.user or 0)
    return done("Add", "UserJob", user_json(user), key="userJob")


def _authors(serving: Serving, images: tuple[int, ...], kind: AnnotationKind) -> set[int]:
    wanted = Wanted(images=images, kinds=(kind,))
    counts = annotation_counts.counts(serving.workspace.reading(), wanted, ["user"])
    return {int(each["user"] or 0) for each in counts}


def _run_json(run: Run) -> Json:
    return {
        "idJob": run.id,
        "idSoftware": run.algorithm,
        "software": run.algorithm,
        "softwareName": run.algorithm_name,
        "softwareDate": str(run.created),
        "created": str(run.created),
        "isDeleted": run.data_deleted,
    }


def _tree(items: list[Json]) -> Json:
    """Return the users of runs as a tree, by software."""
    folders: dict[int, Json] = {}
    for item in items:
        empty = {
            "id": item["idSoftware"],
            "title": item["softwareName"],
            "isFolder": True,
            "children": [],
        }
        folders.setdefault(item["idSoftware"], empty)["children"].append(
            item | {"title": item["username"], "key": item["id"], "isFolder": False}
        )
    return {"isFolder": True, "title": "Job", "children": list(folders.values())}


ROUTES = (
    get("/api/project/{id:int}/userjob.json", of_project),
    get("/api/project/{id:int}/userlayer.json", layers),
    get("/api/userJob.json", of_project),
    get("/api/user_job.json", of_project),
    post("/api/userJob.json", add),
    get("/api/userJob/{id:int}.json", show),
)
