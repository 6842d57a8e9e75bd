"""Lists of an open form follow what happens elsewhere: other windows, programs, the API."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_project
from cytodesk.client.offers import Offer
from cytodesk.errors import N_, NotReached
from cytodesk.ui.form import offers
from cytodesk.ui.form.editors.one import OneEditor
from cytodesk.ui.form.news import News
from cytodesk.ui.form.offers import Listed, Offers
from cytodesk.ui.form.page import FormPage
from cytodesk.ui.here import Here
from tests.ui.form.conftest import Opening, Place, until


@pytest.fixture
def elsewhere(furnished: Place) -> Iterator[Connection]:
    """Somebody else at the same station."""
    with furnished.connect() as connection:
        yield connection


def term_list(page: FormPage) -> OneEditor:
    assert page.form is not None
    found = page.form.fields["term"].editor._list  # type: ignore[union-attr]
    assert isinstance(found, OneEditor)
    return found


def named(one: OneEditor) -> set[str]:
    offer = one._known.offer()
    return {choice.text for choice in offer.choices} if offer else set()


def new_term(place: Connection, name: str, ontology: int | None = None) -> int:
    ontology = ontology or find_project(place, "Demo").ontology
    body = {"name": name, "ontology": ontology, "color": "#123456"}
    return int(place.post("term.json", body)["term"]["id"])


def test_what_was_added_meanwhile_is_offered_after_a_refresh(
    run: Any, opened: Opening, furnished: Place, here: Here, elsewhere: Connection
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            one = term_list(page)
            await until(lambda: named(one))
            new_term(elsewhere, "By hand")
            page.refresh()
            await until(lambda: "By hand" in named(one))

    run(work())


def test_a_term_comes_changes_and_goes_in_a_list_that_is_open(
    run: Any, opened: Opening, furnished: Place, here: Here, elsewhere: Connection
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            one = term_list(page)
            await until(lambda: named(one))
            heard: list[bool] = []
            here.remote.news.reached.connect(heard.append)
            here.remote.news.begin()
            await until(lambda: heard)
            QTest.keyClick(one._line.edit, Qt.Key.Key_Down)
            one._list.go_to(one._model.row_of(furnished.terms["Stroma"]))

            def shown() -> set[str]:
                return {choice.text for choice in one._model.loaded()}

            id = new_term(elsewhere, "Acinus")
            await until(lambda: "Acinus" in shown())
            assert one._is_open
            here_now = one._model.choice(one._list.current())
            assert here_now is not None
            assert here_now.text == "Stroma", "the user's row stays under the keys"
            elsewhere.put(f"term/{id}.json", {"name": "Alveolus"})
            await until(lambda: "Alveolus" in shown() and "Acinus" not in shown())
            elsewhere.delete(f"term/{id}.json")
            await until(lambda: "Alveolus" not in shown())

    run(work())


def test_an_annotation_drawn_by_hand_comes_and_goes(
    run: Any, furnished: Place, here: Here, elsewhere: Connection
) -> None:
    uri = "/api/annotation.json?project=$currentProject$"
    roi = Parameter("roi", "Region", ParameterType.DOMAIN, uri=uri, print_attribute="id")
    image = next(iter(furnished.images.values()))
    drawn = {"image": image, "location": "POLYGON((1 1,9 1,9 9,1 9,1 1))"}

    async def work() -> None:
        offers = Offers(here.remote, here.project)
        News(here, offers, offers).begin()
        source = offers.source(roi)

        def offered() -> set[int]:
            offer = source.offer()
            return set(offer.by_id) if isinstance(offer, Offer) else set()

        heard: list[bool] = []
        here.remote.news.reached.connect(heard.append)
        here.remote.news.begin()
        await until(lambda: heard and isinstance(source.offer(), Offer))
        one = int(elsewhere.post("annotation.json", drawn)["annotation"]["id"])
        await until(lambda: one in offered())
        elsewhere.post("annotation.json", [drawn, drawn])
        await until(lambda: len(offered()) >= 3)
        elsewhere.delete(f"annotation/{one}.json")
        await until(lambda: one not in offered())
        offers.end()

    run(work())


def test_another_ontology_of_the_project_offers_its_own_terms(
    run: Any, opened: Opening, furnished: Place, here: Here, elsewhere: Connection
) -> None:
    project = find_project(elsewhere, "Demo")
    other = elsewhere.post("ontology.json", {"name": "Other words"})["ontology"]["id"]
    new_term(elsewhere, "Follicle", other)

    def use(ontology: int | None) -> None:
        elsewhere.put(f"project/{project.id}.json", {"ontology": ontology})
        event = {"kind": "project changed", "subject": project.id}
        here.remote.news.happened.emit(event)

    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            one = term_list(page)
            await until(lambda: "Stroma" in named(one))
            use(other)
            await until(lambda: named(one) == {"Follicle"})
            use(project.ontology)
            await until(lambda: "Stroma" in named(one))

    run(work())


@pytest.fixture
def silent(here: Here, monkeypatch: pytest.MonkeyPatch) -> Here:
    """A server that tells of nothing but that time passes."""
    monkeypatch.setattr(offers, "_OLD", 0.0)
    monkeypatch.setattr(type(here.remote), "is_station", property(lambda remote: False))
    return here


def test_an_open_list_is_looked_at_again_where_nobody_tells_of_changes(
    run: Any, opened: Opening, furnished: Place, silent: Here, elsewhere: Connection
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            one = term_list(page)
            await until(lambda: named(one))
            new_term(elsewhere, "Glomerulus")
            silent.remote.news.happened.emit({"kind": "poll"})
            await asyncio.sleep(0.2)
            assert "Glomerulus" not in named(one), "nobody looks at the list"
            QTest.keyClick(one._line.edit, Qt.Key.Key_Down)
            await until(lambda: "Glomerulus" in named(one))
            new_term(elsewhere, "Tubule")
            silent.remote.news.happened.emit({"kind": "poll"})
            await until(lambda: "Tubule" in named(one))

    run(work())


def test_a_list_stays_where_looking_again_fails(
    run: Any, opened: Opening, furnished: Place, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*asked: object) -> None:
        raise NotReached(N_("No answer."))

    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            one = term_list(page)
            await until(lambda: named(one))
            source = one._source
            assert isinstance(source, Listed)
            with monkeypatch.context() as broken:
                broken.setattr(type(here.remote), "ask", fail)
                source.look_again()
                await until(lambda: not source._tasks.is_running("list"))
            assert "Stroma" in named(one)
            assert one.isVisible(), "no field of ids came in its place"

    run(work())
