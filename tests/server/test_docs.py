"""The pages of docs/ say what the station does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from cytodesk.server.annotation_filters import ANSWERED, IGNORED, REFUSED
from cytodesk.server.subjects import STATION_SUBJECTS, SUBJECTS

ROOT = Path(__file__).resolve().parents[2]


def routes():
    return [route for subject in SUBJECTS + STATION_SUBJECTS for route in subject]


def test_the_tables_of_the_api_are_what_the_station_answers():
    command = [sys.executable, str(ROOT / "packaging" / "api_table.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    written = set(re.findall(r"^\| `(\w+ /[^`]*)`", page, re.MULTILINE))
    assert written == {f"{r.method} {r.path.replace(':int}', '}')}" for r in routes()}


def test_no_request_is_answered_by_two():
    asked = [(route.method, path) for route in routes() for path in route.paths]
    assert sorted({each for each in asked if asked.count(each) > 1}) == []


def test_each_filter_of_annotations_is_answered_refused_or_passed_over():
    named = (*ANSWERED, *REFUSED, *IGNORED)
    assert len(named) == len(set(named))
