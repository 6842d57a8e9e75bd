"""Presets leave the place where they were made; versions of an algorithm are told apart."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.changes import Kind, differences
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.presets import SCHEMA, Preset, Thing, read_presets, written
from cytodesk.errors import BadInput

_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
_NAME = _TEXT.map(str.strip).filter(bool)
_THINGS = st.lists(st.builds(Thing, st.integers(1), _TEXT, _TEXT, _TEXT), max_size=3).map(tuple)
_PRESETS = st.builds(
    Preset, _NAME, _TEXT, _TEXT, st.dictionaries(_TEXT, _TEXT, max_size=4), _THINGS, _TEXT
)


@given(st.lists(_PRESETS, max_size=3))
def test_written_presets_are_read_again_as_they_were(presets: list[Preset]) -> None:
    assert read_presets(written(presets), "file") == presets


@given(st.binary(max_size=60) | st.recursive(st.none() | st.integers() | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
).map(lambda thing: json.dumps({"schema": SCHEMA, "presets": thing}).encode()))  # fmt: skip
def test_any_file_is_presets_or_refused_in_words(content: bytes) -> None:
    with contextlib.suppress(BadInput):
        read_presets(content, "presets.json")


def test_presets_of_a_newer_program_are_refused_in_words() -> None:
    newer = json.dumps({"schema": SCHEMA + 1, "presets": []})
    with pytest.raises(BadInput, match="newer CytoDesk"):
        read_presets(newer, "presets.json")


def algorithm(*parameters: Parameter) -> Algorithm:
    return Algorithm("Detect", "", None, "", parameters)


def test_what_is_new_gone_and_changed_is_told() -> None:
    number = ParameterType.NUMBER
    threshold = Parameter("threshold", "Threshold", number, default=0.5, minimum=0, maximum=1)
    size = Parameter("size", "Size", number)
    never = Parameter("never", "Never used", number, optional=True)
    stain = Parameter("stain", "Stain", ParameterType.STRING, optional=True)
    before = algorithm(threshold, size, never)
    now = algorithm(replace(threshold, default=0.7, maximum=2), stain)
    told = differences(before, now, {"threshold": "0.5", "size": "3"})
    assert [(each.kind, each.problem.said()) for each in told] == [
        (Kind.NEW, "Stain is new; it may stay empty."),
        (Kind.GONE, "Size is not asked for any more; it was 3."),
        (Kind.CHANGED, "Threshold has another default: 0.7 instead of 0.5."),
        (Kind.CHANGED, "Threshold has other bounds: 0 – 2 instead of 0 – 1."),
    ]


def test_the_same_version_differs_in_nothing() -> None:
    same = algorithm(Parameter("size", "Size", ParameterType.NUMBER))
    assert differences(same, same, {"size": "3"}) == ()


def test_another_type_is_told_alone_and_a_need_too() -> None:
    text = Parameter("size", "Size", ParameterType.STRING)
    number = replace(text, type=ParameterType.NUMBER, default=3)
    needed = Parameter("term", "Term", ParameterType.DOMAIN)
    free = replace(needed, optional=True)
    told = differences(algorithm(text, free), algorithm(number, needed), {})
    assert [each.problem.said() for each in told] == [
        "Size was a String and is a Number.",
        "Term is needed now.",
    ]
