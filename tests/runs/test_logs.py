from __future__ import annotations

from pathlib import Path

import pytest

from cytodesk.runs.logs import LONGEST, hide_secrets, last_words

TRACEBACK = """Traceback (most recent call last):
  File "run.py", line 3, in <module>
    main()
  File "run.py", line 2, in main
    raise ValueError("no tissue in image 7")
"""


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("", ""),
        ("a\nb\n\n", "b"),
        (TRACEBACK + "ValueError: no tissue in image 7\n", "ValueError: no tissue in image 7"),
        (TRACEBACK + "ValueError: no tissue\nlog: closed\nlog: bye\n", "ValueError: no tissue"),
        (TRACEBACK + "cv2.error: OpenCV(4.10)\n", "cv2.error: OpenCV(4.10)"),
        (TRACEBACK + "KeyboardInterrupt\n", "KeyboardInterrupt"),
        (
            TRACEBACK + "KeyError: 'a'\n\nDuring handling of the above exception, another "
            "exception occurred:\n\n" + TRACEBACK + "my.app.Failed: no model\n",
            "my.app.Failed: no model",
        ),
        (
            "usage: run.py [-h] --x X\nrun.py: error: the following arguments are required: --x\n",
            "run.py: error: the following arguments are required: --x",
        ),
        ("run.py train: error: argument --n: bad\nbye", "run.py train: error: argument --n: bad"),
        (" 10%|#  |\r 50%|## |\r100%|###|\n", "100%|###|"),
        ("\x1b[31mred\x1b[0m\r\n", "red"),
    ],
)
def test_the_line_that_says_why_is_found(tmp_path: Path, log: str, words: str) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(log.encode())
    assert last_words(path) == words


def test_bytes_that_are_no_text_are_shown_as_far_as_they_go(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"caf\xe9 \xff closed\n")
    assert last_words(tmp_path / "log") == "caf\ufffd \ufffd closed"


def test_last_words_fit_into_a_status_comment_and_need_the_tail_only(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as file:
        file.seek(1 << 31)  # a hole: two gigabytes that are not read
        file.write(b"\n" + b"x" * 1000 + b"\n")
    words = last_words(tmp_path / "log")
    assert len(words) == LONGEST
    assert words.endswith("…")


def test_no_log_has_no_last_words(tmp_path: Path) -> None:
    assert last_words(tmp_path / "none") == ""


def test_secrets_vanish_in_place_wherever_a_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "log"
    head = b"a" * ((1 << 20) - 3)
    path.write_bytes(head + b"secret-key and secret-key" + b"b" * (1 << 20) + b"other")
    assert hide_secrets(path, ["secret-key", "other", ""]) == 3
    assert path.read_bytes() == (
        head + b"**********" + b" and " + b"**********" + b"b" * (1 << 20) + b"*****"
    )


def test_a_log_without_secrets_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("nothing here")
    before = path.stat().st_mtime_ns
    assert hide_secrets(path, ["key"]) == 0
    assert path.stat().st_mtime_ns == before
