"""The queue of this computer: who waits, in which order, and whether it rests."""

from __future__ import annotations

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.server.routes import ByRuns, get, put
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import read_truth
from cytodesk.workspace import turns


def show(serving: Serving, asking: Asking) -> Json:
    """Say whether the queue rests, and who waits, first first."""
    db = serving.workspace.reading()
    waiting = [{"run": id_, "priority": priority} for id_, priority in turns.waiting(db)]
    return {"paused": turns.is_paused(db), "waiting": waiting}


def change(serving: Serving, asking: Asking) -> Json:
    """Pause the queue or let it go on: `{paused}`; give runs a priority: `{runs, priority}`."""
    body = asking.object
    runs, priority = body.get("runs", []), body.get("priority", 0)
    if not isinstance(runs, list) or not all(type(run) is int for run in runs):
        raise BadInput(N_("runs must be a list of ids"))
    if type(priority) is not int:
        raise BadInput(N_("priority must be a whole number"))
    if runs:
        serving.queue.give_priority(runs, priority)
    if body.get("paused") is not None:
        serving.queue.pause(read_truth(body["paused"]))
    return show(serving, asking)


_V1 = "/station/v1"

ROUTES = (
    get(f"{_V1}/queue", show),
    put(f"{_V1}/queue", change, by_runs=ByRuns.NEVER),
)
