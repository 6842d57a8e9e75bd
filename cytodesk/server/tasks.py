"""Tasks: the progress of what takes long, as its asker writes it down and others read it."""

from __future__ import annotations

import json

from starlette.responses import Response

from cytodesk.server.answers import Json, collection
from cytodesk.server.asking import Asking, optional_id, optional_number
from cytodesk.server.routes import ByRuns, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import read_truth
from cytodesk.workspace import projects
from cytodesk.workspace.rows import one
from cytodesk.workspace.writer import Change

_KEPT_COMMENTS = 200


def listed(serving: Serving, asking: Asking) -> Json | Response:
    """List the tasks of a project that are to be seen in its activity."""
    db = serving.workspace.reading()
    projects.bare_project(db, asking.id)
    rows = db.execute("select id from task where project=? and is_printed", (asking.id,)).fetchall()
    return collection([_json(serving, row["id"]) for row in rows], asking)


def show(serving: Serving, asking: Asking) -> Json:
    return _json(serving, asking.id)


def add(serving: Serving, asking: Asking) -> Json:
    body = asking.object
    project = optional_id(body, "project")
    if project is not None:
        projects.bare_project(serving.workspace.reading(), project)
    is_printed = read_truth(body.get("printInActivity", False))
    id_ = serving.workspace.write(
        lambda change: change.insert(
            "task", project=project, user=asking.asker.id, is_printed=int(is_printed)
        )
    )
    return {"task": _json(serving, id_)}


def change(serving: Serving, asking: Asking) -> Json:
    """Hear how far a task is, and what there is to say about it."""
    body = asking.object
    progress, comment = optional_number(body, "progress"), body.get("comment")
    share = None if progress is None else max(0, min(100, int(progress)))

    def hear(change: Change) -> None:
        row = one(
            change.db.execute("select * from task where id=?", (asking.id,)).fetchone(),
            "Task",
            asking.id,
        )
        comments = json.loads(row["comments"])
        if comment is not None:
            comments = [*comments, str(comment)[:255]][-_KEPT_COMMENTS:]
        news = {} if share is None else {"progress": share}
        change.update("task", asking.id, comments=json.dumps(comments), **news)

    serving.workspace.write(hear)
    return {"task": _json(serving, asking.id)}


def all_done(serving: Serving, asking: Asking) -> None:
    """Let the task that `task` names, if there is one, be at its end: what was asked is done."""
    task = asking.whole("task")
    owners = serving.workspace.rows("select user from task where id=?", (task,))
    if owners and (owners[0]["user"] == asking.asker.id or not asking.asker.is_run):
        serving.workspace.write(lambda change: change.update("task", task or 0, progress=100))


def _json(serving: Serving, id_: int) -> Json:
    db = serving.workspace.reading()
    row = one(db.execute("select * from task where id=?", (id_,)).fetchone(), "Task", id_)
    return {
        "class": "be.cytomine.utils.Task",
        "id": row["id"],
        "progress": row["progress"],
        "project": row["project"],
        "user": row["user"],
        "printInActivity": bool(row["is_printed"]),
        "comments": json.loads(row["comments"]),
    }


ROUTES = (
    post("/api/task.json", add, by_runs=ByRuns.ANYWHERE),
    get("/api/task/{id:int}.json", show),
    put("/api/task/{id:int}.json", change, by_runs=ByRuns.ANYWHERE),
    get("/api/project/{id:int}/task/comment.json", listed),
)
