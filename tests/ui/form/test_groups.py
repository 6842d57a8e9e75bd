"""What stands where in a form, and how it is called."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cytodesk.algorithms.parameters import Entries, FileLimits, Parameter, ParameterType
from cytodesk.assets import Words
from cytodesk.ui.form.editors.number import stepped
from cytodesk.ui.form.groups import (
    Group,
    bounds_of,
    caption_of,
    grouped,
    in_rows,
    label_of,
    unit_of,
    written,
)
from cytodesk.ui.form.preview import lines_of
from cytodesk.ui.form.thumbs import sized
from cytodesk.ui.parts.scale_bar import nice_length

NUMBER = ParameterType.NUMBER


def parameter(id: str, type: ParameterType = NUMBER, **more: Any) -> Parameter:
    return Parameter(id=id, name=more.pop("name", id), type=type, **more)


def test_groups_keep_the_order_of_the_descriptor() -> None:
    asked = [
        parameter("a", optional=True),
        parameter("b", default=0),
        parameter("c"),
        parameter("d", default=False, type=ParameterType.BOOLEAN),
        parameter("e"),
    ]
    named = {group: [each.id for each in members] for group, members in grouped(asked).items()}
    assert named == {Group.FILL: ["c", "e"], Group.DEFAULT: ["b", "d"], Group.OPTIONAL: ["a"]}


def test_two_numbers_that_belong_together_share_a_row() -> None:
    ids = ["smoothing", "min_area", "max_area", "tile_x", "tile_y", "zoom"]
    rows = in_rows([parameter(id) for id in ids])
    assert [[each.id for each in row] for row in rows] == [
        ["smoothing"],
        ["min_area", "max_area"],
        ["tile_x", "tile_y"],
        ["zoom"],
    ]


def test_long_labels_and_texts_have_a_row_of_their_own() -> None:
    rows = in_rows(
        [parameter("a" * 60), parameter("b"), parameter("c", ParameterType.STRING), parameter("d")]
    )
    assert [len(row) for row in rows] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("name", "description", "label", "unit"),
    [
        ("Smallest area (µm²)", "", "Smallest area", "µm²"),
        ("Tile size [pixels]", "", "Tile size", "px"),
        ("Radius", "Radius of the disk, in um.", "Radius", "µm"),
        ("Overlap (%)", "", "Overlap", "%"),
        ("Area", "Objects of a smaller area are left out, in µm².", "Area", "µm²"),
        ("Threshold (0-255)", "Grey level", "Threshold (0-255)", ""),
        ("Number of steps", "How many steps in all", "Number of steps", ""),
        ("(px)", "", "(px)", "px"),
    ],
)
def test_units_are_taken_from_names_and_descriptions(
    name: str, description: str, label: str, unit: str
) -> None:
    found = parameter("p", name=name, description=description)
    assert (label_of(found), unit_of(found)) == (label, unit)


def test_only_numbers_have_units() -> None:
    text = parameter("p", ParameterType.STRING, name="File (px)", description="in px")
    assert (label_of(text), unit_of(text)) == ("File (px)", "")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"minimum": 0, "maximum": 10000, "default": 220}, "0 to 10,000; default 220"),
        ({"minimum": -1}, "−1 or more"),
        ({"maximum": 0.5, "default": 0.25}, "0.5 or less; default 0.25"),
        ({}, ""),
    ],
)
def test_bounds_and_default_are_said_in_one_line(more: dict[str, Any], said: str) -> None:
    assert bounds_of(Words(), parameter("p", **more)) == said


def test_numbers_are_written_for_reading_without_losing_digits() -> None:
    assert written(9007199254740993) == "9,007,199,254,740,993"
    assert written(1e-9) == "1e-09"
    assert written(1234.5, "fr") == "1\u202f234,5"
    assert (written(5.0), written(-4), written("x"), written(True)) == ("5", "−4", "x", "True")


@pytest.mark.parametrize(
    ("text", "steps", "more", "expected"),
    [
        ("9007199254740993", 1, {"is_integer": True}, "9007199254740994"),
        ("0.1", 2, {}, "0.3"),
        ("0,25", -1, {}, "0.24"),
        ("", 1, {"minimum": 5}, "5"),
        ("9", 10, {"maximum": 10}, "10"),
        ("1e-3", 1, {}, "0.002"),
        ("x", 1, {}, "x"),
        ("1e999999", 1, {}, "1e999999"),
    ],
)
def test_a_step_changes_the_last_figure(
    text: str, steps: int, more: dict[str, Any], expected: str
) -> None:
    assert stepped(parameter("p", **more), text, steps) == expected


@given(st.text(max_size=12), st.integers(-10, 10))
def test_a_step_from_any_text_raises_nothing(text: str, steps: int) -> None:
    assert isinstance(stepped(parameter("p", minimum=-1e9, maximum=1e9), text, steps), str)


@given(st.floats(min_value=1e-3, max_value=1e6))
def test_the_scale_bar_is_a_round_length_that_fits(most: float) -> None:
    length, said = nice_length(most)
    assert 0.39 * most <= length <= most * (1 + 1e-9)
    assert said.split()[0].strip("0.")[:1] in {"1", "2", "5"}


def test_each_option_stands_on_a_line_with_its_value() -> None:
    tokens = ["--a", "(set by Cytomine)", "--b=-1", "x y", "--c", "it's"]
    assert lines_of(tokens, "(set by Cytomine)") == [
        "--a (set by Cytomine)",
        "--b=-1",
        "'x y'",
        "--c 'it'\"'\"'s'",
    ]


def test_pictures_are_asked_for_at_the_size_in_which_they_are_shown() -> None:
    thumb = "http://h/api/imageinstance/3/thumb.png?maxSize=512"
    assert sized(thumb, 96) == "http://h/api/imageinstance/3/thumb.png?maxSize=96"
    crop = sized("/api/userannotation/3/crop.jpg?maxSize=256", 96)
    assert "maxSize=96" in crop
    assert "draw=true" in crop


def test_how_large_a_file_may_be_stands_below_its_field():
    limits = FileLimits(bytes=10_000_000, width=4000)
    photo = Parameter("photo", "Photo", ParameterType.STRING, "Of the pond.", limits=limits)
    photos = Parameter("photos", "Photos", ParameterType.LIST, entries=Entries(photo))
    said = "up to 4,000 × ∞ px, up to 10 MB"
    assert caption_of(Words(), photo).replace("\u00a0", " ") == f"{said}  ·  Of the pond."
    assert caption_of(Words(), photos).replace("\u00a0", " ") == said
    french = caption_of(Words.for_language("fr"), photos)
    assert french.replace("\u00a0", " ") == "jusqu’à 4\u202f000 × ∞ px, jusqu’à 10 Mo"
