from __future__ import annotations

import json

import pytest

from cytodesk.algorithms.descriptors import read_descriptor
from cytodesk.algorithms.descriptors.excerpts import lines_about
from tests.algorithms.conftest import LOOK_ALIKES

JSON = """{
  "name": "Frogs",
  "inputs": [
    {
      "id": "pond",
      "type": "String"
    },
    {"id": "frog", "type": "Number"}
  ]
}
"""
YAML = """name: Frogs
inputs:
  pond:
    type: string
    description: |
      A pond.

  frog:
    type:
      id: integer
outputs:
  toad: {type: file}
"""


def test_the_lines_of_an_input_are_found_in_json():
    first, lines = lines_about(JSON, "pond")
    assert (first, json.loads(lines)) == (4, {"id": "pond", "type": "String"})
    assert lines_about(JSON, "frog") == (8, '{"id": "frog", "type": "Number"}')


def test_the_lines_of_an_input_are_found_in_yaml():
    said = "pond:\n  type: string\n  description: |\n    A pond."
    assert lines_about(YAML, "pond") == (3, said)
    assert lines_about(YAML, "frog") == (8, "frog:\n  type:\n    id: integer")


def test_what_nobody_described_has_no_lines():
    assert lines_about(JSON, "toad") == (0, "")
    assert lines_about("", "frog") == (0, "")


@pytest.mark.parametrize("name", ["bilayers.yaml", "boutiques.json", "task.yml"])
def test_each_parameter_of_each_dialect_has_its_lines(name):
    algorithm = read_descriptor(LOOK_ALIKES.parent / "dialects" / name)
    for parameter in algorithm.asked:
        first, lines = lines_about(algorithm.descriptor_text, parameter.id)
        assert first > 0
        assert parameter.id in lines
