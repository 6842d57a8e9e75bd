from __future__ import annotations

import json
import re

import pytest

from cytodesk.sample import algorithms
from cytodesk.sample.algorithms import sample_algorithms

SERVER = (
    "cytomine_host",
    "cytomine_public_key",
    "cytomine_private_key",
    "cytomine_id_project",
    "cytomine_id_software",
)


@pytest.fixture(params=["detect-nuclei", "tissue-area"])
def folder(request):
    return next(one for one in sample_algorithms() if one.name == request.param)


@pytest.fixture
def descriptor(folder):
    return json.loads((folder / "descriptor.json").read_text(encoding="utf-8"))


def test_both_algorithms_are_found_in_order_of_their_names():
    assert [one.name for one in sample_algorithms()] == ["detect-nuclei", "tissue-area"]


def test_a_wheel_has_the_algorithms_inside_the_package(tmp_path, monkeypatch):
    inside = tmp_path / "cytodesk" / "resources" / "sample" / "algorithms" / "one"
    inside.mkdir(parents=True)
    (inside / "descriptor.json").touch()
    monkeypatch.setattr(algorithms, "_PACKAGE", tmp_path / "cytodesk")
    assert sample_algorithms() == (inside,)


def test_an_installation_without_the_algorithms_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(algorithms, "_PACKAGE", tmp_path / "cytodesk")
    with pytest.raises(algorithms.NotFound, match="Install CytoDesk again"):
        sample_algorithms()


def test_the_five_parameters_of_the_server_come_first(descriptor):
    first = descriptor["inputs"][:5]
    assert tuple(one["id"] for one in first) == SERVER
    assert all(one["set-by-server"] and not one["optional"] for one in first)


def test_the_command_line_names_every_input_once(descriptor):
    keys = [f"[{one['id'].upper()}]" for one in descriptor["inputs"]]
    assert descriptor["command-line"].split() == keys
    assert all(one["command-line-flag"] == "--@id" for one in descriptor["inputs"])


def test_defaults_lie_within_their_own_bounds(descriptor):
    for one in descriptor["inputs"]:
        default = one.get("default-value")
        if default is None:
            continue
        assert one.get("minimum", default) <= default <= one.get("maximum", default)
        assert default in one.get("value-choices", [default])


def test_every_parameter_is_explained(descriptor):
    assert all(one["name"] and one["description"].endswith(".") for one in descriptor["inputs"])


def test_the_program_reads_exactly_the_declared_parameters(folder, descriptor):
    read = set(re.findall(r"parameters\.(\w+)", (folder / "run.py").read_text(encoding="utf-8")))
    assert read == {one["id"] for one in descriptor["inputs"]} - set(SERVER)


def test_all_parameter_types_occur_between_them():
    texts = [(one / "descriptor.json").read_text(encoding="utf-8") for one in sample_algorithms()]
    types = {one["type"] for text in texts for one in json.loads(text)["inputs"]}
    assert types == {"String", "Number", "Boolean", "Date", "Domain", "ListDomain"}


def test_every_requirement_is_exact(folder):
    text = (folder / "requirements.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert "cytomine-python-client==3.0.0" in lines
    assert all("==" in line for line in lines)


def test_what_has_a_default_need_not_be_given(descriptor):
    """The client's own parser asks for every required parameter, whatever its default."""
    assert all(one["optional"] for one in descriptor["inputs"] if "default-value" in one)
