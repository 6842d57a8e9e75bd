from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from cytodesk.ui.runs.preview import sheet_of

CELL = st.text("abc 123.,;\"'é", min_size=1).filter(str.strip)


def test_tables_of_either_separator_are_read() -> None:
    for separator in ",;\t":
        sheet = sheet_of(f"name{separator}area\nnucleus{separator}12\nstroma{separator}3\n")
        assert sheet.headings == ("name", "area")
        assert sheet.rows == (("nucleus", "12"), ("stroma", "3"))
        assert not sheet.is_cut


def test_a_long_table_shows_its_beginning() -> None:
    sheet = sheet_of("n,m\n" + "1,2\n" * 2000)
    assert len(sheet.rows) == 1000
    assert sheet.is_cut


def test_an_empty_file_is_an_empty_table() -> None:
    assert sheet_of("").headings == ()


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=2, max_size=20))
def test_every_row_is_as_wide_as_its_headings(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    sheet = sheet_of(text.getvalue())
    assert {len(row) for row in sheet.rows} == {len(sheet.headings)}


@given(st.text())
def test_no_text_is_refused(text: str) -> None:
    sheet_of(text)
