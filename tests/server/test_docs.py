"""The pages of docs/ say what the station does."""

from __future__ import annotations

import ast
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


def test_each_promise_names_a_test_that_there_is():
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    table = page.split("## The promises")[1]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "---" not in line]
    promises = rows[1:]
    assert len(promises) > 30
    for row in promises:
        (named,) = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row)
        path, test = ROOT / named[0], named[1]
        tree = ast.parse(path.read_text("utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, row


def test_only_a_few_requests_need_no_signature():
    unsigned = {route.path for route in routes() if not route.is_signed}
    assert unsigned == {
        "/",
        "/server/ping.json",
        "/status.json",
        "/session/admin/open.json",
        "/session/admin/close.json",
        "/session/admin/info.json",
        "/slice/tile",
        "/image/{token}/tile/zoom/{z:int}/ti/{index:int}.{format}",
        "/station/v1/hello",
    }
