"""Comparing runs: what differs, what came out."""

from __future__ import annotations

import shutil

from cytodesk.charts.comparison import compare
from cytodesk.charts.results import RunResults
from cytodesk.charts.tables import as_text
from cytodesk.cli.asked import Asked
from cytodesk.client.annotations import annotations_of, files_of
from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_run
from cytodesk.errors import NotFound
from cytodesk.wire.algorithms import InstalledParameter
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Project, Term
from cytodesk.wire.runs import Run


def compare_runs(asked: Asked) -> int:
    results = [results_of(asked.place, run) for run in asked.chosen.runs]
    comparison = compare(results, _names(results))
    if asked.chosen.only_differences:
        comparison = comparison.only_differences
    text = as_text(
        comparison,
        asked.speech.words,
        shutil.get_terminal_size((100, 24)).columns,
        by_image=asked.chosen.by_image,
    )
    asked.speech.answer(comparison.as_json(), text)
    return 0


def results_of(place: Connection, id_: int) -> RunResults:
    """Gather what the run left, and what it can be measured by."""
    run = find_run(place, id_)
    project = place.thing(Project, f"project/{run.project}.json")
    images = place.things(ImageInstance, f"project/{project.id}/imageinstance.json")
    terms = place.things(Term, f"project/{project.id}/term.json")
    return RunResults(
        run=run,
        annotations=tuple(annotations_of(place, run, project=project.id)),
        images={image.id: image for image in images},
        terms={term.id: term for term in terms},
        files=files_of(place, run),
        duration=_duration(place, run),
        declared=_declared(place, run),
    )


def _declared(place: Connection, run: Run) -> tuple[InstalledParameter, ...]:
    path = f"software/{run.algorithm}/software_parameter.json"
    try:
        return tuple(place.things(InstalledParameter, path, withSetByServer=True))
    except NotFound:
        return ()


def _duration(place: Connection, run: Run) -> float | None:
    """Return the seconds that the program ran, where the place has measured them."""
    if not place.is_station:
        return None
    seconds = place.get(f"/station/v1/runs/{run.id}").get("duration")
    return None if seconds is None else float(seconds)


def _names(results: list[RunResults]) -> dict[int, str]:
    """Return what the ids in values of Domain parameters stand for."""
    names: dict[int, str] = {}
    for each in results:
        names.update({image.id: image.name for image in each.images.values()})
        names.update({term.id: term.name for term in each.terms.values()})
    return names
