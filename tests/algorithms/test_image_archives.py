"""A descriptor inside a container image that was saved to a file."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest

from cytodesk.algorithms.descriptors import read_descriptor
from cytodesk.algorithms.descriptors.image_archive import is_image_archive
from cytodesk.errors import DescriptorError


def _descriptor(name: str) -> bytes:
    told = {
        "name": name,
        "schema-version": "cytomine-0.1",
        "command-line": "python run.py N",
        "container-image": {"image": "a/b"},
        "inputs": [{"id": "n", "name": "N", "type": "Number", "value-key": "N"}],
    }
    return json.dumps(told).encode()


def _tar(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def _image(folder: Path, *layers: bytes) -> Path:
    names = [f"{number}/layer.tar" for number in range(len(layers))]
    manifest = json.dumps([{"Config": "c.json", "RepoTags": None, "Layers": names}]).encode()
    path = folder / "image.tar"
    path.write_bytes(_tar({**dict(zip(names, layers, strict=True)), "manifest.json": manifest}))
    return path


def test_the_last_layer_that_has_one_counts(tmp_path: Path) -> None:
    below = _tar({"app/descriptor.json": _descriptor("Old")})
    deep = {"opt/lib/x/descriptor.json": _descriptor("Deep"), "app/descriptor.json": b""}
    above = gzip.compress(_tar({**deep, "app/descriptor.json": _descriptor("New")}))
    path = _image(tmp_path, below, above, _tar({"etc/other": b"x"}))
    assert is_image_archive(path)
    assert read_descriptor(path).name == "New"


def test_an_image_without_one_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(DescriptorError) as told:
        read_descriptor(_image(tmp_path, _tar({"app/run.py": b""})))
    assert "holds no descriptor" in told.value.problems[0].said()


@pytest.mark.parametrize(
    "data", [b"", b"no tar", _tar({"manifest.json": b"[]"}), _tar({"x": b"y"})]
)
def test_what_is_no_image_is_not_taken_for_one(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "weights.tar"
    path.write_bytes(data)
    assert not is_image_archive(path)


def test_a_layer_that_is_damaged_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(DescriptorError):
        read_descriptor(_image(tmp_path, b"damaged" * 300))
