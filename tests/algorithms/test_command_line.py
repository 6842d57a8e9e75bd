from __future__ import annotations

import argparse
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.command_line import arguments, command_line, masked
from cytodesk.algorithms.descriptors import read_descriptor, read_descriptor_text
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.values import as_text
from cytodesk.errors import DescriptorError

SERVER = {
    "cytomine_host": "http://127.0.0.1:8080",
    "cytomine_public_key": "public",
    "cytomine_private_key": "private",
    "cytomine_id_project": "5",
    "cytomine_id_software": "6",
}
FIVE = [token for name, value in SERVER.items() for token in (f"--{name}", value)]
NASTY = '$(touch X); "a b" --y'


def one(id, **attributes):
    defaults = {"value_key": f"[{id.upper()}]", "flag": f"--{id}"}
    return Parameter(id, id, ParameterType.STRING, **{**defaults, **attributes})


def algorithm_of(line, *parameters):
    return Algorithm("Frogs", "", None, line, parameters)


def tokens(line, values, *parameters):
    return command_line(algorithm_of(line, *parameters), values)


def test_a_flag_and_its_value_are_two_tokens():
    assert tokens("python run.py [A]", {"a": "v"}, one("a")) == ["python", "run.py", "--a", "v"]


def test_a_value_that_looks_like_an_option_is_joined_to_its_long_flag():
    assert tokens("[A]", {"a": "-3"}, one("a")) == ["--a=-3"]
    assert tokens("[A]", {"a": "-3"}, one("a", flag="-a")) == ["-a", "-3"]
    assert tokens("[A]", {"a": "-3"}, one("a", flag="")) == ["-3"]


def test_a_flag_that_ends_in_an_equals_sign_takes_its_value():
    assert tokens("[A]", {"a": "v w"}, one("a", flag="--a=")) == ["--a=v w"]


def test_a_nasty_value_is_one_token_exactly_as_given():
    assert tokens("run [A] [B]", {"a": NASTY, "b": "[A]"}, one("a"), one("b")) == [
        "run",
        "--a",
        NASTY,
        "--b",
        "[A]",
    ]


def test_keys_of_what_was_not_given_are_removed(look_alike):
    algorithm = look_alike("plain")
    assert command_line(algorithm, {"shade": "green"}, SERVER) == [
        "python",
        "run.py",
        *FIVE,
        "--shade",
        "green",
    ]


def test_arguments_are_without_the_words_of_the_program(look_alike):
    assert arguments(look_alike("plain"), {}, SERVER) == FIVE


def test_a_key_is_never_found_inside_another(look_alike):
    values = {"frog": 1, "frog_area": 2, "big_frog": 3}
    expected = [*FIVE, "--frog", "1", "--frog_area", "2", "--big_frog", "3"]
    assert arguments(look_alike("key_within_key"), values, SERVER) == expected


def test_brackets_may_differ_between_key_and_line(look_alike):
    found = arguments(look_alike("brackets_differ"), {"frog_area": 1}, SERVER)
    assert found == [*FIVE, "--frog_area", "1"]


@pytest.mark.parametrize(
    "key", ["[A]", "[[A]", "[A", "A]", "[@A]", "A", "@A", "A,", "[A ]", "[ A ]"]
)
def test_slips_around_a_key_of_the_line_are_passed_over(key):
    assert tokens(f"run {key}", {"a": "v"}, one("a")) == ["run", "--a", "v"]


def test_keys_without_input_are_removed_with_their_own_option(look_alike):
    found = arguments(look_alike("key_without_input"), {"frog_area": 1}, SERVER)
    assert found == [*FIVE, "--frog_area", "1", "--mode", "FAST"]


def test_an_inputs_flag_in_front_of_a_key_that_nobody_has_takes_no_other_word():
    line = "run --kind [ALPHA] --fast"
    assert tokens(line, {"kind": "UNet"}, one("kind")) == ["run", "--fast", "--kind", "UNet"]
    assert tokens(line, {}, one("kind")) == ["run", "--fast"]


def test_the_key_of_an_output_vanishes_with_its_option():
    text = json.dumps(
        {
            "schema-version": "biomero-0.1",
            "command-line": "python run.py --x [X] --out [OUT] --last",
            "inputs": [{"id": "x", "type": "Number"}],
            "outputs": [{"id": "out", "type": "image", "value-key": "[OUT]"}],
        }
    )
    algorithm = read_descriptor_text(text, "outputs")
    assert command_line(algorithm, {"x": 1}) == ["python", "run.py", "--x", "1", "--last"]


def test_what_has_no_key_is_passed_by_its_id(look_alike):
    found = arguments(look_alike("input_without_key"), {"frog_area": 1, "depth": 2}, SERVER)
    assert found == [*FIVE, "--frog_area", "1", "--depth", "2"]


def test_without_a_command_line_everything_is_passed_by_its_id(look_alike):
    found = command_line(look_alike("no_command_line"), {"frog_area": 1}, SERVER)
    assert found == [*FIVE, "--frog_area", "1"]


def test_a_flag_that_the_line_writes_too_is_passed_once(look_alike):
    assert arguments(look_alike("doubled_flag"), {"frog_area": -1}) == ["--frog-area=-1"]


def test_a_flag_that_only_the_line_writes_stays_and_goes_with_its_value(look_alike):
    algorithm = look_alike("no_flags")
    assert arguments(algorithm, {"frog_area": -1}, SERVER) == [*FIVE, "--frog_area=-1"]
    assert arguments(algorithm, {}, SERVER) == FIVE


def test_a_key_inside_a_token_is_replaced_there(look_alike):
    algorithm = look_alike("key_inside_token")
    found = arguments(algorithm, {"frog_area": "[DEPTH] x", "depth": 3}, SERVER)
    assert found == [*FIVE, "--frog_area=[DEPTH] x", "--depth=3"]
    assert arguments(algorithm, {"depth": 3}, SERVER) == [*FIVE, "--depth=3"]


def test_a_bare_key_counts_inside_a_token_only_behind_an_equals_sign():
    frog = one("frog", value_key="FROG")
    assert tokens("python /FROG/run.py --x=FROG", {"frog": "v w"}, frog) == [
        "python",
        "/FROG/run.py",
        "--x=v w",
    ]


def test_an_algorithm_without_the_five_is_given_no_keys(look_alike):
    assert "private" not in command_line(look_alike("doubled_flag"), {"frog_area": 1}, SERVER)


def test_an_algorithm_with_some_of_the_five_is_given_all():
    host = one("cytomine_host", set_by_server=True)
    assert arguments(algorithm_of("[CYTOMINE_HOST]", host), {}, SERVER) == FIVE


def test_the_clients_other_names_are_filled_too(look_alike):
    found = arguments(look_alike("synonyms"), {}, SERVER)
    assert found[-4:] == ["--cytomine_project_id", "5", "--cytomine_software_id", "6"]


def test_options_of_a_scheduler_never_reach_the_program():
    assert tokens("run [A]", {"a": "1"}, one("a", server_parameter=True)) == ["run"]


def test_secrets_are_hidden_wherever_they_stand():
    found = masked(["--private=secret", "secretary", "x"], ["secret", "", "secretary"])
    assert found == ["--private=***", "***", "x"]


SAFE_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)
KEYS = st.sampled_from(["[{}]", "@{}", "{}"])


@settings(derandomize=True, max_examples=200)
@given(st.dictionaries(st.sampled_from("abcdefg"), SAFE_TEXT), KEYS, KEYS)
def test_a_value_always_arrives_as_one_token(values, in_key, in_line):
    ids = {name: f"long_{name}" for name in "abcdefg"}
    parameters = [
        one(id, value_key=in_key.format(id.upper()), optional=True) for id in ids.values()
    ]
    line = " ".join(in_line.format(id.upper()) for id in ids.values())
    given_values = {ids[name]: value for name, value in values.items()}
    found = arguments(algorithm_of("python run.py " + line, *parameters), given_values)
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for id in ids.values():
        parser.add_argument(f"--{id}")
    namespace = vars(parser.parse_args(found))
    assert {name: text for name, text in namespace.items() if text is not None} == given_values


def client_parser() -> argparse.ArgumentParser:
    """The first of CytomineJob's two parsers: its own options with their synonyms."""
    parser = argparse.ArgumentParser()
    synonyms = {
        "cytomine_host": ["--host"],
        "cytomine_public_key": ["--public_key", "--publicKey"],
        "cytomine_private_key": ["--private_key", "--privateKey"],
    }
    for name in ("project", "software"):
        synonyms[f"cytomine_id_{name}"] = [
            f"--id_{name}",
            f"--cytomine_{name}_id",
            f"--id{name.title()}",
            f"--{name}_id",
        ]
    for name, others in synonyms.items():
        parser.add_argument(f"--{name}", *others, dest=name, required=True)
    parser.add_argument("--verbose", "--cytomine_verbose", type=int)
    levels = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
    parser.add_argument("-l", "--log_level", "--cytomine_log_level", choices=levels)
    return parser


def input_parser(algorithm: Algorithm) -> argparse.ArgumentParser:
    """The second: the inputs by their ids, converted by type."""
    parser = argparse.ArgumentParser()
    for each in algorithm.parameters:
        parser.add_argument(
            f"--{each.id}",
            dest=each.id,
            required=not each.optional,
            type=CONVERSIONS[each.type],
        )
    return parser


def _number(text):
    try:
        return int(text)
    except ValueError:
        return float(text)


CONVERSIONS = {
    ParameterType.NUMBER: _number,
    ParameterType.BOOLEAN: lambda text: {"true": True, "false": False}[text],
    ParameterType.DOMAIN: int,
    **dict.fromkeys(
        (
            ParameterType.STRING,
            ParameterType.DATE,
            ParameterType.LIST,
            ParameterType.LIST_DOMAIN,
        ),
        str,
    ),
}
EXAMPLES = {
    ParameterType.STRING: NASTY,
    ParameterType.NUMBER: -0.5,
    ParameterType.BOOLEAN: False,
    ParameterType.DATE: "2024-12-31",
    ParameterType.DOMAIN: 2**53 + 1,
    ParameterType.LIST_DOMAIN: (3, 1, 2),
    ParameterType.LIST: "-a,b c",
}


def test_cytominejob_reads_back_every_value_of_every_real_algorithm(corpus):
    # A Groovy program that takes its values by position; its flags are empty.
    without_flags = {"Cytomine-ULiege__S_Stats-TermAreaIncluded"}
    for file in corpus:
        try:
            algorithm = read_descriptor(file)
        except DescriptorError:
            continue
        if not algorithm.is_cytomine_app or file.stem in without_flags:
            continue
        values = {
            each.id: each.choices[0] if each.choices else EXAMPLES[each.type]
            for each in algorithm.asked
        }
        given_tokens = arguments(algorithm, values, SERVER)
        own, _ = client_parser().parse_known_args(given_tokens)
        found, _ = input_parser(algorithm).parse_known_args(given_tokens)
        assert vars(own) | SERVER == vars(own), file.stem
        for each in algorithm.asked:
            value = values[each.id]
            expected = as_text(each, value) if CONVERSIONS[each.type] is str else value
            assert vars(found)[each.id] == expected, (file.stem, each.id)


def test_no_key_of_a_real_algorithm_is_left_when_only_the_required_is_given(corpus):
    for file in corpus:
        try:
            algorithm = read_descriptor(file)
        except DescriptorError:
            continue
        required = {each.id: EXAMPLES[each.type] for each in algorithm.asked if not each.optional}
        found = command_line(algorithm, required, SERVER)
        keys = {each.value_key for each in algorithm.parameters}
        assert not keys & set(found), file.stem
        assert not [token for token in found if token.startswith("[")], file.stem


@pytest.mark.parametrize("words", ["", "echo", "python run.py", "python -m frogs"])
def test_program_words_end_at_the_first_key_or_flag(words):
    text = json.dumps(
        {"command-line": f"{words} --pond 3 [A]", "inputs": [{"id": "a", "type": "String"}]}
    )
    algorithm = read_descriptor_text(text, "words")
    assert arguments(algorithm, {"a": "v"}) == ["--pond", "3", "--a", "v"]
    assert command_line(algorithm, {"a": "v"})[: len(words.split())] == words.split()
