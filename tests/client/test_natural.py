from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from cytodesk.client.natural import folded, natural_key, value_key


def ordered(*texts: str) -> list[str]:
    backwards = list(reversed(texts))
    return sorted(backwards, key=natural_key)


def test_numbers_in_names_count_as_numbers() -> None:
    assert ordered("image 2", "image 10", "Image 11") == ["image 2", "image 10", "Image 11"]
    assert ordered("v1.9", "v1.10", "v1.10.1") == ["v1.9", "v1.10", "v1.10.1"]


def test_case_and_accents_decide_last() -> None:
    assert ordered("Eau", "eau", "Éau", "ebb") == ["Eau", "eau", "Éau", "ebb"]
    assert ordered("øre", "Zebra", "Ångström")[0] == "Ångström"
    assert folded("STRASSE") == folded("straße")


def test_numbers_of_json_sort_by_size_also_as_text() -> None:
    values = [None, "", "b10", 10, "9", 2.5, "b9", "1700000000000", -3]
    assert sorted(values, key=value_key)[:5] == [-3, 2.5, "9", 10, "1700000000000"]
    assert sorted(values, key=value_key)[5:7] == ["b9", "b10"]


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()


@settings(derandomize=True, max_examples=300)
@given(st.lists(SCALARS | st.text("0123456789-²٣é.aA", max_size=6)))
def test_anything_in_json_can_be_sorted_and_always_the_same_way(values: list[object]) -> None:
    once = sorted(values, key=value_key)
    backwards = list(reversed(values))
    again = sorted(backwards, key=value_key)
    assert [value_key(value) for value in once] == [value_key(value) for value in again]


@settings(derandomize=True, max_examples=200)
@given(st.text(max_size=5), st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_same_name_with_a_larger_number_comes_later(name: str, a: int, b: int) -> None:
    name = name.rstrip("0123456789")
    keys = [natural_key(f"{name}x{number}") for number in sorted((a, b))]
    assert keys == sorted(keys)


def test_a_number_of_any_length_is_a_number() -> None:
    assert ordered("a" + "9" * 5000, "a1" + "0" * 5000)[0] == "a" + "9" * 5000
    assert json.dumps(value_key("9" * 5000))
