"""Every uri that real descriptors have is listed by a station, as itself and as an old server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.client.choices import ChoicesUnavailable
from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_project
from cytodesk.client.offers import Offer, offer_of
from tests.server.stations import serving

_IMAGES = "imageinstance.json"
LISTED = {
    "/api/ontology/$currentOntology$/term.json": ["Nucleus"],
    f"/api/project/$currentProject$/{_IMAGES}": [],
    f"/api/project/$currentProject$/{_IMAGES}?withoutLabel=true": [],
    f"api/project/$currentProject$/{_IMAGES}": [],
    "/api/job.json?project=$currentProject$": [],
    "/api/job.json?object=$currentProject$": [],
    "/api/project/$currentProject$/job.json": [],
    "/api/job.json": [],
    "/api/project/$currentProject$/term.json": ["Nucleus"],
    "/api/project/$currentProject$/user.json": None,
    "/api/userJob.json?project=$currentProject$": [],
    "/api/user_job.json?project=$currentProject$": [],
    "/api/annotation.json?project=$currentProject$": [],
    "/api/project/$currentProject$/annotationgroup.json": [],
    "/api/project/$currentProject$/imagegroup.json": [],
    "/api/project.json": ["Frogs"],
    "/api/ontology.json": ["Words"],
}
"""The texts that are offered; None for the one user, whose name is this computer's."""
UNKNOWN = {
    "/api/user_job.json?job=$softwareName$": "$softwareName$",
    "/api/annotation.json?&project=$surrentProject$": "$surrentProject$",
    f"/api/project/$cytomine_import_project$/{_IMAGES}": "$cytomine_import_project$",
    "/api/ontology/$cytomine_import_ontology$/term.json": "$cytomine_import_ontology$",
}


@pytest.fixture(scope="module", params=[False, True], ids=["station", "legacy"])
def place(
    request: pytest.FixtureRequest, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connection]:
    folder = tmp_path_factory.mktemp("uris")
    with (
        serving(folder, home, is_legacy=request.param) as station,
        Connection.open(station.url, station.keys()) as connection,
    ):
        ontology = connection.post("ontology.json", {"name": "Words"})["ontology"]["id"]
        connection.post("project.json", {"name": "Frogs", "ontology": ontology})
        term = {"name": "Nucleus", "color": "#ff0000", "ontology": ontology}
        connection.post("term.json", term)
        yield connection


def offered(place: Connection, uri: str) -> Offer:
    parameter = Parameter(
        id="p", name="Pick", type=ParameterType.LIST_DOMAIN, uri=uri, print_attribute="name"
    )
    return offer_of(place, parameter, find_project(place, "Frogs"))


@pytest.mark.parametrize("uri", LISTED)
def test_what_a_uri_means_is_listed(place: Connection, uri: str) -> None:
    offer = offered(place, uri)
    texts = [choice.text for choice in offer.choices]
    assert offer.is_whole
    assert texts == LISTED[uri] if LISTED[uri] is not None else len(texts) == 1


@pytest.mark.parametrize("uri", UNKNOWN)
def test_a_word_that_cytomine_lacks_is_named(place: Connection, uri: str) -> None:
    with pytest.raises(ChoicesUnavailable) as refusal:
        offered(place, uri)
    assert UNKNOWN[uri] in refusal.value.said()
