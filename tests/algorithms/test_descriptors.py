from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from cytodesk.algorithms.algorithm import ContainerImage, filled_by_server
from cytodesk.algorithms.descriptors import read_descriptor, read_descriptor_text
from cytodesk.algorithms.fitting import fitting
from cytodesk.algorithms.parameters import ParameterType
from cytodesk.errors import DescriptorError
from tests.algorithms.conftest import LOOK_ALIKES

WARNED = {
    "bare_word": {"bare-word"},
    "bounds_as_text": {"value-as-text"},
    "brackets_differ": {"brackets-differ"},
    "complete_example": {"trailing-comma", "value-as-text", "doubled-name"},
    "default_against_type": {"value-against-type"},
    "default_spelling": {"default-spelling"},
    "doubled_flag": {"doubled-flag", "missing-server-inputs"},
    "foreign_types": {"foreign-type"},
    "input_without_key": {"input-without-key"},
    "key_inside_token": set(),
    "key_within_key": {"key-within-key"},
    "key_without_input": {"key-without-input"},
    "line_break_in_text": {"control-character"},
    "loose_number": {"loose-number"},
    "missing_attributes": {"missing-flag"},
    "missing_comma": {"missing-comma"},
    "no_command_line": {"missing-command-line"},
    "no_container": {"missing-container-image"},
    "no_defaults": set(),
    "no_flags": set(),
    "not_a_server": {"option-of-the-client"},
    "objects": {"missing-uri", "unknown-placeholder", "old-attribute-name"},
    "odd_id": {"odd-id"},
    "only_id_is_expanded": {"id-inside-a-text"},
    "other_schema": {"schema-version"},
    "plain": set(),
    "set_by_nobody": {"set-by-nobody"},
    "similar_ids": {"similar-ids"},
    "synonyms": {"missing-flag"},
    "types_in_any_case": set(),
    "value_choices": {"value-as-text"},
    "words_for_booleans": {"claim-as-text", "value-as-text"},
}
REFUSED = {
    "doubled_id": {("doubled-id", 14)},
    "empty": {("not-json", 1)},
    "no_inputs": {("missing-inputs", 1)},
    "unclosed": {("not-json", 14)},
    "unknown_types": {
        ("unknown-type", 13),
        ("unknown-type", 14),
        ("missing-id", 15),
        ("not-an-input", 16),
    },
    "unterminated": {("not-json", 13)},
}


def asked(algorithm):
    return {parameter.id: parameter for parameter in algorithm.asked}


def test_every_look_alike_has_its_expectation():
    names = {file.stem for file in LOOK_ALIKES.glob("*.json")}
    assert names == WARNED.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", WARNED)
def test_a_quirk_is_read_and_warned_of_at_its_line(name, look_alike):
    algorithm = look_alike(name)
    assert {warning.rule for warning in algorithm.warnings} == WARNED[name]
    assert all(warning.is_warning and warning.line for warning in algorithm.warnings)
    assert all(warning.said() for warning in algorithm.warnings)
    assert algorithm.descriptor_text == (LOOK_ALIKES / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REFUSED)
def test_what_gives_no_form_is_refused_with_every_problem_at_its_line(name, look_alike):
    with pytest.raises(DescriptorError) as refused:
        look_alike(name)
    errors = [problem for problem in refused.value.problems if not problem.is_warning]
    assert {(problem.rule, problem.line) for problem in errors} == REFUSED[name]
    assert all(problem.said() for problem in refused.value.problems)
    assert f"{name}.json" in str(refused.value)


def test_the_complete_example_opens_with_everything_in_its_type(look_alike):
    algorithm = look_alike("complete_example")
    assert algorithm.name == "Count-Frogs"
    assert algorithm.container_image == ContainerImage("pond/s_count-frogs", "singularity")
    assert [parameter.index for parameter in algorithm.parameters[:3]] == [100, 200, 300]
    area, shade, since, is_wet, leaf, images = algorithm.asked
    assert (area.default, area.minimum, area.maximum, area.is_integer) == (25, 1, 400, True)
    assert (shade.default, shade.choices) == ("green", ("green", "brown", "striped"))
    assert (since.type, since.minimum) == (ParameterType.DATE, "2015-01-01")
    assert is_wet.default is False
    assert (leaf.print_attribute, leaf.sort_attribute, leaf.optional) == ("name", "name", False)
    assert images.type is ParameterType.LIST_DOMAIN
    assert images.uri == "/api/project/$currentProject$/imageinstance.json"


def test_missing_attributes_get_the_defaults_of_cytomine(look_alike):
    parameter = asked(look_alike("missing_attributes"))["frog_area"]
    assert parameter.name == "frog_area"
    assert parameter.value_key == "[FROG_AREA]"
    assert parameter.flag == "--frog_area"
    assert not parameter.optional
    assert not parameter.set_by_server
    assert parameter.default is None


def test_an_empty_flag_stays_empty(look_alike):
    assert asked(look_alike("no_flags"))["frog_area"].flag == ""


def test_types_are_read_in_any_case(look_alike):
    kinds = [parameter.type for parameter in look_alike("types_in_any_case").asked]
    assert kinds == ["Number", "ListDomain", "Boolean", "Date"]


def test_foreign_types_become_those_of_a_form(look_alike):
    found = asked(look_alike("foreign_types"))
    assert [each.type for each in found.values()] == ["Number", "Number", "String", "Boolean"]
    assert found["frog_area"].is_integer
    assert not found["depth"].is_integer


def test_a_default_that_says_nothing_is_no_default(look_alike):
    found = asked(look_alike("no_defaults"))
    assert [each.default for each in found.values()] == [None, None, None, "2,3"]


def test_a_misspelled_default_counts_only_where_a_value_is_required(look_alike):
    found = asked(look_alike("default_spelling"))
    assert (found["frog_area"].default, found["depth"].default) == (7, None)


def test_words_for_booleans_are_booleans(look_alike):
    found = asked(look_alike("words_for_booleans"))
    assert (found["is_wet"].default, found["is_deep"].default) == (False, False)
    assert not found["is_wet"].optional


def test_both_spellings_of_choices_count(look_alike):
    found = asked(look_alike("value_choices"))
    assert found["shade"].choices == ("green", "brown")
    assert found["pond"].choices == (1, 2)


def test_a_default_against_its_type_is_left_out(look_alike):
    assert asked(look_alike("default_against_type"))["frog_area"].default is None


def test_old_attribute_names_and_word_defaults_of_lists_count(look_alike):
    images = asked(look_alike("objects"))["images"]
    assert (images.print_attribute, images.default) == ("instanceFilename", "all")


def test_only_the_whole_word_id_is_expanded(look_alike):
    parameter = asked(look_alike("only_id_is_expanded"))["Frog_Area"]
    assert parameter.description == (
        "Passed as --Frog_Area, key FROG_AREA; write to frogs@idaho.example or see @identifier."
    )
    assert parameter.value_key == "[FROG_AREA]"
    assert parameter.flag == "--Frog_Area"


def test_set_by_server_outside_the_five_is_asked(look_alike):
    assert asked(look_alike("set_by_nobody"))["threshold"].default == 0.5


def test_the_clients_other_names_of_the_five_are_not_asked(look_alike):
    algorithm = look_alike("synonyms")
    assert algorithm.asked == ()
    assert [filled_by_server(parameter) for parameter in algorithm.parameters] == [
        "cytomine_host",
        "cytomine_public_key",
        "cytomine_private_key",
        "cytomine_id_project",
        "cytomine_id_software",
    ]


def test_a_host_that_no_server_sets_is_asked(look_alike):
    assert list(asked(look_alike("not_a_server"))) == ["host", "project_id"]


def beside_host(*inputs):
    host = {"id": "cytomine_host", "type": "String", "set-by-server": True}
    return read_descriptor_text(json.dumps({"inputs": [host, *inputs]}), "client")


def test_a_log_level_offers_what_the_python_client_takes():
    algorithm = beside_host({"id": "log_level", "type": "String", "default-value": "INFO"})
    assert algorithm.asked[0].choices == ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@pytest.mark.parametrize(
    ("name", "kind", "is_misread"),
    [
        ("log", "String", True),
        ("id", "Number", True),
        ("verbose", "Boolean", True),
        ("verbose", "Number", False),
        ("log_level", "String", False),
        ("frog", "String", False),
    ],
)
def test_an_id_that_the_python_client_takes_for_its_own_is_warned_of(name, kind, is_misread):
    rules = {warning.rule for warning in beside_host({"id": name, "type": kind}).warnings}
    assert ("option-of-the-client" in rules) is is_misread


def test_integers_stay_exact_at_any_size():
    text = json.dumps(
        {"inputs": [{"id": "n", "type": "Number", "default-value": 9007199254740993}]}
    )
    assert read_descriptor_text(text, "big").parameters[0].default == 9007199254740993


def test_windows_line_ends_and_tabs_are_no_quirk_and_a_byte_order_mark_is_left_out(tmp_path):
    plain = (LOOK_ALIKES / "plain.json").read_text(encoding="utf-8")
    file = tmp_path / "descriptor.json"
    windows = plain.replace("    ", "\t").replace("\n", "\r\n").encode()
    file.write_bytes(b"\xef\xbb\xbf" + windows)
    algorithm = read_descriptor(file)
    assert [(each.rule, each.line, each.column) for each in algorithm.warnings] == [
        ("byte-order-mark", 1, 1)
    ]
    assert algorithm.descriptor_text.encode() == windows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_signs_outside_ascii_are_read_in_any_usual_encoding(tmp_path, encoding):
    file = tmp_path / "any.json"
    file.write_bytes('{"name": "µm² ó", "inputs": []}'.encode(encoding))
    assert read_descriptor(file).name == "µm² ó"


def test_a_folder_is_read_by_its_descriptor(tmp_path):
    plain = (LOOK_ALIKES / "plain.json").read_bytes()
    (tmp_path / "other.json").write_bytes(plain)
    (tmp_path / "package.json").write_text("{}")
    assert read_descriptor(tmp_path).name == "Plain"
    (tmp_path / "descriptor.json").write_bytes(plain.replace(b'"Plain"', b'"Usual"'))
    assert read_descriptor(tmp_path).name == "Usual"


def test_a_folder_with_several_or_no_descriptors_says_so(tmp_path):
    with pytest.raises(DescriptorError, match="cannot be read") as refused:
        read_descriptor(tmp_path)
    assert "descriptor.json" in refused.value.problems[0].said()
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_bytes((LOOK_ALIKES / "plain.json").read_bytes())
    with pytest.raises(DescriptorError) as refused:
        read_descriptor(tmp_path)
    assert "one.json, two.json" in refused.value.problems[0].said()


@pytest.mark.parametrize("place", ["descriptor.json", "S_Frogs-main/descriptor.json"])
def test_a_zip_is_read_at_its_top_or_in_its_one_folder(tmp_path, place):
    path = tmp_path / "app.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(place, (LOOK_ALIKES / "plain.json").read_text(encoding="utf-8"))
        archive.writestr(str(Path(place).parent / "run.py"), "")
        archive.writestr("__MACOSX/._x", "")
    assert read_descriptor(path).name == "Plain"


@pytest.mark.parametrize(
    "places", [["../descriptor.json"], ["a/descriptor.json", "b/run.py"], ["a/b/descriptor.json"]]
)
def test_a_zip_with_its_descriptor_elsewhere_is_refused(tmp_path, places):
    path = tmp_path / "app.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for place in places:
            archive.writestr(place, "{}")
    with pytest.raises(DescriptorError):
        read_descriptor(path)


def test_a_zip_bomb_is_refused_without_being_unpacked(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("descriptor.json", b" " * 50_000_000)
    with pytest.raises(DescriptorError) as refused:
        read_descriptor(path)
    assert "larger than" in refused.value.problems[0].said()


def test_a_missing_file_is_refused_in_words(tmp_path):
    with pytest.raises(DescriptorError) as refused:
        read_descriptor(tmp_path / "nothing.json")
    assert "Nothing is there" in refused.value.problems[0].said()


def test_a_broken_zip_is_refused_in_words(tmp_path):
    path = tmp_path / "app.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("descriptor.json", "frog " * 500)
    data = bytearray(path.read_bytes())
    data[50:60] = b"\xff" * 10
    path.write_bytes(data)
    with pytest.raises(DescriptorError) as refused:
        read_descriptor(path)
    assert "cannot be read" in refused.value.problems[0].said()


@pytest.mark.parametrize(
    ("attributes", "rules"),
    [
        ({"type": "Number", "default-value": 5, "maximum": 4}, {"default-not-allowed"}),
        ({"type": "String", "default-value": "a", "values-choice": ["b"]}, {"default-not-allowed"}),
        ({"type": "Number", "minimum": 5, "maximum": 4}, {"bounds-crossed"}),
        ({"type": "Date", "minimum": "2024-02-01", "maximum": "2024-01-01"}, {"bounds-crossed"}),
        ({"type": "Number", "integer": True, "minimum": 0.5, "maximum": 0.5}, set()),
        ({"type": "Number", "integer": True, "default-value": 0.5}, {"integer-against-default"}),
        ({"type": "Number", "integer": True, "default-value": 5.0}, set()),
        ({"type": "Domain", "uri": "/x.json", "default-value": "$currentProject$"}, set()),
        ({"type": "Domain", "uri": "/x.json", "default-value": "frog"}, {"value-against-type"}),
        ({"type": "ListDomain", "uri": "/x.json", "default-value": "1,2"}, set()),
    ],
)
def test_attributes_that_rule_each_other_out_are_warned_of(attributes, rules):
    text = json.dumps({"inputs": [{"id": "frog", **attributes}]})
    top = {"missing-name", "schema-version", "missing-container-image", "missing-command-line"}
    found = {warning.rule for warning in read_descriptor_text(text, "x").warnings}
    assert found - top - {"missing-server-inputs", "missing-flag"} == rules


def test_a_default_with_decimals_stands_above_the_word_integer():
    said = {"id": "share", "type": "Number", "integer": True, "default-value": "0.001"}
    algorithm = read_descriptor_text(json.dumps({"inputs": [said]}), "x")
    (share,) = algorithm.parameters
    assert (share.default, share.is_integer) == (0.001, False)
    assert fitting(share, "0.25") == 0.25


def test_a_list_is_no_descriptor():
    with pytest.raises(DescriptorError) as refused:
        read_descriptor_text("[]", "list.json")
    assert refused.value.problems[0].said() == "A descriptor is one object: { ... }."


def test_every_real_descriptor_is_read_or_refused_in_words(corpus):
    refused = []
    for file in corpus:
        try:
            algorithm = read_descriptor(file)
        except DescriptorError as trouble:
            refused.append(file.stem)
            problems = trouble.problems
        else:
            problems = algorithm.warnings
            assert algorithm.parameters or not json.loads(algorithm.descriptor_text)["inputs"]
        assert all(problem.said() and (problem.line or 0) > 0 for problem in problems)
    assert set(refused) <= {"13eMualliug__G_Heavy"}
