"""The other dialects of the same algorithm: Boutiques, the App Engine, Bilayers."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cytodesk.algorithms.algorithm import ContainerImage
from cytodesk.algorithms.command_line import arguments, command_line
from cytodesk.algorithms.descriptors import read_descriptor, read_descriptor_text
from cytodesk.algorithms.descriptors.positioned_yaml import NotYamlError, parse
from cytodesk.algorithms.descriptors.reading import look_over
from cytodesk.algorithms.descriptors.source import Source, source_of
from cytodesk.algorithms.parameters import FileLimits, Holds
from cytodesk.algorithms.values import as_text, check, from_text
from cytodesk.errors import DescriptorError, InvalidValues
from tests.algorithms.conftest import LOOK_ALIKES

FOLDER = LOOK_ALIKES.parent / "dialects"
POINT = '{"type": "Point", "coordinates": [1, 2]}'
TASK = {"shade": "green", "shore": POINT, "notes": "/n.txt", "photo": "/p.tif", "counts": [[1]]}


@pytest.fixture
def task():
    return read_descriptor(FOLDER / "task.yml")


@pytest.fixture
def frogs():
    return read_descriptor(FOLDER / "boutiques.json")


def refusals(algorithm, answers):
    with pytest.raises(InvalidValues) as refused:
        check(algorithm, answers)
    return {problem.attribute: problem.said() for problem in refused.value.problems}


def test_a_task_is_read_with_its_outputs_and_its_image(task):
    assert (task.dialect, task.name, task.version) == ("app-engine", "Count frogs", "1.2.0")
    assert task.container_image == ContainerImage("pond/frogs/count:1.2.0", "docker")
    assert task.warnings == ()
    assert [each.id for each in task.parameters] == [
        *(
            "ponds",
            "depth",
            "reach",
            "label",
            "is_wet",
            "shade",
            "since",
            "shore",
            "notes",
            "photo",
        ),
        "counts",
    ]
    (frogs,) = task.outputs
    assert (frogs.type, frogs.derived_from) == ("geometry", "photo")


def test_the_sizes_that_a_task_allows_are_read_in_bytes_and_pixels(task):
    limits = {each.id: each.limits for each in task.parameters if each.limits}
    assert limits == {
        "notes": FileLimits(bytes=10_000_000),
        "photo": FileLimits(width=4000, height=4000),
    }


def test_the_defaults_of_a_task_are_read_as_its_server_reads_them(task):
    values = check(task, TASK)
    assert (values["ponds"], values["label"], values["is_wet"]) == (3, "no", True)
    assert values["since"] == "2024-01-31T10:00:00Z"
    assert "depth" not in values


def test_a_task_is_given_files_and_no_arguments(task):
    assert command_line(task, check(task, TASK)) == []
    assert arguments(task, check(task, TASK)) == []


@pytest.mark.parametrize(
    ("name", "answer", "value"),
    [
        ("ponds", "9", 9),
        ("depth", "0,5", 0.5),
        ("reach", "inf", math.inf),
        ("reach", "-Infinity", -math.inf),
        ("shade", "3", "3"),
        ("counts", "[[1, 2], [3]]", ((1, 2), (3,))),
        ("counts", [["1"]], ((1,),)),
    ],
)
def test_a_task_takes_what_its_constraints_allow(task, name, answer, value):
    assert check(task, {**TASK, name: answer})[name] == value


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("ponds", "0", "0 is too small: it has to be more than 0."),
        ("ponds", "10", "10 is too large: the most is 9."),
        ("ponds", "1.5", "1.5 is not a whole number. Write one without decimals."),
        ("depth", "4", "4 is too large: it has to be less than 4."),
        ("label", "n", "The text is too short: at least 2 signs are needed."),
        ("label", "toolong", "The text is too long: 5 signs are allowed."),
        ("shade", "blue", "blue is not offered. Choose one of: green, brown, 3."),
        ("shore", "POINT (1 2)", "This is no GeoJSON."),
        ("counts", "[[1], [2], [3]]", "Too many entries (3): 2 are allowed."),
        ("counts", "[[]]", "Too few entries (0): at least 1 are needed."),
        ("counts", "[[-1]]", "-1 is too small: the least is 0."),
        ("ponds", "inf", "inf is not a number."),
    ],
)
def test_a_task_refuses_what_its_constraints_forbid(task, name, answer, said):
    assert refusals(task, {**TASK, name: answer})[name].startswith(said)


def test_arrays_of_a_task_that_match_have_as_many_entries():
    array = "{id: array, subtype: integer, min_size: 0, max_size: 9}"
    text = f"""
namespace: pond.frogs
inputs:
  a: {{type: {array}, dependencies: {{matching: [inputs/b, outputs/c, inputs/nobody]}}}}
  b: {{type: {array}}}
outputs:
  c: {{type: {array}}}
"""
    looked = look_over(Source(text, name="descriptor.yml"))
    assert "unknown-member" in {each.problem.rule for each in looked.findings}
    assert dict(check(looked.algorithm, {"a": "1,2", "b": "3,4"})) == {"a": (1, 2), "b": (3, 4)}
    said = refusals(looked.algorithm, {"a": "1,2", "b": "3"})
    assert said == {"b": '"b" and "a" need as many entries each.'}


def test_integers_of_a_task_are_those_of_its_server(task):
    counts = task.parameters[-1].entries.each.entries.each
    assert (counts.minimum, counts.maximum) == (0, 2**31 - 1)


def test_files_and_images_of_a_task_say_what_they_hold(task):
    held = {each.id: (each.holds, each.formats) for each in task.parameters}
    assert held["notes"] == (Holds.FILE, ("text",))
    assert held["photo"] == (Holds.IMAGE, ("tiff", "wsidicom"))
    assert held["shore"][0] is Holds.GEOMETRY


def test_what_todays_server_would_not_take_is_said_at_its_line():
    looked = look_over(source_of(FOLDER / "task_odd.yml"))
    found = sorted((each.problem.line, each.problem.rule) for each in looked.findings)
    assert found == [
        (1, "task-attribute"),  # $schema
        (1, "task-attribute"),  # authors
        (1, "task-attribute"),  # name
        (1, "task-fails"),  # input_folder
        (1, "task-fails"),  # name_short
        (1, "task-fails"),  # output_folder
        (2, "task-attribute"),
        (3, "task-attribute"),
        (5, "task-attribute"),  # description
        (7, "ignored-constraint"),
        (8, "similar-ids"),
        (11, "array-without-sizes"),
        (12, "ignored-constraint"),
        (13, "task-fails"),  # display_name
        (15, "inverted-dates"),
        (19, "size-without-byte"),
        (24, "default-not-allowed"),
        (26, "task-attribute"),
    ]
    assert looked.algorithm is not None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("inputs:\n\tarea: 1", 2),
        ("inputs: [", 1),
        ("inputs: *nobody", 1),
        ("inputs: {a: 1}\n---\ninputs: {}", 2),
        ("", 1),
        ("a: \x00", 1),
    ],
)
def test_what_is_no_yaml_is_refused_at_its_line(text, line, tmp_path):
    file = tmp_path / "descriptor.yml"
    file.write_text(text, newline="\n")
    with pytest.raises(DescriptorError) as refused:
        read_descriptor(file)
    (problem,) = refused.value.problems
    assert (problem.rule, problem.line) == ("not-yaml", line)
    assert problem.said()


def test_a_yaml_that_grows_without_end_is_refused():
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    with pytest.raises(NotYamlError):
        parse("\n".join(rows))
    with pytest.raises(NotYamlError):
        parse("a: &a [*a]")


@settings(derandomize=True, max_examples=200)
@given(st.text(alphabet="abc:-[]{}&*!|>'\"# \n\t1.0~?%@,", max_size=40))
def test_any_text_is_yaml_or_refused_in_words(text):
    looked = look_over(Source(text, name="descriptor.yml"))
    assert all(each.problem.said() for each in looked.findings)


def one_of(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words.split())


WORDS = one_of(
    """integer number string boolean enumeration datetime geometry file image array id gt leq
    values min_size max_size subtype min_length before 1 x 2024-01-01T00:00:00Z a b"""
)
ATTRIBUTES = one_of(
    """id type gt geq lt leq values min_size max_size subtype min_length max_length before after
    default optional description display_name dependencies formats max_file_size"""
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=4)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ATTRIBUTES, inner, max_size=5),
    max_leaves=10,
)
TASKS = st.fixed_dictionaries(
    {"namespace": ANY, "inputs": st.dictionaries(st.text("aAb_", min_size=1), ANY) | ANY},
    optional=dict.fromkeys(("name", "name_short", "version", "authors", "outputs"), ANY),
)
ARGUMENTS = st.fixed_dictionaries(
    {"name": WORDS, "type": WORDS},
    optional=dict.fromkeys(("default", "options", "cli_tag", "cli_order", "format"), ANY),
)
BILAYERS = st.fixed_dictionaries(
    {"exec_function": ANY},
    optional=dict.fromkeys(
        ("inputs", "parameters", "outputs", "docker_image", "citations"), ANY | st.lists(ARGUMENTS)
    ),
)


@settings(derandomize=True, max_examples=400, deadline=None)
@given(TASKS | BILAYERS)
def test_any_value_anywhere_in_a_task_is_read_or_refused_in_words(value):
    text = yaml.safe_dump(value, allow_unicode=True)
    looked = look_over(Source(text, name="descriptor.yml"))
    assert all(each.problem.said() for each in looked.findings)
    if looked.algorithm is not None:
        for each in looked.algorithm.parameters:
            if each.default is not None:
                stored = as_text(each, each.default)
                again = from_text(each, stored)
                assert again == each.default or again != again or stored == ""


def test_every_real_task_and_configuration_is_read(shared: Path):
    for folder in ("appengine", "other"):
        files = sorted((shared / "corpus" / folder).glob("*.y*ml"))
        assert files
        for file in files:
            assert read_descriptor(file).parameters


def test_a_kept_text_is_read_in_its_notation_whatever_its_file_is_called(task):
    again = read_descriptor_text(task.descriptor_text, "descriptor.json")
    assert again == task


def test_a_boutiques_line_has_flags_separators_lists_and_paths(frogs):
    values = check(
        frogs, {"ponds": ["/a b", "/c"], "depth": "2", "shades": "green,brown", "dry": "yes"}
    )
    assert command_line(frogs, values) == [
        *("frogs", "-p", "/a b", "/c", "--depth=2", "-s", "green,brown", "--dry"),
        *("-m", "fast", "-o", "report-[LABEL]-fast.txt"),
    ]
    assert arguments(frogs, values) == command_line(frogs, values)[1:]


def test_a_boutiques_form_is_bounded_and_ruled(frogs):
    assert refusals(frogs, {"ponds": "/a", "depth": "0"})["depth"].startswith("0 is too small")
    assert refusals(frogs, {"ponds": "/a,/b,/c,/d"}).keys() == {"ponds"}
    assert refusals(frogs, {"ponds": "/a", "wet": True, "depth": "1"}).keys() == {"depth"}
    assert refusals(frogs, {"ponds": "/a", "wet": True, "dry": True}).keys() == {"dry"}
    assert refusals(frogs, {"ponds": "/a", "mode": "deep"}).keys() == {"depth"}
    assert refusals(frogs, {"ponds": "/a", "label": "x"}).keys() == {"label"}
    assert refusals(frogs, {"ponds": "/a", "shades": "green,blue"}).keys() == {"shades"}


def test_no_value_of_a_boutiques_line_is_ever_read_as_code(frogs):
    nasty = "$(touch X); 'a' \"b\" [MODE] --y"
    line = command_line(frogs, check(frogs, {"ponds": [nasty], "mode": "deep", "depth": 1}))
    assert line[:3] == ["frogs", "-p", nasty]


def test_an_endless_quotation_mark_is_refused():
    text = '{"schema-version": "0.5", "command-line": "a \'b", "inputs": []}'
    with pytest.raises(DescriptorError) as refused:
        read_descriptor_text(text, "x.json")
    assert "uneven-quotes" in {problem.rule for problem in refused.value.problems}


def test_a_list_survives_being_stored_as_text(frogs):
    ponds = frogs.parameters[0]
    value = check(frogs, {"ponds": ["/a, b", '"c"']})["ponds"]
    assert from_text(ponds, as_text(ponds, value)) == value
    assert from_text(ponds, "/a,/b") == ("/a", "/b")


def test_bilayers_configurations_become_algorithms():
    algorithm = read_descriptor(FOLDER / "bilayers.yaml")
    assert algorithm.name == "count_frogs"
    assert algorithm.container_image == ContainerImage("pond/frogs:v1", "docker")
    assert algorithm.warnings == ()
    shade, wet = algorithm.parameters[1:]
    assert (shade.choices, shade.default) == (("green", "3"), "3")
    assert wet.is_advanced
    values = check(algorithm, {"ponds": "/p", "wet": "yes"})
    assert command_line(algorithm, values) == [
        *("python", "-m", "frogs", "--quiet", "--ponds", "/p", "--shade", "3", "--wet"),
    ]
    values = check(algorithm, {"ponds": "/p"})
    assert "--wet" not in command_line(algorithm, values)
