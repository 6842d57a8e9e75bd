"""Every descriptor in the wild gets a form."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from cytodesk.algorithms.algorithm import SERVER_PARAMETERS, Algorithm
from cytodesk.algorithms.descriptors import read_descriptor
from cytodesk.algorithms.descriptors.positioned_json import parse
from cytodesk.algorithms.values import as_text
from cytodesk.assets import Words
from cytodesk.errors import DescriptorError
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.groups import grouped, in_rows
from cytodesk.ui.form.offers import Offers
from cytodesk.ui.form.parameter_form import ParameterForm
from cytodesk.ui.form.preview import tokens_of
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.here import Here
from tests.algorithms.reference_line import reference_line

_NOTATIONS = (".json", ".yml", ".yaml")
_UNANSWERED = {"missing-value", "one-needed", "needed"}


def readable(folder: Path) -> list[Algorithm]:
    found = []
    files = (each for each in (folder / "corpus").rglob("*") if each.suffix in _NOTATIONS)
    for path in sorted(files):
        try:
            found.append(read_descriptor(path))
        except DescriptorError:
            continue
    assert len(found) > 50
    return found


def assert_is_previewed(answers: Answers) -> None:
    """The preview has the tokens of the reference, behind the words that name the program."""
    algorithm, words = answers.algorithm, Words()
    tokens = tokens_of(words, answers)
    if algorithm.dialect != "cytomine-0.1":
        return
    values = answers.sound_values()
    texts = {id: as_text(answers.parameters[id], value) for id, value in values.items()}
    filled = dict.fromkeys(SERVER_PARAMETERS, words("(set by Cytomine)"))
    expected = reference_line(parse(algorithm.descriptor_text).value, texts, filled)
    program = len(expected) - len(tokens)
    assert expected[program:] == tokens, algorithm.name
    line = str(parse(algorithm.descriptor_text).value.get("command-line") or "")
    assert line.split()[:program] == expected[:program], algorithm.name


def test_every_readable_descriptor_opens_with_a_field_for_each_parameter(
    run: Any, here: Here, shared: Path
) -> None:
    async def work() -> None:
        offers, thumbs = Offers(here.remote, here.project), Thumbs(here.remote, edge=64)
        supply = Supply(offers, thumbs)
        for algorithm in readable(shared):
            answers = Answers(algorithm)
            form = ParameterForm(here.look, answers, supply)
            while any(section.pending for section in form._sections.values()):
                for section in form._sections.values():
                    section.set_open(True)
                form._build_next()
            assert set(form.fields) == {each.id for each in algorithm.asked}, algorithm.name
            wrong = {problem.rule for problem in answers.problems.values()}
            assert wrong <= _UNANSWERED, (algorithm.name, answers.problems)
            for id in answers.parameters:
                answers.see(id)
            beside = {id for id, field in form.fields.items() if field.problem()}
            assert beside == set(answers.problems), algorithm.name
            assert_is_previewed(answers)
            form.deleteLater()
        offers.end()
        thumbs.end()
        await asyncio.sleep(0.05)

    run(work())


def test_no_parameter_is_lost_between_groups_and_rows(shared: Path) -> None:
    for algorithm in readable(shared):
        shown = [
            parameter.id
            for members in grouped(algorithm.asked).values()
            for row in in_rows(members)
            for parameter in row
        ]
        assert sorted(shown) == sorted(each.id for each in algorithm.asked)
