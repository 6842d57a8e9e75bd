"""The report and the research object of ten runs, one failed, one deleted, one with a table."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from cytodesk.assets import Words
from cytodesk.charts.study import Study
from cytodesk.charts.writing import number, signed
from cytodesk.errors import BadInput
from cytodesk.reports.blocks import Figure, Table
from cytodesk.reports.contents import contents_of
from cytodesk.reports.methods import methods_paragraph
from cytodesk.reports.pictures import save_drawing
from cytodesk.reports.report import write_report
from cytodesk.reports.ruler import width_of, wrapped
from cytodesk.reports.splitting import parts_of

from .conftest import DELETED, FAILED, TABLED


def same(sentence: str) -> str:
    return sentence


@pytest.fixture(scope="module")
def pdf(ten: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "ten.pdf"
    write_report(ten, path)
    return path


@pytest.fixture(scope="module")
def text(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


@pytest.fixture(scope="module")
def crate(ten: Study, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    path = tmp_path_factory.mktemp("crate") / "ten.zip"
    write_report(ten, path)
    return zipfile.ZipFile(path)


def test_the_pdf_names_every_run_with_its_id(text: str):
    for place in range(10):
        assert f"#{place + 1} {500 + place} " in text
    assert "#10 = 509" in text


def test_the_pdf_holds_n_units_exclusions_and_methods(text: str):
    for words in (
        "Total area (µm²)",
        "Density (1/mm²)",
        "positive (%) · results.csv",
        "n: ",
        "#8 failed: its figures cover only what it left behind.",
        "The results of #9 were deleted: what is missing was not counted as 0.",
        "These runs are of different algorithms: Detect nuclei, Count Ki-67.",
        "Images left out, on which one side may not have looked",
        "Not for diagnosis",
        "Detect nuclei, version 1.2.0 (digest 0000000000000000000), made #1 (500), #3 (502)",
        "Threshold = 0.1 (#1), 0.3 (#3), 0.5 (#5); Zoom = 0",
        "Holm over the metrics",
        "seed 20",
        "n = 20, at 0.5, 0.5 × 0.25 µm per pixel",
    ):
        assert words in text, words


def test_every_figure_of_the_report_is_one_of_the_json(ten: Study, text: str):
    told = ten.as_json()
    for metric in told["metrics"]:
        if metric["level"] == "run":
            for value, change in zip(metric["values"], metric["changes"], strict=True):
                assert number(value) in text
                assert signed(change) in text
    for agreement in told["agreements"]:
        for name in ("f1", "precision", "recall", "panoptic_quality", "pixel_dice"):
            assert number(agreement["pooled"][name]) in text
        for paired in agreement["paired"]:
            if isinstance(paired["bland_altman"], dict):
                assert signed(paired["bland_altman"]["bias"]) in text
    for aggregate in told["aggregates"]:
        for run in aggregate["runs"]:
            if run["n"] > 1:
                assert number(run["mean"]) in text


def test_terms_are_told_one_by_one_and_of_all_that_are_known(ten: Study, text: str):
    told = ten.as_json()
    for agreement in told["agreements"]:
        for term in agreement["terms"]:
            assert number(term["f1"]) in text
            if isinstance(term["kappa"], dict):
                assert number(term["kappa"]["kappa"]) in text
    fleiss = told["fleiss_kappa"]
    kappa = number(round(fleiss["kappa"], 3))
    names = "#1, #2, #3, #4, #5, #6, #7, #10"
    said = f"Terms of {names}: Fleiss' κ = {kappa} (n = {fleiss['n']} objects)."
    assert said in text


def test_what_is_missing_is_a_dash_and_never_0(ten: Study):
    tables = [block for block in contents_of(ten, same, "1") if isinstance(block, Table)]
    pooled = next(table for table in tables if table.header[0] == "Pooled over images")
    place = {name: at for at, name in enumerate(pooled.header)}
    for row in pooled.rows:
        assert row[place["#8"]] == "–"
        assert row[place["#9"]] == "–"
    ki67 = next(row for row in pooled.rows if row[0].startswith("positive"))
    assert ki67[place["#10"]] == number(21.5)
    assert set(ki67[1 : place["#10"]]) <= {"–", ""}


def test_an_agreement_without_a_common_image_is_not_known(ten: Study, text: str):
    told = {each["other"]: each for each in ten.as_json()["agreements"]}
    assert not told[FAILED]["is_known"]
    assert not told[DELETED]["is_known"]
    assert told[TABLED]["is_known"]
    assert "#1 and #8 have no image that both may have looked at." in text


def test_the_pages_are_not_empty_and_nothing_leaves_them(pdf: Path):
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) > 5
    for page in document:
        width, height = page.get_size()
        page_text = page.get_textpage()
        assert page_text.count_chars() > 40
        for place in range(page_text.count_rects()):
            left, bottom, right, top = page_text.get_rect(place)
            assert -1 <= left <= right <= width + 1
            assert -1 <= bottom <= top <= height + 1


def test_the_page_of_html_holds_the_same_tables(ten: Study, tmp_path: Path):
    path = tmp_path / "ten.html"
    write_report(ten, path, language="en")
    cells = _Cells()
    cells.feed(path.read_text("utf-8"))
    for block in contents_of(ten, same, "1"):
        if isinstance(block, Table):
            for row in block.rows:
                assert set(row) <= cells.found
    assert cells.pictures == sum(isinstance(b, Figure) for b in contents_of(ten, same, "1"))
    assert "http" not in re.sub(
        r"http://(www\.w3\.org|purl\.org)|https://matplotlib", "", cells.text
    )


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = {""}
        self.pictures = 0
        self.text = ""
        self._is_cell = False

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        self._is_cell = tag == "td"
        self.pictures += tag == "svg"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._is_cell:
            self.found.add(data)


def test_the_french_report_has_no_english_sentence(ten: Study, tmp_path: Path):
    words = Words.for_language("fr")
    said = [block for block in contents_of(ten, words, "1") if isinstance(block, Table)]
    assert said[0].header[0] == "Analyse"
    paragraph = methods_paragraph(ten, words, "1")
    assert "Les contours non valides ont été réparés" in paragraph
    assert " were " not in paragraph


def test_methods_name_what_differs_from_the_defaults(ten: Study):
    paragraph = methods_paragraph(ten, same, "1.0")
    assert "values other than defaults: Threshold = 0.1 (#1), 0.3 (#3), 0.5 (#5); Z" in paragraph
    assert "CytoDesk 1.0" in paragraph


def graph(crate: zipfile.ZipFile) -> dict[str, Any]:
    told = json.loads(crate.read("ro-crate-metadata.json"))
    return {entity["@id"]: entity for entity in told["@graph"]}


def test_every_file_of_the_crate_is_described_with_its_hash(crate: zipfile.ZipFile):
    entities = graph(crate)
    files = set(crate.namelist()) - {"ro-crate-metadata.json"}
    described = {id_ for id_, entity in entities.items() if "File" in str(entity["@type"])}
    assert described == files
    for name in files:
        content = crate.read(name)
        assert entities[name]["sha256"] == hashlib.sha256(content).hexdigest()
    assert {part["@id"] for part in entities["./"]["hasPart"]} == files


def test_every_run_is_an_action_with_its_values_and_its_end(crate: zipfile.ZipFile):
    entities = graph(crate)
    for place in range(10):
        action = entities[f"#run-{500 + place}"]
        assert action["@type"] == "CreateAction"
        values = [entities[each["@id"]] for each in action["object"]]
        assert {value["name"]: value["value"] for value in values} == {
            "threshold": f"{0.1 * (place + 1):.1f}",
            "zoom": "0",
        }
        assert entities[action["instrument"]["@id"]]["@type"] == "SoftwareApplication"
    assert entities[f"#run-{FAILED}"]["actionStatus"]["@id"].endswith("FailedActionStatus")
    assert entities[f"#run-{FAILED}"]["error"] == "out of memory"
    assert entities["./"]["mainEntity"]["@id"] == "comparison-workflow.json"


def test_the_crate_holds_the_figures_and_the_annotations(crate: zipfile.ZipFile, ten: Study):
    assert json.loads(crate.read("comparison.json")) == json.loads(json.dumps(ten.as_json()))
    rows = list(csv.reader(io.StringIO(crate.read("results/annotations-500.csv").decode())))
    assert len(rows) - 1 == len(ten.comparison.tables[0].objects)
    assert rows[0] == ["id", "image", "terms", "area_px2", "rate", "wkt"]
    assert len(crate.read(f"results/annotations-{DELETED}.csv").splitlines()) == 1
    assert f"results/annotations-{TABLED}.csv" in crate.namelist()


def test_another_ending_or_no_folder_is_said(ten: Study, tmp_path: Path):
    with pytest.raises(BadInput, match=r"none of \.pdf, \.html and \.zip"):
        write_report(ten, tmp_path / "report.docx")
    with pytest.raises(BadInput, match="no folder"):
        write_report(ten, tmp_path / "nowhere" / "report.pdf")
    assert not list(tmp_path.iterdir())


def test_each_chart_is_a_picture_or_its_numbers(ten: Study, tmp_path: Path):
    drawings = [b.drawing for b in contents_of(ten, same, "1") if isinstance(b, Figure)]
    assert len({drawing.key for drawing in drawings}) > 5
    for ending, begins in (
        ("png", b"\x89PNG"),
        ("svg", b"<?xml"),
        ("csv", b"# "),
        ("pdf", b"%PDF"),
    ):
        path = tmp_path / f"chart.{ending}"
        save_drawing(drawings[0], path)
        assert path.read_bytes().startswith(begins)
    with pytest.raises(BadInput, match="none of"):
        save_drawing(drawings[0], tmp_path / "chart.gif")


def test_words_are_broken_where_the_line_ends():
    text = "Every line fits, even averyveryveryverylongwordthatnobodywouldwritebuttheydo."
    lines = list(wrapped(text, 9, 1.5))
    assert all(width_of(line, 9) <= 1.5 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_table_of_many_runs_is_split_with_its_baseline_in_each_part():
    header = ("metric", *(f"{name}{run}" for run in range(7) for name in ("v", "c")))
    table = Table(header, (tuple(header),), per_run=2, caption="c")
    parts = list(parts_of(table, lambda part: len(part.header) <= 7))
    assert [part.header[1] for part in parts] == ["v0"] * 3
    assert [name for part in parts for name in part.header[3::2]] == [f"v{n}" for n in range(1, 7)]
    assert [part.caption for part in parts] == ["", "", "c"]
