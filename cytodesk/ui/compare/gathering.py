"""What a run left and what it can be measured by, from any Cytomine."""

from __future__ import annotations

from cytodesk.charts.results import RunResults
from cytodesk.client.annotations import annotations_of, files_of
from cytodesk.client.connection import Connection
from cytodesk.errors import NotFound
from cytodesk.wire.algorithms import InstalledParameter
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Project, Term
from cytodesk.wire.runs import Run


def results_of(place: Connection, run: Run) -> RunResults:
    """Gather what `run` left. Raises a PlaceError in words."""
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
