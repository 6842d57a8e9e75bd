"""What a comparison of one thing says of it."""

from __future__ import annotations

import pytest

from cytodesk.assets import Words
from cytodesk.ui.compare.alone import Alone


@pytest.mark.parametrize(
    ("alone", "name", "sentence"),
    [
        (Alone(7), "(7)", "This analysis is not there any more."),
        (Alone(7, "#3", has_ended=False), "#3", "#3 has not ended yet."),
        (Alone(7, "#3"), "#3", "A comparison needs two analyses or more."),
    ],
)
def test_it_says_its_name_and_what_is_missing(alone: Alone, name: str, sentence: str) -> None:
    assert alone.told().name == name
    assert alone.sentence(Words()) == sentence
