from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cytodesk.ui.runs.log_lines import LogReader, last_error

TEXT = st.text("abE:[]() \t\r\n\x1b0123456789-,.WARNINGTraceback")
TRACEBACK = """[2026-11-21 05:42:13,809][INFO] begins
Traceback (most recent call last):
  File "run.py", line 3, in <module>
    main()
ValueError: the slide is no slide
after all
"""


def read(text: str) -> list[tuple[str, str, str]]:
    lines = LogReader().read(text, is_end=True)
    return [(line.time, line.level, line.text) for line in lines]


def test_the_lines_of_a_cytomine_client_have_time_and_level() -> None:
    assert read("[2026-11-21 05:42:13,809][ERROR] [POST] no entry saved\n") == [
        ("05:42:13.809", "error", "[POST] no entry saved")
    ]


def test_the_usual_formats_of_python_are_known() -> None:
    assert read("2026-11-21 05:42:13,809 - root - x") == [("05:42:13.809", "info", "root - x")]
    assert read("05:42:13 WARNING low on memory") == [("05:42:13", "warning", "low on memory")]
    assert read("2026-11-21T05:42:13.809Z DEBUG: tile 3") == [("05:42:13.809", "debug", "tile 3")]
    assert read("ERROR:root:no slide") == [("", "error", "root:no slide")]
    assert read("Warning: tile 3 is out of focus") == [("", "warning", "tile 3 is out of focus")]


def test_words_that_only_begin_like_a_level_are_no_level() -> None:
    assert read("Information: 3 tiles") == [("", "info", "Information: 3 tiles")]
    assert read("errors: 0") == [("", "info", "errors: 0")]


def test_each_line_of_a_traceback_is_an_error() -> None:
    lines = read(TRACEBACK)
    assert [level for _, level, _ in lines] == ["info", *["error"] * 4, "info"]
    whole = LogReader().read(TRACEBACK)
    assert last_error(whole)[0].text.startswith("Traceback")


def test_a_progress_bar_shows_what_stood_last_in_its_line() -> None:
    assert read("10 %\r50 %\r100 %\n") == [("", "info", "100 %")]


def test_colours_of_a_terminal_are_left_out() -> None:
    assert read("\x1b[31mERROR\x1b[0m: no slide") == [("", "error", "no slide")]


@given(st.lists(TEXT))
def test_a_log_says_the_same_in_whichever_pieces_it_comes(pieces: list[str]) -> None:
    reader = LogReader()
    lines = [line for piece in pieces for line in reader.read(piece)]
    lines += reader.read("", is_end=True)
    assert [(line.time, line.level, line.text) for line in lines] == read("".join(pieces))
