from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cytodesk.algorithms.descriptors.documents import Json, Mark, NotJsonError, Path
from cytodesk.algorithms.descriptors.positioned_json import parse

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
) | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)
LAYOUTS = st.sampled_from([None, 1, "\t"])


def every_path(value: Json, path: Path = ()) -> list[tuple[Path, Json]]:
    found = [(path, value)]
    if isinstance(value, dict):
        for key, item in value.items():
            found += every_path(item, (*path, key))
    if isinstance(value, list):
        for place, item in enumerate(value):
            found += every_path(item, (*path, place))
    return found


@settings(derandomize=True, max_examples=300)
@given(VALUES, LAYOUTS, st.booleans())
def test_valid_json_reads_as_the_standard_library_reads_it(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    document = parse(text)
    assert repr(document.value) == repr(json.loads(text))
    assert document.repairs == ()


@settings(derandomize=True, max_examples=200)
@given(VALUES, LAYOUTS)
def test_every_mark_stands_at_its_key_or_item(value, indent):
    text = json.dumps(value, indent=indent)
    document = parse(text)
    lines = text.split("\n")
    for path, item in every_path(document.value):
        mark = document.mark(path)
        here = lines[mark.line - 1][mark.column - 1 :]
        start = json.dumps(path[-1]) if path and isinstance(path[-1], str) else json.dumps(item)[0]
        assert here.startswith(start)


@settings(derandomize=True, max_examples=200)
@given(st.lists(st.lists(st.integers(), min_size=1), min_size=1), LAYOUTS)
def test_trailing_commas_change_no_value(value, indent):
    text = json.dumps(value, indent=indent)
    document = parse(text.replace("]", ",]"))
    assert document.value == value
    assert {repair.rule for repair in document.repairs} == {"trailing-comma"}


@settings(derandomize=True, max_examples=200)
@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers()), min_size=2), LAYOUTS)
def test_missing_commas_change_no_value(value, indent):
    document = parse(json.dumps(value, indent=indent).replace(",", " "))
    assert document.value == value
    assert {repair.rule for repair in document.repairs} == {"missing-comma"}


@settings(derandomize=True, max_examples=500)
@given(st.text(alphabet="{}[]\",:\\ \n\t0.1e-+truefalsn/*'x$@é\ufeff", max_size=40))
@example("[" * 5000)
@example('{"a":' * 5000)
@example("1" * 10000)
@example("1e999999")
def test_any_text_is_read_or_refused_in_words(text):
    try:
        parse(text)
        said, line = "read", 1
    except NotJsonError as refusal:
        said, line = refusal.template.format(**refusal.fields), refusal.mark.line
    assert said
    assert 1 <= line <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "value", "rule", "mark"),
    [
        ('{"a": 1,\n "b": 2,\n}', {"a": 1, "b": 2}, "trailing-comma", Mark(2, 8)),
        ("[1, 2,]", [1, 2], "trailing-comma", Mark(1, 6)),
        ("[1,, 2]", [1, 2], "extra-comma", Mark(1, 4)),
        ('{"a": 1\n "b": 2}', {"a": 1, "b": 2}, "missing-comma", Mark(2, 2)),
        ("[{} {}]", [{}, {}], "missing-comma", Mark(1, 5)),
        ('{"a": Some word}', {"a": "Some word"}, "bare-word", Mark(1, 7)),
        ('{a: "x"}', {"a": "x"}, "bare-word", Mark(1, 2)),
        ('{"a": True}', {"a": True}, "bare-word", Mark(1, 7)),
        ('{"a": None}', {"a": None}, "bare-word", Mark(1, 7)),
        ("[.1]", [0.1], "loose-number", Mark(1, 2)),
        ("[5.]", [5.0], "loose-number", Mark(1, 2)),
        ("[+5]", [5], "loose-number", Mark(1, 2)),
        ("[-.5e3]", [-500.0], "loose-number", Mark(1, 2)),
        ('["a\nb"]', ["a\nb"], "control-character", Mark(1, 2)),
        ('{"a": 1, "a": 2}', {"a": 2}, "doubled-attribute", Mark(1, 10)),
    ],
)
def test_what_has_one_meaning_is_mended_and_said(text, value, rule, mark):
    document = parse(text)
    assert repr(document.value) == repr(value)
    assert [(repair.rule, repair.mark) for repair in document.repairs] == [(rule, mark)]
    assert all(repair.template.format(**repair.fields) for repair in document.repairs)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("", Mark(1, 1)),
        (" \n ", Mark(2, 2)),
        ("{", Mark(1, 2)),
        ('{"a": [1, 2}', Mark(1, 12)),
        ('{"a"\n 1}', Mark(2, 2)),
        ('{"a": "b}\n', Mark(1, 7)),
        ('{"a": "b,\n "c": "d"}', Mark(1, 7)),
        ('{"a": "C:\\data"}', Mark(1, 10)),
        ("{} {}", Mark(1, 4)),
        ('{"a": }', Mark(1, 7)),
        ("// a comment\n{}", Mark(1, 1)),
    ],
)
def test_what_has_no_one_meaning_is_refused_at_its_place(text, mark):
    with pytest.raises(NotJsonError) as refused:
        parse(text)
    assert refused.value.mark == mark


def test_half_a_sign_is_replaced_by_one_that_can_be_stored():
    assert parse(r'["\ud800 \ud83d\udc38"]').value == ["? \N{FROG FACE}"]


def test_what_is_missing_stands_at_its_parent():
    document = parse('{\n  "inputs": [\n    {"id": "a"}\n  ]\n}')
    assert document.mark(("inputs", 0, "type")) == Mark(3, 5)
    assert document.mark(("name",)) == Mark(1, 1)
