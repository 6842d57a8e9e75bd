"""The images that a task asks for, on the command line: by their names, or as files."""

from __future__ import annotations

from pathlib import Path

import yaml

from cytodesk.algorithms.descriptors import read_descriptor_text
from cytodesk.algorithms.parameters import Holds, ParameterType
from cytodesk.cli.running import _with_images
from tests.containers import task


def test_an_image_is_named_as_in_the_window_unless_it_is_a_file(tmp_path: Path) -> None:
    told = task("Two", {"first": "image", "second": "image", "size": "integer"}, {})
    algorithm = read_descriptor_text(yaml.safe_dump(told), "descriptor.yml")
    file = tmp_path / "slide.tif"
    file.write_bytes(b"II*\0")
    first, second, size = _with_images(
        algorithm, {"first": "slide.tif", "second": str(file)}
    ).parameters
    assert first.type is ParameterType.DOMAIN
    assert second.holds is Holds.IMAGE
    assert second.type is not ParameterType.DOMAIN
    assert size == algorithm.parameters[2]
