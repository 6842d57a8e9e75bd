from __future__ import annotations

import pytest

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.command_line import command_line
from cytodesk.algorithms.descriptors.positioned_json import parse
from cytodesk.algorithms.descriptors.reading import look_over
from cytodesk.algorithms.descriptors.source import source_of
from cytodesk.algorithms.parameters import Value
from cytodesk.algorithms.values import as_text
from tests.algorithms.conftest import LOOK_ALIKES
from tests.algorithms.reference_line import reference_line
from tests.algorithms.test_command_line import EXAMPLES, SERVER

# Keys inside a token (--frog=[FROG]) are asked of neither page; a test of their own holds them.
BEYOND_THE_PAGES = {"key_inside_token"}


def samples(algorithm: Algorithm) -> list[dict[str, Value]]:
    asked = algorithm.asked
    return [
        {each.id: each.choices[0] if each.choices else EXAMPLES[each.type] for each in asked},
        {each.id: EXAMPLES[each.type] for each in asked if not each.optional},
        {each.id: EXAMPLES[each.type] for each in asked[::2]},
        {each.id: each.default for each in asked if each.default is not None},
        {},
    ]


def compare(file) -> None:
    algorithm = look_over(source_of(file)).algorithm
    if algorithm is None or algorithm.dialect != "cytomine-0.1":
        return
    descriptor = parse(source_of(file).text).value
    for values in samples(algorithm):
        texts = {
            each.id: as_text(each, values[each.id]) for each in algorithm.asked if each.id in values
        }
        expected = reference_line(descriptor, texts, SERVER)
        assert command_line(algorithm, values, SERVER) == expected, file.stem


def test_every_real_command_line_has_the_tokens_of_the_reference(corpus):
    for file in corpus:
        compare(file)


@pytest.mark.parametrize("folder", ["descriptors", "check"])
def test_every_look_alike_has_the_tokens_of_the_reference(folder):
    for file in sorted((LOOK_ALIKES.parent / folder).glob("*.json")):
        if file.stem not in BEYOND_THE_PAGES:
            compare(file)
