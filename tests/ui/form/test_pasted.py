"""Names that are pasted into a list, as people and spreadsheets write them."""

from __future__ import annotations

from typing import Any

import pytest

from cytodesk.client.choices import Choice
from cytodesk.client.named_choices import found_among
from cytodesk.errors import Problem
from cytodesk.ui.form.editors.pasted import cells_of, meant_by
from cytodesk.ui.form.offers import Source

NAMES = ("a.tif", "b.tif", "Smith, J; 12.svs", "7, 8.svs")
CHOICES = [Choice(place, name, (place,)) for place, name in enumerate(NAMES, start=1)]


class Known(Source):
    async def named(self, names: list[str]) -> tuple[list[Choice], list[Problem]]:
        ids, problems = found_among(names, CHOICES)
        return [CHOICES[id - 1] for id in ids], problems


@pytest.mark.parametrize(
    ("text", "ids", "lost"),
    [
        ("a.tif\nb.tif", [1, 2], []),
        ("b.tif, a.tif", [2, 1], []),
        ("2;1", [2, 1], []),
        ("b.tif\tSmith, J; 12.svs\r\n", [2, 3], []),
        ("7, 8.svs", [4], []),
        ("B.TIF\nc.tif; a.tif\nSmith, J; 12.svs", [2, 1, 3], ["c.tif"]),
    ],
)
def test_a_comma_in_a_name_parts_nothing(
    run: Any, text: str, ids: list[int], lost: list[str]
) -> None:
    found, problems = run(meant_by(cells_of(text), Known()))
    assert [each.id for each in found] == ids
    assert [each.fields["name"] for each in problems] == lost


def test_one_name_alone_is_only_typed() -> None:
    assert cells_of("a.tif\n") == []
