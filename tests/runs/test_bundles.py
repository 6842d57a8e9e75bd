"""Values as files, files as answers: both ways, for every type of the App Engine."""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.descriptors import read_descriptor_text
from cytodesk.algorithms.values import check
from cytodesk.errors import BadInput
from cytodesk.runs.bundles.geometry import outlines_in
from cytodesk.runs.bundles.inputs import write_inputs
from cytodesk.runs.bundles.outputs import read_outputs
from tests.containers import polygon, task


def _task(inputs: dict[str, object], outputs: dict[str, object] | None = None) -> Algorithm:
    told = task("Types", inputs, outputs or {})
    return read_descriptor_text(yaml.safe_dump(told), "descriptor.yml")


def _nowhere(value: str) -> Path:
    raise BadInput("no file {value}", value=value)


def _written(folder: Path, kind: object, value: object) -> Path:
    algorithm = _task({"value": kind})
    write_inputs(algorithm, check(algorithm, {"value": value}), folder, _nowhere)
    return folder / "value"


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("integer", "7", "7"),
        ("number", "2.50", "2.5"),
        ({"id": "number", "infinity_allowed": True}, "-inf", "-inf"),
        ({"id": "number", "nan_allowed": True}, "nan", "nan"),
        ("boolean", "yes", "true"),
        ("string", " grüße ", " grüße "),
        ({"id": "enumeration", "values": ["a b", "c"]}, "a b", "a b"),
        ("datetime", "2025-01-31T10:00:00+02:00", "2025-01-31T08:00:00Z"),
        ("datetime", "2025-01-31T10:00:00", "2025-01-31T10:00:00Z"),
        ("geometry", '{"type": "Point", "coordinates": [1, 2]}', None),
    ],
)
def test_each_type_is_written_as_its_contract_says(
    tmp_path: Path, kind: object, value: str, text: str | None
) -> None:
    data = _written(tmp_path, kind, value).read_bytes()
    assert data.decode() == (value if text is None else text)


def test_an_array_is_a_folder_with_its_size_and_so_is_an_array_inside(tmp_path: Path) -> None:
    inner = {"id": "array", "subtype": "integer", "min_size": 0, "max_size": 3}
    kind = {"id": "array", "subtype": inner, "min_size": 0, "max_size": 3}
    place = _written(tmp_path, kind, "[[1, 2], []]")
    assert (place / "array.yml").read_text() == "size: 2\n"
    assert [(place / "0" / name).read_text() for name in ("array.yml", "0", "1")] == [
        "size: 2\n", "1", "2"
    ]  # fmt: skip
    assert (place / "1" / "array.yml").read_text() == "size: 0\n"


def test_an_image_is_mounted_for_reading_where_it_belongs(tmp_path: Path) -> None:
    slide = tmp_path / "slide.svs"
    slide.write_bytes(b"slide")
    algorithm = _task({"slides": {"id": "array", "subtype": "image", "min_size": 1, "max_size": 2}})
    values = check(algorithm, {"slides": ["3"]})
    (mounted,) = write_inputs(algorithm, values, tmp_path / "in", lambda value: slide)
    assert (mounted.source, mounted.target, mounted.is_read_only) == (
        slide,
        "/inputs/slides/0",
        True,
    )
    assert (tmp_path / "in" / "slides" / "0").read_bytes() == b""


def test_a_value_that_is_missing_is_said_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="value has no value"):
        write_inputs(_task({"value": "integer"}), {}, tmp_path, _nowhere)


def _image(path: Path, width: int, height: int) -> Path:
    Image.new("RGB", (width, height)).save(path)
    return path


_TOO_LARGE = [
    ({"id": "file", "max_file_size": "10B"}, "text has 11 bytes, and 10 are allowed"),
    ({"id": "image", "max_width": 20}, "seen.png has 21 × 9 pixels, and 20 × ∞ are allowed"),
    ({"id": "image", "max_height": 8}, "seen.png has 21 × 9 pixels, and ∞ × 8 are allowed"),
]
_AS_LARGE_AS_ALLOWED = [
    {"id": "file", "max_file_size": "88bit"},
    {"id": "image", "max_width": 21, "max_height": 9, "max_file_size": "1KiB"},
]


@pytest.mark.parametrize(("kind", "said"), _TOO_LARGE)
def test_a_file_that_is_too_large_for_its_type_is_refused_both_ways(
    tmp_path: Path, kind: dict[str, object], said: str
) -> None:
    (tmp_path / "text").write_bytes(b"hello world")
    file = _image(tmp_path / "seen.png", 21, 9) if kind["id"] == "image" else tmp_path / "text"
    algorithm = _task({"value": kind})
    with pytest.raises(BadInput, match="value does not fit") as told:
        write_inputs(algorithm, {"value": "1"}, tmp_path / "in", lambda _: file)
    assert said in told.value.said()
    made = tmp_path / "out" / "made"
    made.parent.mkdir()
    shutil.copy(file, made)
    with pytest.raises(BadInput, match="output made: made has") as told:
        read_outputs(_task({}, {"made": kind}), made.parent)
    assert said.partition(" ")[2] in told.value.said()


@pytest.mark.parametrize("kind", _AS_LARGE_AS_ALLOWED)
def test_a_file_as_large_as_its_type_allows_goes_in_and_out(
    tmp_path: Path, kind: dict[str, object]
) -> None:
    (tmp_path / "text").write_bytes(b"hello world")
    file = _image(tmp_path / "seen.png", 21, 9) if kind["id"] == "image" else tmp_path / "text"
    (mounted,) = write_inputs(
        _task({"value": kind}), {"value": "1"}, tmp_path / "in", lambda _: file
    )
    assert mounted.source == file
    made = tmp_path / "out" / "made"
    made.parent.mkdir()
    shutil.copy(file, made)
    (answer,) = read_outputs(_task({}, {"made": kind}), made.parent)
    assert answer.file == made


def test_a_value_that_does_not_fit_is_said_before_anything_runs(tmp_path: Path) -> None:
    algorithm = _task({"value": {"id": "integer", "geq": 5}})
    with pytest.raises(BadInput, match="value does not fit"):
        write_inputs(algorithm, {"value": 1}, tmp_path, _nowhere)


@given(
    st.recursive(
        st.integers(-(2**31), 2**31 - 1).map(lambda n: ("integer", n))
        | st.booleans().map(lambda b: ("boolean", b))
        | st.floats(allow_nan=False, allow_infinity=False).map(lambda x: ("number", x))
        | st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1)
        .filter(lambda text: text.strip() == text != "")
        .map(lambda text: ("string", text)),
        lambda inner: st.tuples(inner, st.integers(1, 3)).map(
            lambda made: (
                {"id": "array", "subtype": made[0][0], "min_size": 0, "max_size": 9},
                (made[0][1],) * made[1],
            )
        ),
        max_leaves=3,
    )
)
def test_what_is_written_as_an_input_is_read_as_the_same_output(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[object, Any]
) -> None:
    kind, value = made
    folder = tmp_path_factory.mktemp("both")
    algorithm = _task({"value": kind}, {"value": kind})
    write_inputs(algorithm, {"value": value}, folder, _nowhere)
    answers = read_outputs(algorithm, folder)
    assert [answer.value for answer in answers] == _leaves(value)


def _leaves(value: Any) -> list[Any]:
    if not isinstance(value, tuple):
        return [value]
    return [leaf for each in value for leaf in _leaves(each)]


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("integer", "1.5", "whole number"),
        ("integer", "  \n", "it is empty"),
        ({"id": "integer", "leq": 3}, "4", "too large"),
        ({"id": "enumeration", "values": ["a"]}, "b", "not offered"),
        ("geometry", "POINT(1 2)", "GeoJSON"),
        ({"id": "image", "formats": ["png"]}, "GIF89a", "none of its formats"),
        ("file", "", "it is empty"),
    ],
)
def test_an_output_of_another_type_is_refused_with_its_name(
    tmp_path: Path, kind: object, content: str, reason: str
) -> None:
    (tmp_path / "made").write_text(content)
    with pytest.raises(BadInput) as told:
        read_outputs(_task({}, {"made": kind}), tmp_path)
    assert "output made" in told.value.said()
    assert reason in told.value.said()


def test_all_wrong_outputs_are_said_at_once(tmp_path: Path) -> None:
    array = {"id": "array", "subtype": "integer", "min_size": 2, "max_size": 3}
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "array.yml").write_text("size: 1\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "array.yml").write_text("size: -3\n")
    outputs = {"few": array, "folder": "string", "odd": array, "gone": "file"}
    with pytest.raises(BadInput) as told:
        read_outputs(_task({}, outputs), tmp_path)
    said = told.value.said()
    for words in (
        "few: it has 1 entries, fewer than 2",
        "folder: it is a folder",
        "odd: its array",
        "gone: the program did not write it",
    ):
        assert words in said


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there, pipes have no files")
@pytest.mark.parametrize("kind", ["file", "image", "string", "array", "folder"])
@pytest.mark.parametrize("lie", ["link", "pipe"])
def test_an_output_that_is_a_link_or_a_pipe_is_neither_followed_nor_waited_for(
    tmp_path: Path, kind: str, lie: str
) -> None:
    (tmp_path / "secret").write_text("1")
    outputs = tmp_path / "out"
    place = outputs / "made"
    if kind in ("array", "folder"):
        place.mkdir(parents=True)
        (place / "array.yml").write_text("size: 1\n")
        place = place / "0"
    outputs.mkdir(exist_ok=True)
    if lie == "link":
        place.symlink_to(tmp_path / "secret")
    else:
        os.mkfifo(place)
    types = {"array": {"id": "array", "subtype": "integer"}, "folder": "image"}
    with pytest.raises(BadInput, match="output made: it is a link or a device, and no file"):
        read_outputs(_task({}, {"made": types.get(kind, kind)}), outputs)


def test_a_file_is_no_folder_and_a_slide_of_dicom_files_may_be_one(tmp_path: Path) -> None:
    for name in ("file", "png", "slide"):
        (tmp_path / name).mkdir()
    png = {"id": "image", "formats": ["png"]}
    with pytest.raises(BadInput) as told:
        read_outputs(_task({}, {"file": "file", "png": png}), tmp_path)
    assert told.value.said().count("it is a folder") == 2
    slide = {"id": "image", "formats": ["wsidicom"]}
    assert read_outputs(_task({}, {"slide": slide}), tmp_path)[0].file == tmp_path / "slide"


def test_a_circle_and_collections_are_outlines() -> None:
    circle = {
        "type": "Feature",
        "properties": {"subType": "Circle", "radius": 10},
        "geometry": {"type": "Point", "coordinates": [50, 50]},
    }
    collection = {"type": "FeatureCollection", "features": [circle, json.loads(_feature())]}
    outlines = outlines_in(json.dumps(collection))
    assert math.isclose(outlines[0].area, math.pi * 100, rel_tol=0.01)
    assert outlines[1].area == 50


def _feature() -> str:
    geometry = json.loads(polygon((0, 0), (10, 0), (10, 10)))
    return json.dumps({"type": "Feature", "properties": None, "geometry": geometry})


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8)
        | st.sampled_from(["Point", "Polygon", "Feature", "FeatureCollection", "Circle"]),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "coordinates", "geometry", "properties", "features", "geometries",
                 "subType", "radius"]
            ),
            inner,
            max_size=4,
        ),
        max_leaves=12,
    )
)  # fmt: skip
def test_whatever_a_program_calls_a_geometry_is_read_or_refused_in_words(told: object) -> None:
    with contextlib.suppress(BadInput):
        outlines_in(json.dumps(told))
