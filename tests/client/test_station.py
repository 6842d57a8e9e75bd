"""The client at a real station, as itself and as the old server that it can pretend to be."""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import tifffile
from cytomine.models import ImageInstanceCollection, ProjectCollection, TermCollection

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.values import check
from cytodesk.client.annotations import annotations_of, files_of
from cytodesk.client.beginning import algorithms_of, beginning_at, runs_of
from cytodesk.client.choices import ImageSizes, choices_for
from cytodesk.client.connection import Connection
from cytodesk.client.keys import KeyStore
from cytodesk.client.launching import (
    Followed,
    Logged,
    Moved,
    algorithm_of,
    cancel,
    find_algorithm,
    find_image,
    find_project,
    follow,
    launch,
)
from cytodesk.client.named_choices import ids_of
from cytodesk.client.offers import more_of, offer_of
from cytodesk.client.passport import passport_of
from cytodesk.client.signing import Signature
from cytodesk.client.station_door import address_of
from cytodesk.client.station_keys import KeyFile, Keys
from cytodesk.errors import NotFound, NotSignedIn
from cytodesk.processes import end_group, own_command, own_environment, start_detached
from cytodesk.settings import Folders
from cytodesk.wire.projects import Term
from cytodesk.wire.runs import RunState

DESCRIPTOR = {
    "name": "Speaker",
    "description": "Says what it was given, then waits.",
    "schema-version": "cytomine-0.1",
    "container-image": {"image": "none/speaker", "type": "singularity"},
    "command-line": "python run.py [WORD] [SECONDS]",
    "inputs": [
        {"id": "word", "name": "Word", "type": "String", "value-key": "[@ID]"},
        {
            "id": "seconds",
            "name": "Seconds",
            "type": "Number",
            "value-key": "[@ID]",
            "default-value": 0,
            "minimum": 0,
            "optional": True,
        },
    ],
}
PROGRAM = """
import sys, time
print("I was given", repr(sys.argv[2]), flush=True)
time.sleep(float(sys.argv[4]))
print("bye é")
"""


@dataclass
class Home:
    """A workspace with a project, an image, terms and an algorithm, and who may serve it."""

    workspace: Path
    keys: KeyFile

    @contextmanager
    def served(self, *words: str) -> Iterator[str]:
        """Keep a doorkeeper, and give its address once it answers."""
        (self.workspace / "station.json").unlink(missing_ok=True)
        output = self.workspace.parent / "doorkeeper.txt"
        doorkeeper = start_detached(
            own_command("doorkeeper", "--workspace", str(self.workspace), "--kept", *words),
            folder=self.workspace,
            environment=own_environment(),
            output=output,
        )
        give_up = time.monotonic() + 30
        while not address_of(self.workspace):
            assert time.monotonic() < give_up, output.read_text("utf-8")
            time.sleep(0.05)
        yield str(address_of(self.workspace))
        end_group(doorkeeper, patience=10)

    def connect(self, url: str, **options: object) -> Connection:
        store = KeyStore()
        return Connection.open(
            url,
            lambda server: store.keys_for(server.id, server.url, {}, self.keys),
            **options,  # type: ignore[arg-type]
        )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    root = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CYTODESK_HOME", str(root))
        folders = Folders.of_user().made()
        workspace = root / "workspace"
        workspace.mkdir()
        yield Home(workspace, KeyFile(folders.station_keys_file))


@pytest.fixture(scope="module", params=["station", "legacy"])
def place(request: pytest.FixtureRequest, home: Home) -> Iterator[Connection]:
    if not (home.workspace.parent / "speaker").exists():
        with home.served() as url, home.connect(url) as station:
            _furnish(station, home.workspace.parent)
    words = ["--legacy"] if request.param == "legacy" else []
    with home.served(*words) as url, home.connect(url) as connection:
        assert connection.is_station is (request.param == "station")
        yield connection


def _furnish(place: Connection, root: Path) -> None:
    tifffile.imwrite(root / "a.tif", np.full((300, 400, 3), 200, np.uint8), tile=(256, 256))
    ontology = place.post("ontology.json", {"name": "Words"})["ontology"]["id"]
    project = place.post("project.json", {"name": "Demo", "ontology": ontology})["project"]["id"]
    for name in ("cell 10", "Cell 9", "étoile", "Zebra"):
        place.post("term.json", {"name": name, "ontology": ontology, "color": "#123456"})
    place.post("/station/v1/images", {"project": project, "path": str(root / "a.tif")})
    app = root / "speaker"
    app.mkdir()
    (app / "descriptor.json").write_text(json.dumps(DESCRIPTOR), "utf-8")
    (app / "run.py").write_text(PROGRAM, "utf-8")
    place.post("/station/v1/algorithms", {"path": str(app), "python": sys.executable})


def test_the_human_of_the_station_is_signed_in(place: Connection) -> None:
    assert not place.user.is_run
    assert place.user.id == 1


def test_both_signatures_are_understood(place: Connection, home: Home) -> None:
    for signature in Signature:
        with home.connect(place.url, signature=signature) as connection:
            assert connection.user == place.user


def test_wrong_keys_are_said_in_words(place: Connection) -> None:
    with pytest.raises(NotSignedIn):
        Connection.open(place.url, Keys("nobody", "nothing"))


def test_the_real_client_lists_projects_images_and_terms(place: Connection) -> None:
    projects = ProjectCollection()
    place.cytomine.get_collection(projects, projects.parameters)
    (project,) = projects
    images = ImageInstanceCollection(filters={"project": project.id})
    place.cytomine.get_collection(images, images.parameters)
    assert [(image.instanceFilename, image.width) for image in images] == [("a.tif", 400)]
    terms = TermCollection(filters={"project": project.id})
    place.cytomine.get_collection(terms, terms.parameters)
    assert len(terms) == 4


def test_terms_are_offered_in_the_order_that_a_person_expects(place: Connection) -> None:
    project = find_project(place, "demo")
    uri = "/api/ontology/$currentOntology$/term.json"
    parameter = Parameter(
        id="t",
        name="T",
        type=ParameterType.DOMAIN,
        uri=uri,
        print_attribute="name",
        sort_attribute="name",
    )
    choices = choices_for(place, parameter, project)
    assert [choice.text for choice in choices] == ["Cell 9", "cell 10", "étoile", "Zebra"]
    assert {(choice.kind, choice.color) for choice in choices} == {("Term", "#123456")}
    assert ids_of(["zebra"], choices) == [choices[-1].id]


def test_images_are_offered_with_their_sizes_and_a_picture(place: Connection) -> None:
    parameter = Parameter(
        id="i",
        name="I",
        type=ParameterType.LIST_DOMAIN,
        uri="/api/project/$currentProject$/imageinstance.json",
        print_attribute="instanceFilename",
    )
    project = find_project(place, "Demo")
    (choice,) = offer_of(place, parameter, project).choices
    assert (choice.text, choice.kind) == ("a.tif", "ImageInstance")
    assert choice.sizes == ImageSizes(400, 300, None, None)
    assert place.bytes_of(str(choice.thumb)).startswith(b"\x89PNG")
    assert more_of(place, parameter, project, "A.T", 0).choices == (choice,)
    assert more_of(place, parameter, project, "b", 0).choices == ()


def test_the_form_of_a_run_begins_with_its_values(place: Connection) -> None:
    project = find_project(place, "Demo")
    (installed,) = algorithms_of(place, project)
    values = check(algorithm_of(place, installed), {"word": "é\n'\"", "seconds": 0})
    run = launch(place, installed, project.id, values)
    assert follow(place, run.id, report=lambda news: None, poll=0.2).state is RunState.SUCCEEDED
    beginning = beginning_at(place, project, run.id)
    assert beginning.answers == {"word": "é\n'\"", "seconds": "0"}
    assert beginning_at(place, project, installed.id).answers == {}
    assert run.id in [each.id for each in runs_of(place, project)]


def test_pages_of_one_give_the_whole_list(place: Connection) -> None:
    project = find_project(place, "Demo")
    path = f"ontology/{project.ontology}/term.json"
    whole = {term.id for term in place.things(Term, path)}
    assert {term.id for term in place.things(Term, path, page=1)} == whole
    assert len(whole) == 4


def test_a_picture_arrives_as_bytes(place: Connection) -> None:
    image = find_image(place, find_project(place, "Demo"), "a.tif")
    thumb = place.bytes_of(f"imageinstance/{image.id}/thumb.png", maxSize=64)
    assert thumb.startswith(b"\x89PNG")


def test_what_does_not_exist_is_said_in_words(place: Connection) -> None:
    with pytest.raises(NotFound):
        place.get("job/999999.json")
    with pytest.raises(NotFound, match="Nearest: Speaker"):
        find_algorithm(place, "Speeker")


def test_a_run_is_launched_and_followed_with_its_log_to_its_end(place: Connection) -> None:
    installed = find_algorithm(place, "Speaker")
    algorithm = algorithm_of(place, installed)
    assert (algorithm.parameters[1].minimum is not None) is place.is_station
    values = check(algorithm, {"word": '$(touch X); "a b" --y', "seconds": 0.5})
    told: list[Followed] = []
    run = launch(place, installed, find_project(place, "Demo").id, values)
    run = follow(place, run.id, report=told.append, poll=0.2)
    log = "".join(each.text for each in told if isinstance(each, Logged))
    assert run.state is RunState.SUCCEEDED, log
    assert repr('$(touch X); "a b" --y') in log
    assert "bye é" in log
    assert list(annotations_of(place, run)) == []
    assert isinstance(files_of(place, run), tuple)


def test_a_run_is_cancelled_in_the_middle(place: Connection) -> None:
    installed = find_algorithm(place, "Speaker")
    values = check(algorithm_of(place, installed), {"word": "w", "seconds": 600})
    run = launch(place, installed, find_project(place, "Demo").id, values)

    def cancel_when_it_runs(news: Followed) -> None:
        if isinstance(news, Moved) and news.run.state is RunState.RUNNING:
            cancel(place, run.id)

    ended = follow(place, run.id, report=cancel_when_it_runs, poll=0.2)
    assert ended.state is RunState.CANCELLED


def test_another_process_asks_with_a_passport(place: Connection) -> None:
    passport = pickle.loads(pickle.dumps(passport_of(place)))
    assert place.keys.private not in repr(passport)
    with passport.open() as again:
        assert again.user.id == place.user.id
        assert again.signature is place.signature
