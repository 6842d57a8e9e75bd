from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.command_line import command_line
from cytodesk.algorithms.descriptors import read_descriptor_text
from cytodesk.algorithms.descriptors.checking import Checker
from cytodesk.algorithms.descriptors.cytomine.naming import TrustedSource
from cytodesk.algorithms.descriptors.mending import mended
from cytodesk.algorithms.descriptors.reading import Looked, look_over
from cytodesk.algorithms.descriptors.source import Source, files_below, source_of
from cytodesk.errors import DescriptorError
from tests.algorithms.conftest import LOOK_ALIKES
from tests.algorithms.test_command_line import EXAMPLES, SERVER

CHECKED = LOOK_ALIKES.parent / "check"
FINDINGS = json.loads((CHECKED / "findings.json").read_text(encoding="utf-8"))


def found_in(name: str) -> list[str]:
    report = Checker().report(CHECKED / f"{name}.json")
    return [f"{each.problem.rule} {each.problem.line}" for each in report.found]


def meaning(algorithm: Algorithm) -> list[object]:
    """Return what must survive mending: the form, and the lines that values make."""
    names = [
        "id",
        "name",
        "type",
        "default",
        "choices",
        "minimum",
        "maximum",
        "optional",
        "is_integer",
        "flag",
        "uri",
    ]
    fields = [[getattr(each, name) for name in names] for each in algorithm.parameters]
    asked = algorithm.asked
    samples = [
        {each.id: each.choices[0] if each.choices else EXAMPLES[each.type] for each in asked},
        {each.id: EXAMPLES[each.type] for each in asked[::2]},
        {},
    ]
    return [*fields, *(command_line(algorithm, values, SERVER) for values in samples)]


def test_every_look_alike_has_its_findings():
    assert {file.stem for file in CHECKED.glob("*.json")} - {"findings"} == FINDINGS.keys()
    assert len(FINDINGS) >= 20


@pytest.mark.parametrize("name", FINDINGS)
def test_a_look_alike_shows_the_findings_that_were_written_first(name):
    assert sorted(found_in(name)) == sorted(FINDINGS[name])


@pytest.mark.parametrize("name", [name for name in FINDINGS if name != "broken"])
def test_mending_keeps_the_meaning_and_is_done_once(name, tmp_path):
    file = tmp_path / "descriptor.json"
    shutil.copyfile(CHECKED / f"{name}.json", file)
    before = look_over(source_of(file)).algorithm
    first = Checker().report(file, mends=True)
    text = file.read_bytes()
    json.loads(text)
    assert first.was_written == (first.mendable != frozenset())
    assert not any(first.is_mendable(each) for each in first.left)
    assert not Checker().report(file, mends=True).was_written
    assert file.read_bytes() == text
    after = look_over(source_of(file)).algorithm
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert meaning(after) == meaning(before)


def test_mending_touches_only_what_was_wrong(tmp_path):
    file = tmp_path / "descriptor.json"
    shutil.copyfile(CHECKED / "trailing_commas.json", file)
    Checker().report(file, mends=True)
    assert file.read_text() == (CHECKED / "clean.json").read_text()


def test_windows_line_ends_survive_mending(tmp_path):
    file = tmp_path / "descriptor.json"
    shutil.copyfile(CHECKED / "line_ends.json", file)
    Checker().report(file, mends=True)
    assert file.read_bytes() == (CHECKED / "line_ends.json").read_bytes().removeprefix(
        b"\xef\xbb\xbf"
    )


def test_other_encodings_become_utf8(tmp_path):
    file = tmp_path / "descriptor.json"
    text = (CHECKED / "clean.json").read_text().replace("Counts frogs.", "Zählt Frösche.")
    file.write_bytes(text.encode("latin-1"))
    report = Checker().report(file, mends=True)
    assert [each.problem.rule for each in report.found] == ["not-utf8"]
    assert file.read_text(encoding="utf-8") == text


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path):
    file = tmp_path / "descriptor.json"
    broken = (CHECKED / "broken.json").read_bytes().replace(b'"Frogs",', b'"Frogs"')
    file.write_bytes(broken)
    report = Checker().report(file, mends=True)
    assert not report.was_written
    assert file.read_bytes() == broken


def test_yaml_is_checked_and_never_rewritten(tmp_path):
    file = tmp_path / "descriptor.yml"
    file.write_bytes("name: Frösche\ncommand-line: run  [A]\ninputs: []\n".encode("latin-1"))
    before = file.read_bytes()
    report = Checker().report(file, mends=True)
    assert {"not-utf8", "doubled-blank"} <= {each.problem.rule for each in report.found}
    assert report.mendable == frozenset()
    assert report.hindrance is not None
    assert "mend it by hand" in report.hindrance.said()
    assert file.read_bytes() == before


def test_a_zip_is_checked_and_never_rewritten(tmp_path):
    path = tmp_path / "app.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(CHECKED / "trailing_commas.json", "descriptor.json")
    before = path.read_bytes()
    report = Checker().report(path, mends=True)
    assert report.hindrance is not None
    assert "unpack" in report.hindrance.said()
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter there")
def test_a_mended_file_keeps_its_permissions_and_its_link(tmp_path):
    file = tmp_path / "descriptor.json"
    shutil.copyfile(CHECKED / "trailing_commas.json", file)
    file.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(file)
    assert Checker().report(link, mends=True).was_written
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(each.name for each in tmp_path.iterdir()) == ["descriptor.json", "link.json"]


def test_a_trusted_source_wants_its_own_names(tmp_path):
    folder = tmp_path / "S_Toads"
    folder.mkdir()
    file = folder / "descriptor.json"
    text = (CHECKED / "clean.json").read_text().replace("singularity", "docker")
    file.write_text(text)
    checker = Checker(TrustedSource("S_", "pool"))
    report = checker.report(file, mends=True)
    rules = [each.problem.rule for each in report.found]
    assert sorted(set(rules)) == ["container-type", "image-name", "repository-name"]
    container = json.loads(file.read_text())["container-image"]
    assert container == {"image": "pool/s_frogs", "type": "singularity"}
    assert [each.problem.rule for each in report.left] == ["repository-name"]
    (tmp_path / "S_Frogs").mkdir()
    file = shutil.move(file, tmp_path / "S_Frogs" / "descriptor.json")
    assert Checker(TrustedSource("S_", "pool")).report(Path(file)).found == ()


def test_a_folder_that_is_no_app_gives_all_its_descriptors(tmp_path):
    for place in ("a/descriptor.json", "b/other.yml", ".git/descriptor.json", "readme.md"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text("{}")
    names = [each.relative_to(tmp_path).as_posix() for each in files_below(tmp_path)]
    assert names == ["a/descriptor.json", "b/other.yml"]
    assert files_below(tmp_path / "a") == [tmp_path / "a"]


def test_every_real_descriptor_is_mended_once_and_means_the_same(corpus):
    for file in corpus:
        source = source_of(file)
        before = look_over(source).algorithm
        result = mended(source)
        assert result is not None, file.stem
        json.loads(result.text)
        again = mended(Source(result.text))
        assert again is not None
        assert not again.has_changed, file.stem
        assert not any(each.mends for each in result.left), file.stem
        after = look_over(Source(result.text)).algorithm
        if before is not None and after is not None:
            assert meaning(after) == meaning(before), file.stem


def test_a_mended_real_descriptor_keeps_the_lines_that_were_not_wrong(corpus):
    for file in corpus:
        source = source_of(file)
        result = mended(source)
        assert result is not None
        before, after = source.text.split("\n"), result.text.split("\n")
        # A finding touches a line or two: the flags that most need are the worst case.
        kept = len(set(before) & set(after))
        assert kept >= len(set(before)) - 3 * (len(look_over(source).findings) + 1), file.stem


def one_of(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words.split())


WORDS = one_of(
    """id type name Number number String List ListDomain Boolean Date File Flag [@ID] @id --@id
    [A] A a b cytomine_host default default-value true false singularity 1 .5 2024-01-01 inf"""
)
ATTRIBUTES = one_of(
    """id name type description value-key command-line-flag optional set-by-server default-value
    default values-choice value-choices minimum maximum integer uri uri-print-attribute format
    mode server-parameter uriSortAttribute list list-separator min-list-entries members
    requires-inputs disables-inputs value-requires mutually-exclusive path-template"""
)
TOPS = one_of(
    """name description schema-version command-line container-image inputs groups output-files
    tool-version namespace outputs configuration name_short authors version $schema"""
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | WORDS
)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ATTRIBUTES, inner, max_size=4),
    max_leaves=8,
)
SCHEMAS = st.sampled_from(["cytomine-0.1", "0.5", "0.5", "biomero-0.1", "0.4", ""])
INPUTS = st.lists(st.dictionaries(ATTRIBUTES, ANY, max_size=9) | ANY, max_size=4)
DESCRIPTORS = st.builds(
    lambda schema, inputs, more: {"schema-version": schema, "inputs": inputs, **more},
    SCHEMAS,
    INPUTS | ANY,
    st.dictionaries(TOPS, ANY, max_size=6),
)


@settings(derandomize=True, max_examples=600, deadline=None)
@given(DESCRIPTORS | ANY)
def test_any_json_anywhere_is_read_or_refused_in_words_and_mended_once(value):
    text = json.dumps(value)
    looked = look_over(Source(text))
    assert all(each.problem.said() for each in looked.findings)
    algorithm = looked.algorithm
    if algorithm is None:
        with pytest.raises(DescriptorError):
            read_descriptor_text(text, "any")
    result = mended(Source(text))
    if result is not None:
        json.loads(result.text)
        again = mended(Source(result.text))
        assert again is not None
        assert again.text == result.text
        if algorithm is not None:
            after = read_descriptor_text(result.text, "mended")
            assert [each.id for each in after.parameters] == [
                each.id for each in algorithm.parameters
            ]
            assert [each.default for each in after.parameters] == [
                each.default for each in algorithm.parameters
            ]


def test_many_keys_within_others_are_mended_at_once():
    """Each had a mend of the whole line for itself: 200 of them took seconds, 600 half a minute."""
    inputs = [{"id": f"p{n}", "type": "Number", "value-key": "@ID"} for n in range(200)]
    line = " ".join(f"P{n}" for n in range(200))
    text = json.dumps({"name": "x", "command-line": line, "inputs": inputs})
    looks = []

    def look(source: Source) -> Looked:
        looks.append(source)
        return look_over(source)

    result = mended(Source(text), look)
    assert result is not None
    assert json.loads(result.text)["command-line"].startswith("P0 [P1] [P2]")
    assert not any(each.problem.rule == "key-within-key" for each in result.left)
    assert len(looks) < 10


@pytest.mark.parametrize("number", ["9" * 400, "9" * 5000, "-" + "9" * 400, "1e999"])
def test_a_number_beyond_all_bounds_is_refused_in_words(number):
    text = f'{{"name": "x", "inputs": [{{"id": "a", "type": "Number", "minimum": {number}}}]}}'
    said = [each.problem.said() for each in look_over(Source(text)).findings]
    assert any("too large to be used" in each for each in said)
