"""The sample project: the slide, its terms, the reviewed truth and both algorithms, in a station.

Everything goes through the client, as a person's own project does. Each step looks first whether
it was done, so a sample that was broken off is finished by making it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from cytodesk.client.connection import Connection
from cytodesk.errors import N_, BadInput
from cytodesk.sample.algorithms import sample_algorithms
from cytodesk.sample.slide import make_slide, truth_of_slide
from cytodesk.sample.truth import TERMS
from cytodesk.wire.codec import from_json
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Ontology, Project, Term

NAME = "Sample: nuclei"
"""Of the project and of its ontology; by it the sample is known again."""

SLIDE = "sample-nuclei.tif"

Report = Callable[[float], None]
"""Told the share of the work that is done, 0 to 1."""


def make_sample(
    connection: Connection,
    folder: Path,
    report: Report | None = None,
    *,
    wheels: Path | None = None,
    python: Path | None = None,
) -> Project:
    """Return the sample project, with whatever of it was missing made now.

    The slide is written to `folder` unless it is there. The algorithms get their environments from
    the wheels in `wheels`, or run with the interpreter `python`, where one is given. Raises
    BadInput where the place is no station: others take no files by their paths.
    """
    if not connection.is_station:
        raise BadInput(
            N_("{url} is a Cytomine server: the sample is made on this computer only."),
            url=connection.url,
        )
    done = report or (lambda share: None)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / SLIDE).exists():
        make_slide(folder / SLIDE, report=lambda share: done(0.6 * share))
    project = _project(connection)
    terms = _terms(connection, project)
    image = _image(connection, project, folder / SLIDE)
    done(0.7)
    _reviewed_truth(connection, image, terms)
    done(0.9)
    for algorithm in sample_algorithms():
        _install(connection, algorithm, wheels, python)
    done(1.0)
    return connection.thing(Project, f"project/{project.id}.json")


def _project(connection: Connection) -> Project:
    for project in connection.things(Project, "project.json"):
        if project.name == NAME:
            return project
    body = {"name": NAME, "ontology": _ontology(connection).id}
    return from_json(Project, connection.post("project.json", body)["project"])


def _ontology(connection: Connection) -> Ontology:
    for ontology in connection.things(Ontology, "ontology.json"):
        if ontology.name == NAME:
            return ontology
    return from_json(Ontology, connection.post("ontology.json", {"name": NAME})["ontology"])


def _terms(connection: Connection, project: Project) -> dict[str, int]:
    """Return the ids of the sample's terms by name."""
    there = connection.things(Term, f"project/{project.id}/term.json")
    ids = {term.name: term.id for term in there}
    for term in TERMS:
        if term.name not in ids:
            body = {"name": term.name, "color": term.colour, "ontology": project.ontology}
            ids[term.name] = int(connection.post("term.json", body)["term"]["id"])
    return ids


def _image(connection: Connection, project: Project, path: Path) -> ImageInstance:
    images = connection.things(ImageInstance, f"project/{project.id}/imageinstance.json")
    for image in images:
        if image.name == path.name:
            return image
    body = {"project": project.id, "path": str(path.absolute())}
    return from_json(ImageInstance, connection.post("/station/v1/images", body))


def _reviewed_truth(connection: Connection, image: ImageInstance, terms: Mapping[str, int]) -> None:
    """Draw the truth as the signed-in human and review it; each is one step, done whole or not."""
    if not image.annotation_count:
        drawn = [
            {"image": image.id, "location": one.wkt, "term": [terms[one.term]]}
            for one in truth_of_slide().outlines
        ]
        connection.post("annotation.json", drawn)
    if not image.reviewed_annotation_count:
        users = connection.user.id
        connection.post(f"imageinstance/{image.id}/annotation/review.json", users=users)


def _install(
    connection: Connection, folder: Path, wheels: Path | None, python: Path | None
) -> None:
    paths = {"path": folder, "wheels": wheels, "python": python}
    body = {name: str(path.absolute()) for name, path in paths.items() if path is not None}
    connection.post("/station/v1/algorithms", body)
