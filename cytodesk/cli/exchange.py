"""A project to a file and back."""

from __future__ import annotations

from collections.abc import Callable

from cytodesk.cli.asked import Asked
from cytodesk.client.exchange import export_project, import_project
from cytodesk.client.finding import find_project
from cytodesk.errors import N_
from cytodesk.wire.codec import to_json


def export(asked: Asked) -> int:
    chosen = asked.chosen
    project = find_project(asked.place, chosen.project)
    exported = export_project(
        asked.place,
        project,
        chosen.file,
        with_images=chosen.with_images,
        report=_telling(asked, N_("Export: {percent} %")),
    )
    answer = {"path": str(exported.path), "bytes": exported.bytes, "counts": dict(exported.counts)}
    asked.speech.answer(answer, str(exported.path))
    return 0


def import_(asked: Asked) -> int:
    """Say the project; warn of slides that this computer does not have."""
    imported = import_project(
        asked.place, asked.chosen.file, _telling(asked, N_("Import: {percent} %"))
    )
    for warning in imported.warnings:
        asked.speech.tell(warning.template, **warning.fields)
    if not imported.added:
        asked.speech.tell(N_("All of it was here already."))
    project = imported.project
    answer = {"project": to_json(project), "added": dict(imported.added)}
    asked.speech.answer(answer, f"{project.id}  {project.name}")
    return 0


def _telling(asked: Asked, sentence: str) -> Callable[[float], None]:
    """Return what tells each whole percent once."""
    told: set[int] = set()

    def tell(share: float) -> None:
        percent = int(100 * share)
        if percent not in told:
            told.add(percent)
            asked.speech.tell(sentence, percent=percent)

    return tell
