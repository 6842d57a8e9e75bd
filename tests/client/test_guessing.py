from __future__ import annotations

import pytest

from cytodesk.client.guessing import likely

TERMS = ["Lymphocyte", "Tissue", "Tumour nucleus"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Term for lymphocytes", 0),
        ("Term for tissue", 1),
        ("Term for tumour nuclei", 2),
        ("Terme des lymphocytes", 0),
        ("Term", None),
        ("Lymphocytes in tissue", None),
        ("Tis", None),
    ],
)
def test_a_choice_is_guessed_from_the_words_of_the_parameter(name: str, meant: int | None) -> None:
    assert likely(name, TERMS) == meant


def test_the_only_choice_is_the_likely_one() -> None:
    assert likely("Anything", TERMS[:1]) == 0


def test_more_words_are_a_better_guess() -> None:
    assert likely("Tumour nuclei", ["Nucleus", "Tumour nucleus"]) == 1
