"""Projects as files: exports and imports as errands, followed by asking for their share."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from cytodesk.errors import N_, BadInput, CytoDeskError, Problem
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking, required_id
from cytodesk.server.errands import Errand, Report
from cytodesk.server.routes import ByRuns, delete, get, post
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import read_truth
from cytodesk.wire.runs import Run
from cytodesk.workspace import notes, projects
from cytodesk.workspace.exchange.export import export_project
from cytodesk.workspace.exchange.importing import import_project

_WAIT = 20.0
"""Seconds that a question for an errand may wait for its end."""


def start_export(serving: Serving, asking: Asking) -> Json:
    """Write a project to a file of this computer; `images` takes the slides along."""
    body = asking.object
    project, target = required_id(body, "project"), _absolute(body)
    projects.bare_project(serving.workspace.reading(), project)
    with_images = read_truth(body.get("images", False))

    def work(report: Report) -> Json:
        manifest = export_project(
            serving.workspace,
            serving.files,
            project,
            target,
            with_images=with_images,
            report=report,
        )
        return {"path": str(target), "bytes": target.stat().st_size, "counts": manifest.counts}

    return told(serving.errands.start(work, serving.noted))


def start_import(serving: Serving, asking: Asking) -> Json:
    source, human = _absolute(asking.object), asking.asker.id

    def work(report: Report) -> Json:
        imported = import_project(
            serving.workspace, serving.files, source, human=human, report=report
        )
        for run in imported.runs:
            _show_log(serving, run)
        return {
            "project": imported.project,
            "added": imported.added,
            "warnings": [_in_words(warning) for warning in imported.warnings],
        }

    return told(serving.errands.start(work, serving.noted))


def show(serving: Serving, asking: Asking) -> Json:
    errand = serving.errands.errand(str(asking.named["errand"]))
    errand.ended.wait(min(_WAIT, max(0.0, asking.number("wait") or 0.0)))
    return told(errand)


def cancel(serving: Serving, asking: Asking) -> Json:
    errand = serving.errands.errand(str(asking.named["errand"]))
    errand.cancelled.set()
    return told(errand)


def told(errand: Errand) -> Json:
    ended = errand.ended.is_set()
    return {
        "id": errand.id,
        "share": errand.share,
        "doing": errand.doing,
        "ended": ended,
        "answer": errand.answer if ended else None,
        "trouble": _in_words(errand.trouble) if ended and errand.trouble else None,
    }


def _in_words(trouble: CytoDeskError | Problem) -> Json:
    """Return sentence and blanks apart, so that they are translated where they are shown."""
    fields = {name: str(value) for name, value in trouble.fields.items()}
    kind = type(trouble).__name__
    return {"kind": kind, "template": trouble.template, "fields": fields, "said": trouble.said()}


def _absolute(body: dict[str, Any]) -> Path:
    path = Path(str(body.get("path") or ""))
    if not path.is_absolute():
        raise BadInput(N_("{path} is not the full path of a file."), path=path)
    return path


def _show_log(serving: Serving, run: int) -> None:
    """Let an ended run's log be read here as it was read where it ran."""
    db = serving.workspace.reading()
    for file in notes.attached_files(db, Run.wire_class, run):
        if file.filename == "log.out":
            log = serving.queue.log(run)
            log.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(serving.files.path(notes.attached_file(db, file.id)[1]), log)


_V1 = "/station/v1"

ROUTES = (
    post(f"{_V1}/exports", start_export, by_runs=ByRuns.NEVER),
    post(f"{_V1}/imports", start_import, by_runs=ByRuns.NEVER),
    get(f"{_V1}/errands/{{errand}}", show, may_wait=True, by_runs=ByRuns.NEVER),
    delete(f"{_V1}/errands/{{errand}}", cancel, by_runs=ByRuns.NEVER),
)
