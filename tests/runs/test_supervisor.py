"""The one file that may import nothing of ours."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

from cytodesk.runs import supervisor
from cytodesk.runs.record import read_record

FILE = Path(supervisor.__file__)


def order(folder: Path, *command: str) -> dict[str, object]:
    return {
        "schema": 1,
        "command": list(command),
        "folder": str(folder),
        "environment": {},
        "log": str(folder / "log.txt"),
        "record": str(folder / "record.jsonl"),
    }


def test_it_imports_the_standard_library_only() -> None:
    tree = ast.parse(FILE.read_text())
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else _names(node))
    }
    assert imported <= sys.stdlib_module_names


def _names(node: ast.Import) -> list[str]:
    return [alias.name for alias in node.names]


def test_an_order_on_stdin_is_carried_out(tmp_path: Path) -> None:
    given = json.dumps(order(tmp_path, sys.executable, "-c", "print('ho')")).encode()
    subprocess.run([sys.executable, "-I", "-S", FILE], input=given, check=True)
    ended = read_record(tmp_path / "record.jsonl").ended
    assert ended is not None
    assert ended.exit == 0
    assert (tmp_path / "log.txt").read_text().strip() == "ho"


def test_the_front_door_of_a_frozen_build_may_call_it(tmp_path: Path) -> None:
    code = "import json, sys; from cytodesk.runs.supervisor import main; sys.exit(main())"
    given = json.dumps(order(tmp_path, sys.executable, "-c", "")).encode()
    subprocess.run([sys.executable, "-c", code], input=given, check=True)
    assert read_record(tmp_path / "record.jsonl").ended is not None


def test_a_log_that_cannot_be_opened_is_no_start(tmp_path: Path) -> None:
    wanted = order(tmp_path, sys.executable) | {"log": str(tmp_path / "gone" / "log.txt")}
    given = json.dumps(wanted).encode()
    done = subprocess.run([sys.executable, "-I", "-S", FILE], input=given, check=False)
    assert done.returncode == 1
    record = read_record(tmp_path / "record.jsonl")
    assert record.program is None
    assert "log.txt" in (record.not_started or "")


def test_an_argument_that_no_system_takes_is_no_start(tmp_path: Path) -> None:
    given = json.dumps(order(tmp_path, sys.executable, "-c", "\0")).encode()
    subprocess.run([sys.executable, "-I", "-S", FILE], input=given, check=False)
    assert "null" in (read_record(tmp_path / "record.jsonl").not_started or "")
