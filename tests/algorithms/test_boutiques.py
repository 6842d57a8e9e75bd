from __future__ import annotations

import json
import os
import random
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.command_line import command_line
from cytodesk.algorithms.descriptors import read_descriptor, read_descriptor_text
from cytodesk.algorithms.descriptors.reading import look_over
from cytodesk.algorithms.descriptors.source import Source
from cytodesk.algorithms.parameters import Holds, Parameter, ParameterType, Value
from cytodesk.algorithms.rule_kinds import Disables, Requires, RequiresOneOf
from cytodesk.algorithms.rules import ruling
from cytodesk.algorithms.values import Values, check
from cytodesk.errors import DescriptorError, InvalidValues

SAMPLES = 12
WORDS = ("frog", "a b", "it's", '"q"', "$HOME", "a;b", "*", "µ", "-x", "--y=1", "a\\b", "x.txt")
LOOK_ALIKE = Path(__file__).resolve().parents[1] / "data" / "dialects" / "boutiques.json"
# No descriptors for bosh itself, or (basic) one that it stumbles over.
NOT_FOR_BOSH = ("upgrade04", "exclusive_minimum", "invalid", "basic", "descriptor.schema")
# docs/boutiques.md explains each of these.
EXPLAINED = {
    "list_separator": "a quotation mark in a separator",
    "example2": "a key inside quotation marks",
    "example3": "a key inside quotation marks",
}


@pytest.fixture
def boutiques(shared: Path) -> list[Path]:
    return sorted((shared / "corpus" / "boutiques").glob("*.json"))


@pytest.fixture
def bosh() -> Path:
    """Return the interpreter of Boutiques' own tool."""
    found = os.environ.get("CYTODESK_BOSH") or shutil.which("bosh")
    if not found:
        pytest.skip("no bosh: CYTODESK_BOSH names Boutiques' own tool")
    return Path(found).parent / "python"


def sampled(parameter: Parameter, chance: random.Random, words: tuple[str, ...]) -> Value:
    if parameter.entries is not None:
        fewest = parameter.entries.fewest or 1
        count = chance.randint(fewest, parameter.entries.most or fewest + 3)
        return tuple(sampled(parameter.entries.each, chance, words) for _ in range(count))
    if parameter.choices:
        return chance.choice(parameter.choices)
    match parameter.type:
        case ParameterType.BOOLEAN:
            return chance.random() < 0.7
        case ParameterType.NUMBER:
            return _number(parameter, chance)
        case _:
            word = chance.choice(words)
            return f"/data/{word}" if parameter.holds is Holds.FILE else word


def _number(parameter: Parameter, chance: random.Random) -> Value:
    least = parameter.minimum if isinstance(parameter.minimum, int | float) else -20
    most = parameter.maximum if isinstance(parameter.maximum, int | float) else least + 50
    if parameter.is_integer:
        first = int(least) + parameter.excludes_minimum
        return chance.randint(first, int(most) - parameter.excludes_maximum)
    return round(chance.uniform(least, most), 3) or 0.125


def samples(algorithm: Algorithm, words: tuple[str, ...]) -> list[Values]:
    """Return values that the rules between parameters allow; the same at every run."""
    chance = random.Random(algorithm.name)
    found: list[Values] = []
    for _ in range(SAMPLES * 20):
        share = chance.random()
        answers = {
            each.id: sampled(each, chance, words)
            for each in algorithm.parameters
            if not each.optional or chance.random() < share
        }
        for _ in range(5):
            disabled = ruling(algorithm, answers).disabled
            answers = {name: each for name, each in answers.items() if name not in disabled}
            ruled = ruling(algorithm, answers)
            wanted = [
                *ruled.required,
                *(chance.choice(open_) for open_, _ in ruled.one_of if open_),
            ]
            answers |= {
                each.id: sampled(each, chance, words)
                for each in algorithm.parameters
                if each.id in wanted
            }
        try:
            found.append(check(algorithm, answers))
        except InvalidValues:
            continue
        if len(found) == SAMPLES:
            break
    return found


def lines_of_bosh(bosh: Path, jobs: list[tuple[str, Mapping[str, Value]]]) -> list[str | None]:
    """Ask bosh, in a folder that goes: it writes the configuration files of some tools there."""
    script = Path(__file__).with_name("bosh_lines.py")
    given = json.dumps([[path, dict(values)] for path, values in jobs])
    with tempfile.TemporaryDirectory() as folder:
        answer = subprocess.run(
            [bosh, script],
            input=given,
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
            cwd=folder,
        )
    return list(json.loads(answer.stdout))


def jobs_of(files: list[Path], words: tuple[str, ...]) -> list[tuple[Path, Algorithm, Values]]:
    found = []
    for file in files:
        try:
            algorithm = read_descriptor(file)
        except DescriptorError:
            continue
        found += [(file, algorithm, values) for values in samples(algorithm, words)]
    return found


def any_answers(algorithm: Algorithm, chance: random.Random) -> dict[str, Value]:
    """Return answers that may break a bound, a group or a requirement."""
    share = chance.random()
    answers = {
        each.id: sampled(each, chance, WORDS)
        for each in algorithm.parameters
        if chance.random() < (share if each.optional else 0.95)
    }
    for each in algorithm.parameters:
        if each.id in answers and chance.random() < 0.05:
            answers[each.id] = _WRONG.get(each.type, "wrong")
    return answers


_WRONG: dict[ParameterType, Value] = {ParameterType.NUMBER: 99, ParameterType.LIST: ("wrong",)}


def as_bosh_enforces(algorithm: Algorithm) -> Algorithm:
    rules = [
        rule
        for rule in algorithm.rules
        if not isinstance(rule, Requires | RequiresOneOf | Disables) or rule.when.value is None
    ]
    return replace(algorithm, rules=tuple(rules))


def verdict(algorithm: Algorithm, answers: dict[str, Value]) -> set[str]:
    try:
        check(algorithm, answers)
    except InvalidValues as refused:
        return {problem.rule for problem in refused.problems}
    return set()


def test_bosh_and_we_refuse_the_same_answers(boutiques, bosh):
    """value-requires and value-disables apart, which bosh does not enforce (docs/boutiques.md)."""
    chance = random.Random(1)
    files = [file for file in boutiques if not any(name in file.stem for name in NOT_FOR_BOSH)]
    algorithms = [(file, read_descriptor(file)) for file in (*files, LOOK_ALIKE)]
    jobs = [
        (file, algorithm, any_answers(algorithm, chance))
        for file, algorithm in algorithms
        for _ in range(SAMPLES)
    ]
    lines = lines_of_bosh(bosh, [(str(file), answers) for file, _, answers in jobs])
    for (file, algorithm, answers), line in zip(jobs, lines, strict=True):
        breaks_schema = any(each.rule == "boutiques-schema" for each in algorithm.warnings)
        if not answers or breaks_schema:
            continue
        ours = verdict(as_bosh_enforces(algorithm), answers)
        assert (line is None) == bool(ours), (file.stem, answers, ours)


def test_bosh_and_we_give_the_same_arguments(boutiques, bosh):
    jobs = jobs_of([*boutiques, LOOK_ALIKE], WORDS)
    lines = lines_of_bosh(bosh, [(str(file), values) for file, _, values in jobs])
    compared = set()
    for (file, algorithm, values), line in zip(jobs, lines, strict=True):
        if any(name in file.stem for name in NOT_FOR_BOSH):
            assert line is None or "basic" in file.stem
            continue
        assert line is not None, (file.stem, values)
        if any(name in file.stem for name in EXPLAINED):
            continue
        compared.add(file.stem)
        assert command_line(algorithm, values) == shlex.split(line), (file.stem, values)
    assert len(compared) >= 15


def draft(version: str, **first: object) -> str:
    one = {"id": "area", "name": "Area", "type": "Number", "command-line-key": "[AREA]", **first}
    switch = {"id": "wet", "type": "Flag", "command-line-key": "[WET]", "command-line-flag": "-w"}
    return json.dumps(
        {
            "name": "Frogs",
            "tool-version": "1",
            "description": "Counts frogs.",
            "schema-version": version,
            "docker-image": "pond/frogs",
            "command-line": "frogs [AREA] [WET]",
            "inputs": [one, switch],
        }
    )


@pytest.mark.parametrize("version", ["0.1", "0.2", "0.1-snapshot", "0.3", "0.5+styx"])
def test_drafts_and_extensions_are_read_as_boutiques(version: str) -> None:
    looked = look_over(Source(draft(version)))
    assert looked.algorithm is not None
    assert looked.algorithm.dialect == "boutiques"
    assert command_line(looked.algorithm, {"area": 3, "wet": True}) == ["frogs", "3", "-w"]
    said = " ".join(each.problem.said() for each in looked.findings)
    assert f'"schema-version" is {version}; it is read as Boutiques 0.5.' in said
    assert 'Did you mean "value-key"?' in said
    assert 'Did you mean "container-image"?' in said
    assert "cytomine" not in said.casefold()


def test_a_list_of_choices_of_a_draft_is_read() -> None:
    text = draft("0.2", type="Enum", **{"enum-value-choices": ["T1", "T2"]})
    area = read_descriptor_text(text, "draft").parameters[0]
    assert (area.type, area.choices) == (ParameterType.STRING, ("T1", "T2"))


@pytest.mark.parametrize("version", ["0.5", "cytomine-0.1"])
@pytest.mark.parametrize(
    ("type_", "said"),
    [
        ({"id": "merge", "inputs": []}, '"type" of area is not one word.'),
        (["File", "String"], '"type" of area is not one word.'),
        (None, 'An input has no "type".'),
        ("Wish", '"Wish" is no type.'),
    ],
)
def test_what_is_no_type_is_said_as_it_is(version: str, type_: object, said: str) -> None:
    with pytest.raises(DescriptorError) as refused:
        read_descriptor_text(draft(version, type=type_), "draft")
    assert said in " ".join(each.said() for each in refused.value.problems)
