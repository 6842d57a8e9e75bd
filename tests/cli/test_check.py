"""`cytodesk check`, as a person says it and as a program reads it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cytodesk.cli.command import run_command

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]):
    """Return what the command says on stdout; its exit status has to be the expected one."""

    def run(*words: object, status: int = 0) -> str:
        assert run_command([str(word) for word in words]) == status
        return capsys.readouterr().out

    return run


@pytest.fixture
def read(said):
    def run(*words: object, status: int = 0) -> list[dict[str, Any]]:
        return list(json.loads(said(*words, "--json", status=status))["checked"])

    return run


@pytest.fixture
def copied(tmp_path: Path):
    def copy(name: str) -> Path:
        file = tmp_path / "descriptor.json"
        shutil.copyfile(DATA / "check" / f"{name}.json", file)
        return file

    return copy


def test_each_finding_is_said_with_its_place_its_rule_and_why(said):
    text = said("check", DATA / "check" / "trailing_commas.json")
    assert "0 errors, 3 warnings, 0 notes" in text
    assert (
        "line 13, column 122: A comma before } was passed over. Remove it. "
        "[warning: trailing-comma]" in text
    )
    assert text.count("Cytomine reads strict JSON only: it refuses the whole file.") == 1


def test_a_clean_descriptor_needs_one_line(said):
    file = DATA / "check" / "clean.json"
    assert said("check", file) == f"{file}: nothing to mend\n"


def test_what_cannot_be_read_ends_with_status_3(said, tmp_path):
    assert "not-json" in said("check", DATA / "check" / "broken.json", status=3)
    assert "no-descriptor" in said("check", tmp_path / "nothing.json", status=3)


def test_a_program_reads_rule_severity_place_reason_and_whether_it_can_be_mended(read):
    (file,) = read("check", DATA / "check" / "types_of_others.json")
    first = file["problems"][0]
    assert (first["rule"], first["severity"]) == ("foreign-type", "warning")
    assert (first["line"], first["column"], first["attribute"]) == (13, 36, "inputs[5].type")
    assert first["mendable"] is True
    assert first["why"]
    assert "Number" in first["sentence"]
    assert file["problems"][3]["mendable"] is False
    assert file["problems"][4]["severity"] == "note"
    assert "fixed" not in file


def test_fix_writes_the_file_and_shows_the_difference(said, copied):
    file = copied("trailing_commas")
    text = said("check", file, "--fix")
    assert "3 mended." in text
    assert '-    {"id": "area",' in text
    assert file.read_text() == (DATA / "check" / "clean.json").read_text()
    assert said("check", file, "--fix") == f"{file}: nothing to mend\n"


def test_fix_says_what_is_left(read, copied):
    (file,) = read("check", copied("types_of_others"), "--fix")
    assert file["fixed"] is True
    assert [each["rule"] for each in file["left"]] == ["foreign-type"]
    assert file["difference"].startswith("--- ")
    (again,) = read("check", file["path"], "--fix")
    assert (again["fixed"], again["difference"]) == (False, "")


def test_fix_leaves_what_it_cannot_read(said, copied):
    file = copied("broken")
    before = file.read_bytes()
    assert said("check", file, "--fix", status=3)
    assert file.read_bytes() == before


def test_without_fix_nothing_is_written(said, copied):
    file = copied("trailing_commas")
    before = file.read_bytes()
    said("check", file)
    assert file.read_bytes() == before


def test_a_trusted_source_wants_its_names(read, tmp_path):
    folder = tmp_path / "S_Toads"
    folder.mkdir()
    shutil.copyfile(DATA / "check" / "clean.json", folder / "descriptor.json")
    (file,) = read("check", folder, "--prefix", "S_", "--username", "pool")
    assert [each["rule"] for each in file["problems"]] == ["repository-name", "image-name"]


def test_a_folder_of_many_is_checked_whole(read):
    files = read("check", DATA / "dialects")
    assert [Path(file["path"]).name for file in files] == [
        "bilayers.yaml",
        "boutiques.json",
        "task.yml",
        "task_odd.yml",
    ]


def test_every_file_of_the_corpus_is_checked(read, shared):
    files = read("check", shared / "corpus", status=3)
    assert len(files) >= 200
    for file in files:
        for problem in file["problems"]:
            assert problem["rule"]
            assert problem["sentence"]
            assert problem["why"]
            assert problem["line"] > 0
