"""/station/v1/batches: many runs in one request, which the queue owns from then on."""

from __future__ import annotations

from typing import Any

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking, name_in, required_id
from cytodesk.server.routes import ByRuns, get, post
from cytodesk.server.run_values import values_in
from cytodesk.server.serving import Serving
from cytodesk.wire.batches import Batch
from cytodesk.wire.codec import to_json
from cytodesk.workspace import algorithms, batches, identities
from cytodesk.workspace.batches import NewRow

MOST = 10_000
"""Runs of one batch."""


def add(serving: Serving, asking: Asking) -> Json:
    """Make and queue all runs of a batch, or none: `{name, how, project, software, rows}`.

    A row is `{label, params}`, with `params` as a job has them.
    """
    body = asking.object
    project, software = required_id(body, "project"), required_id(body, "software")
    name, how, rows = name_in(body), str(body.get("how") or ""), _rows_in(body)
    source = algorithms.source_of(serving.workspace.reading(), software)
    if not source.folder:
        raise BadInput(
            N_("{algorithm} has no program here, it can only be started from elsewhere."),
            algorithm=algorithms.algorithm(serving.workspace.reading(), software).name,
        )
    made = serving.workspace.write(
        lambda change: batches.add_batch(
            change, project, software, asking.asker.id, rows, name=name, how=how
        )
    )
    return _queued(serving, made)


def listed(serving: Serving, asking: Asking) -> Json:
    """List the batches of a project, the newest first, without their rows."""
    project, most = asking.whole("project"), asking.whole("max")
    found = batches.batches(serving.workspace.reading(), project, most)
    return {"batches": [batch_json(batch) for batch in found]}


def show(serving: Serving, asking: Asking) -> Json:
    return batch_json(batches.batch(serving.workspace.reading(), asking.id))


def try_again(serving: Serving, asking: Asking) -> Json:
    """Queue another run for each row whose latest one failed or was lost."""
    id_, human = asking.id, asking.asker.id
    again = serving.workspace.write(lambda change: batches.try_again(change, id_, human))
    return _queued(serving, again)


def cancel(serving: Serving, asking: Asking) -> Json:
    """End what is not yet ended, all at once, so that none starts meanwhile."""
    id_ = asking.id
    asked = serving.workspace.write(lambda change: batches.cancel(change, id_))
    if asked:
        serving.queue.cancel(asked[0])
    return show(serving, asking)


def named(serving: Serving, asking: Asking) -> Json:
    """Return the UUIDs of `ids` and the ids of `uuids`, as far as they are here."""
    db = serving.workspace.reading()
    uuids = [each.strip() for each in (asking.text("uuids") or "").split(",") if each.strip()]
    return {
        "uuids": {str(id): uuid for id, uuid in identities.uuids_of(db, asking.ids("ids")).items()},
        "ids": identities.ids_of(db, uuids),
    }


def batch_json(batch: Batch) -> Json:
    return to_json(batch)


def _queued(serving: Serving, batch: Batch) -> Json:
    """Answer the batch; the queue hears of it by its last run."""
    if batch.rows:
        serving.queue.submit(max(row.id for row in batch.rows))
    return batch_json(batch)


def _rows_in(body: dict[str, Any]) -> list[NewRow]:
    rows = body.get("rows")
    if not isinstance(rows, list) or not rows or not all(isinstance(each, dict) for each in rows):
        raise BadInput(N_("rows must be a list of objects with label and params"))
    if len(rows) > MOST:
        raise BadInput(
            N_("{count} runs in one batch are too many: at most {most}."),
            count=len(rows),
            most=MOST,
        )
    return [NewRow(str(each.get("label") or ""), values_in(each)) for each in rows]


_V1 = "/station/v1"

ROUTES = (
    post(f"{_V1}/batches", add, by_runs=ByRuns.NEVER),
    get(f"{_V1}/batches", listed),
    get(f"{_V1}/batches/{{id:int}}", show),
    post(f"{_V1}/batches/{{id:int}}/retry", try_again, by_runs=ByRuns.NEVER),
    post(f"{_V1}/batches/{{id:int}}/cancel", cancel, by_runs=ByRuns.NEVER),
    get(f"{_V1}/identities", named),
)
