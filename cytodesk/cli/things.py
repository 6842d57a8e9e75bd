"""Projects, terms, images and algorithms of a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cytodesk.cli.asked import Asked
from cytodesk.cli.speech import table
from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_algorithm, find_image, find_project
from cytodesk.client.installing import Needs, needs_of
from cytodesk.client.installing import update_algorithm as update
from cytodesk.client.slide_files import found_at
from cytodesk.errors import N_, BadInput, Refused
from cytodesk.sample.project import make_sample
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json, to_json
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Ontology, Project


def new_project(asked: Asked) -> int:
    """Make a project with an ontology of its own, or with one that is there; or the sample."""
    if asked.chosen.sample:
        return _new_sample(asked)
    place, name = asked.place, asked.chosen.name
    if not name:
        raise BadInput(N_("A new project needs a name, or --sample."))
    ontology = _ontology(place, asked.chosen.ontology or name)
    answer = place.post("project.json", {"name": name, "ontology": ontology.id})
    project = from_json(Project, answer["project"])
    asked.speech.answer(to_json(project), f"{project.id}  {project.name}")
    return 0


def _new_sample(asked: Asked) -> int:
    chosen, speech = asked.chosen, asked.speech
    folder = asked.desk.folders.data / "sample"
    project = make_sample(
        asked.place,
        folder,
        lambda share: speech.tell(N_("Sample: {percent} %"), percent=round(100 * share)),
        wheels=chosen.wheels or asked.desk.wheels,
        python=chosen.python,
    )
    speech.answer(to_json(project), f"{project.id}  {project.name}")
    return 0


def list_projects(asked: Asked) -> int:
    projects = list(asked.place.things(Project, "project.json"))
    words = asked.speech.words
    text = table(
        [words("Id"), words("Project"), words("Ontology"), words("Images"), words("Annotations")],
        [
            (
                p.id,
                p.name,
                p.ontology_name,
                p.image_count,
                p.annotation_count + p.run_annotation_count,
            )
            for p in projects
        ],
    )
    asked.speech.answer({"projects": [to_json(p) for p in projects]}, text)
    return 0


def add_term(asked: Asked) -> int:
    project = find_project(asked.place, asked.chosen.project)
    if project.ontology is None:
        raise BadInput(
            N_("Project {project} has no ontology, so it cannot have terms."), project=project.name
        )
    body = {"name": asked.chosen.name, "ontology": project.ontology}
    if asked.chosen.color:
        body["color"] = asked.chosen.color
    term = asked.place.post("term.json", body)["term"]
    asked.speech.answer(term, f"{term['id']}  {term['name']}")
    return 0


def add_images(asked: Asked) -> int:
    """Add files by their paths; what cannot be read is said, the others are added."""
    place = _station(asked)
    project = find_project(place, asked.chosen.project)
    added: list[dict[str, Any]] = []
    refused: list[BadInput] = []
    for file in asked.chosen.files:
        body = {"project": project.id, "path": str(file.absolute()), "copy": asked.chosen.copy}
        if not file.exists():
            refused.append(BadInput(N_("There is no file {path}."), path=file))
            continue
        try:
            added.append(_told(place, "/station/v1/images", body))
        except BadInput as error:
            refused.append(error)
    images = [from_json(ImageInstance, image) for image in added]
    asked.speech.answer({"images": added}, _image_table(asked, images) if images else "")
    for refusal in refused:
        asked.speech.tell_as_it_is(f"{refusal.said(asked.speech.words)}\n")
    return BadInput.exit_code if refused else 0


def list_images(asked: Asked) -> int:
    project = find_project(asked.place, asked.chosen.project)
    images = list(asked.place.things(ImageInstance, f"project/{project.id}/imageinstance.json"))
    asked.speech.answer(
        {"images": [to_json(image) for image in images]}, _image_table(asked, images)
    )
    return 0


def find_file(asked: Asked) -> int:
    """Tell the station where the file of an image is now: a file, or a folder to look in."""
    place = _station(asked)
    image = find_image(place, find_project(place, asked.chosen.project), asked.chosen.image)
    file = found_at(place, image, asked.chosen.where)
    asked.speech.answer({"image": image.id, "path": str(file.path)}, str(file.path))
    return 0


def add_algorithm(asked: Asked) -> int:
    install(asked, str(asked.chosen.what), answers=True)
    return 0


def install(asked: Asked, what: str, *, answers: bool = False) -> InstalledAlgorithm:
    """Install the descriptor, folder or zip at `what`; its warnings are told."""
    chosen, speech = asked.chosen, asked.speech
    body = {
        "path": str(Path(what).absolute()),
        "python": _python(chosen.python),
        "wheels": _absolute(chosen.wheels),
        "build": chosen.build,
    }
    answer = _told(_station(asked), "/station/v1/algorithms", body)
    for warning in answer["warnings"]:
        speech.tell(N_("Warning: {warning}"), warning=warning)
    installed = from_json(InstalledAlgorithm, answer["software"])
    for warning in _obstacles(asked, needs_of(asked.place, installed)):
        speech.tell(N_("Warning: {warning}"), warning=warning)
    if answers:
        speech.answer(answer, f"{installed.id}  {installed.full_name}")
    else:
        speech.tell(N_("Installed {name} as {id}."), name=installed.full_name, id=installed.id)
    return installed


def _obstacles(asked: Asked, needs: Needs) -> Iterator[str]:
    """Say what keeps an algorithm from running here, or from running as it was made to."""
    words = asked.speech.words
    if trouble := needs.trouble or needs.engine_trouble:
        yield trouble
    elif (
        needs.way == "program" and needs.python and not (needs.python_is_here or needs.named_python)
    ):
        yield words(
            N_(
                "It is made for Python {version}, which is not here: it is fetched before the "
                "first run, and if it cannot be, CytoDesk's own takes its place."
            ),
            version=needs.python,
        )


def _python(given: Path | None) -> str | None:
    """Return an interpreter's path; a bare version such as 3.10 stays what it is."""
    is_version = given is not None and re.fullmatch(r"3\.\d+", str(given)) is not None
    return str(given) if is_version else _absolute(given)


def list_algorithms(asked: Asked) -> int:
    installed = list(asked.place.things(InstalledAlgorithm, "software.json"))
    words = asked.speech.words
    text = table(
        [words("Id"), words("Algorithm"), words("Parameters"), words("Runs")],
        [(a.id, a.full_name, len(a.parameters), a.run_count) for a in installed],
    )
    asked.speech.answer({"algorithms": [to_json(a) for a in installed]}, text)
    return 0


def update_algorithm(asked: Asked) -> int:
    """Install anew from where it came; say what became of it."""
    before = find_algorithm(asked.place, asked.chosen.what)
    after = update(asked.place, before)
    has_changed = after.id != before.id
    if not has_changed:
        asked.speech.tell(N_("{name} is as it was installed."), name=after.full_name)
    asked.speech.answer(
        {"software": to_json(after), "changed": has_changed}, f"{after.id}  {after.full_name}"
    )
    return 0


def remove_algorithm(asked: Asked) -> int:
    installed = find_algorithm(asked.place, asked.chosen.what)
    asked.place.delete(f"software/{installed.id}.json")
    asked.speech.answer({"removed": installed.id}, f"{installed.id}  {installed.full_name}")
    return 0


def _ontology(place: Connection, name: str) -> Ontology:
    for ontology in place.things(Ontology, "ontology.json"):
        if ontology.name == name:
            return ontology
    return from_json(Ontology, place.post("ontology.json", {"name": name})["ontology"])


def _station(asked: Asked) -> Connection:
    """Return the place if it is a station: only that takes files by their paths."""
    if not asked.place.is_station:
        raise BadInput(
            N_("{url} is a Cytomine server: add images and algorithms with its own tools."),
            url=asked.place.url,
        )
    return asked.place


def _told(place: Connection, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Ask the station for something; what it says of bad input is said as it is."""
    try:
        answer: dict[str, Any] = place.post(path, body)
        return answer
    except Refused as error:
        if error.status != 400:
            raise
        raise BadInput("{reason}", reason=error.fields["said"]) from error


def _image_table(asked: Asked, images: list[ImageInstance]) -> str:
    words = asked.speech.words
    return table(
        [words(title) for title in _IMAGE_COLUMNS],
        [(i.id, i.name, i.width, i.height, i.pixel_size_x) for i in images],
    )


_IMAGE_COLUMNS = (N_("Id"), N_("Image"), N_("Width (px)"), N_("Height (px)"), N_("Pixel (µm)"))


def _absolute(path: Any) -> str | None:
    return None if path is None else str(path.absolute())
