from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.client.choices import ChoicesUnavailable
from cytodesk.client.connection import Connection
from cytodesk.client.meanings import Meanings
from cytodesk.client.offers import PAGE, WHOLE, more_of, named_in, offer_of
from cytodesk.wire.projects import Project

from .conftest import Answer, Asked, Place

Connect = Callable[..., Connection]
PROJECT = Project(id=10, name="P", ontology=20, created=1700000000000)
PATH = "/api/project/10/imageinstance.json"
IMAGES = Parameter(
    id="images",
    name="Images",
    type=ParameterType.LIST_DOMAIN,
    uri="/api/project/$currentProject$/imageinstance.json",
    print_attribute="instanceFilename",
    sort_attribute="instanceFilename",
)


def images(count: int) -> list[dict[str, Any]]:
    return [
        {
            "class": "be.cytomine.image.ImageInstance",
            "id": 1000 + number,
            "instanceFilename": f"slide {number}.svs",
            "width": 400,
            "height": 300,
            "physicalSizeX": 0.25 if number % 2 else None,
            "thumb": f"/api/imageinstance/{1000 + number}/thumb.png?maxSize=512",
        }
        for number in range(count)
    ]


def pages(rows: list[dict[str, Any]], *, sorts: bool = True, searches: bool = True) -> Any:
    """Return what a server says that pages, and sorts and searches or not."""

    def reply(asked: Asked) -> Answer:
        query = asked.query
        if "sort" in query and not sorts:
            return Answer({"success": False, "errors": "Sorting is not implemented"}, 501)
        wanted = query.get("instanceFilename[ilike]", "").lower() if searches else ""
        found = [row for row in rows if wanted in row["instanceFilename"].lower()]
        if "sort" in query:
            found.sort(key=lambda row: row["instanceFilename"])
        offset, most = int(query["offset"]), int(query["max"])
        return Answer({"collection": found[offset : offset + most], "size": len(found)})

    return reply


def test_a_short_list_comes_whole_and_in_natural_order(place: Place, connected: Connect) -> None:
    place.does(PATH, pages(images(600)))
    offer = offer_of(connected(place), IMAGES, PROJECT)
    assert (offer.is_whole, offer.total, len(offer.choices)) == (True, 600, 600)
    assert [choice.text for choice in offer.choices[9:12]] == [
        "slide 9.svs",
        "slide 10.svs",
        "slide 11.svs",
    ]


def test_a_list_that_fits_into_one_page_is_asked_for_once(place: Place, connected: Connect) -> None:
    connection = connected(place)
    place.does(PATH, pages(images(3)))
    before = len(place.asked)
    offer_of(connection, IMAGES, PROJECT)
    assert len(place.asked) == before + 1


def test_images_come_with_what_a_person_knows_them_by(place: Place, connected: Connect) -> None:
    place.does(PATH, pages(images(2)))
    first, second = offer_of(connected(place), IMAGES, PROJECT).choices
    assert first.sizes is not None
    assert (first.sizes.width, first.sizes.height, first.sizes.pixel_size) == (400, 300, None)
    assert second.sizes is not None
    assert second.sizes.pixel_size == 0.25
    assert first.thumb == "/api/imageinstance/1000/thumb.png?maxSize=512"


def test_every_word_is_searched_whatever_its_case_and_accents(
    place: Place, connected: Connect
) -> None:
    rows = images(3)
    rows[0]["instanceFilename"] = "Étude Ki67 - 10.svs"
    rows[1]["instanceFilename"] = "etude H&E - 2.svs"
    place.does(PATH, pages(rows))
    offer = offer_of(connected(place), IMAGES, PROJECT)
    assert [choice.id for choice in offer.matching("ETUDE")] == [1001, 1000]
    assert [choice.id for choice in offer.matching("ki67 étude")] == [1000]
    assert [choice.id for choice in offer.matching(" 1002 ")] == [1002]
    assert offer.matching("  ") == offer.choices


def test_a_long_list_comes_by_pages_in_the_order_of_the_server(
    place: Place, connected: Connect
) -> None:
    connection = connected(place)
    place.does(PATH, pages(images(WHOLE + 1)))
    offer = offer_of(connection, IMAGES, PROJECT)
    assert (offer.is_whole, offer.total, len(offer.choices)) == (False, WHOLE + 1, PAGE)
    assert offer.choices[2].text == "slide 10.svs"
    second = more_of(connection, IMAGES, PROJECT, "", PAGE)
    assert not {choice.id for choice in second.choices} & {choice.id for choice in offer.choices}


@pytest.mark.parametrize("searches", [True, False])
def test_a_long_list_is_searched_by_the_server_or_in_the_page_that_it_shows(
    place: Place, connected: Connect, searches: bool
) -> None:
    place.does(PATH, pages(images(WHOLE + 1), sorts=False, searches=searches))
    found = more_of(connected(place), IMAGES, PROJECT, "slide 43", 0)
    assert found.choices[0].text == "slide 43.svs"
    assert all("43" in choice.text for choice in found.choices)
    assert len(found.choices) == min(found.total, PAGE)
    assert found.total == 111 if searches else found.total < PAGE


def test_pasted_names_of_a_long_list_are_looked_up_one_by_one(
    place: Place, connected: Connect
) -> None:
    place.does(PATH, pages(images(WHOLE + 1)))
    found, problems = named_in(
        connected(place), IMAGES, PROJECT, ["slide 4999.svs", "SLIDE 7.SVS", "nothing.svs"]
    )
    assert [choice.id for choice in found] == [1000 + 4999, 1007]
    assert ["nothing.svs" in problem.said() for problem in problems] == [True]


def test_a_name_is_found_beyond_the_page_of_what_has_it_in_it(
    place: Place, connected: Connect
) -> None:
    rows = images(WHOLE + 1)
    rows[7]["instanceFilename"] = "zebra"
    for number in range(10, 10 + 2 * PAGE):
        rows[number]["instanceFilename"] = f"a zebra {number}"
    place.does(PATH, pages(rows))
    found, problems = named_in(connected(place), IMAGES, PROJECT, ["zebra"])
    assert ([choice.id for choice in found], problems) == ([1007], [])


def test_a_server_that_does_not_search_is_read_to_the_end(place: Place, connected: Connect) -> None:
    place.does(PATH, pages(images(WHOLE + 1), sorts=False, searches=False))
    found, problems = named_in(connected(place), IMAGES, PROJECT, [f"slide {WHOLE}.svs"])
    assert ([choice.id for choice in found], problems) == ([1000 + WHOLE], [])


LOOKING = Algorithm("Look", "", None, "", (IMAGES,))


def test_names_of_a_long_list_are_asked_for_once_and_the_list_never(
    place: Place, connected: Connect
) -> None:
    connection, looked = connected(place), {}
    place.does(PATH, pages(images(WHOLE + 1)))
    before = len(place.asked)
    for _ in range(2):
        meanings = Meanings(connection, PROJECT, looked)
        meant = meanings.meant(LOOKING, {"images": "slide 7.svs; slide 4999.svs"})
        assert (meant.answers["images"], meant.problems) == (f"1007,{1000 + 4999}", ())
    assert len(place.asked) - before < 10
    problems = Meanings(connection, PROJECT, looked).meant(LOOKING, {"images": "frog"}).problems
    assert [problem.attribute for problem in problems] == ["images"]


@pytest.mark.parametrize("count", [3, WHOLE + 1])
def test_all_of_a_list_is_every_one_that_it_offers(
    place: Place, connected: Connect, count: int
) -> None:
    place.does(PATH, pages(images(count)))
    meant = Meanings(connected(place), PROJECT).meant(LOOKING, {"images": "All"})
    assert meant.problems == ()
    assert {int(id) for id in str(meant.answers["images"]).split(",")} == set(
        range(1000, 1000 + count)
    )


def test_an_image_that_is_called_all_is_meant_by_its_name(place: Place, connected: Connect) -> None:
    rows = images(3)
    rows[1]["instanceFilename"] = "all"
    place.does(PATH, pages(rows))
    meant = Meanings(connected(place), PROJECT).meant(LOOKING, {"images": "all"})
    assert meant.answers["images"] == "1001"


def test_of_a_long_list_only_what_is_asked_for_comes(place: Place, connected: Connect) -> None:
    connection = connected(place)
    place.does(PATH, pages(images(WHOLE + 1)))
    meanings = Meanings(connection, PROJECT)
    before = len(place.asked)
    some = meanings.some(IMAGES, [1000, 77], ["slide 4999.svs", "frog"])
    assert {id: some[id].text for id in (1000, 5999)} == {
        1000: "slide 0.svs",
        5999: "slide 4999.svs",
    }
    assert 77 not in some
    assert meanings.total(IMAGES) == WHOLE + 1
    assert len(place.asked) - before < 10


def test_what_cannot_be_listed_says_why(place: Place, connected: Connect) -> None:
    with pytest.raises(ChoicesUnavailable, match="cannot be listed"):
        offer_of(connected(place), IMAGES, PROJECT)
