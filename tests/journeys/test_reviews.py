from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from cytodesk.client.connection import Connection
from cytodesk.errors import NotFound, Refused

SQUARE = "POLYGON ((10 10, 20 10, 20 20, 10 20, 10 10))"


@pytest.fixture(scope="module")
def image(place: Connection, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("image") / "grey.png"
    Image.new("RGB", (300, 200), "grey").save(path)
    ontology = place.post("ontology.json", {"name": "cells"})["ontology"]["id"]
    place.post("term.json", {"name": "one", "ontology": ontology})
    place.post("term.json", {"name": "other", "ontology": ontology})
    body = {"name": "reviews", "ontology": ontology}
    project = place.post("project.json", body)["project"]["id"]
    return place.post("/station/v1/images", {"project": project, "path": str(path)})


@pytest.fixture(scope="module")
def terms(place: Connection, image: dict[str, Any]) -> list[int]:
    return [term["id"] for term in place.rows(f"project/{image['project']}/term.json")]


def drawn(place: Connection, image: dict[str, Any], *terms: int) -> int:
    body = {"image": image["id"], "location": SQUARE, "term": list(terms)}
    return int(place.post("annotation.json", body)["annotation"]["id"])


def layer(place: Connection, image: dict[str, Any]) -> list[dict[str, Any]]:
    shown = {"showBasic": True, "showWKT": True, "showTerm": True, "showMeta": True}
    return list(place.rows("annotation.json", image=image["id"], reviewed=True, **shown))


def test_a_review_copies_outline_and_terms(place, image, terms) -> None:
    parent = drawn(place, image, terms[0])
    json = place.post(f"annotation/{parent}/review.json", {"terms": []})["reviewedannotation"]
    (copy,) = layer(place, image)
    assert copy["id"] == json["id"] != parent
    assert copy["parentIdent"] == parent
    assert copy["reviewUser"] == place.user.id
    assert copy["term"] == [terms[0]]
    assert copy["location"] == place.get(f"annotation/{parent}.json")["location"]
    assert place.get(f"annotation/{parent}.json")["reviewed"] is True
    place.delete(f"annotation/{parent}/review.json")
    assert layer(place, image) == []
    assert place.get(f"annotation/{parent}.json")["reviewed"] is False


def test_a_review_may_name_other_terms_and_be_replaced(place, image, terms) -> None:
    parent = drawn(place, image, terms[0])
    place.post(f"annotation/{parent}/review.json", {"terms": [terms[1]]})
    assert [copy["term"] for copy in layer(place, image)] == [[terms[1]]]
    with pytest.raises(Refused, match="reviewed already"):
        place.post(f"annotation/{parent}/review.json", {})
    place.put(f"annotation/{parent}/review.json", {"terms": terms})
    assert [copy["term"] for copy in layer(place, image)] == [terms]
    place.delete(f"annotation/{parent}/review.json")
    with pytest.raises(NotFound):
        place.delete(f"annotation/{parent}/review.json")


def test_a_layer_is_reviewed_at_once_and_once(place, image, terms) -> None:
    count = len(list(place.rows("annotation.json", image=image["id"])))
    made = place.post(f"imageinstance/{image['id']}/annotation/review.json", users=place.user.id)
    assert len(made["collection"]) == count == len(layer(place, image))
    again = place.post(f"imageinstance/{image['id']}/annotation/review.json", users=place.user.id)
    assert again["collection"] == []
