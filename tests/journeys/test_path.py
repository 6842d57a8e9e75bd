"""A real slide, an app of a real client, offline, compared: all typed in a terminal."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.command_line import CommandLine
from tests.station.conftest import APPS


@pytest.mark.parametrize("client", ["3.0.0", "2.4.1"])
def test_an_app_of_either_client_runs_offline_and_is_compared(
    cytodesk: CommandLine, steady: Callable[[str], Path], wheels: Path, shared: Path, client: str
) -> None:
    project = f"Client {client}"
    app = steady(client)
    cytodesk.said("project", "new", project)
    cytodesk.said("term", "add", "cell", "--project", project)
    slide = shared / "slides" / "CMU-1-Small-Region.svs"
    images = cytodesk.json("image", "add", slide, "--project", project)["images"]
    assert (images[0]["width"], images[0]["physicalSizeX"]) == (2220, 0.499)

    def run(count: int) -> dict[str, object]:
        values = ["--set", f"count={count}", "--set", "term=cell", "--set", "pause=0"]
        return cytodesk.json(
            "run", app, "--project", project, "--wheels", wheels, *values, "--wait"
        )

    first, second = run(3), run(5)
    assert (first["status"], second["status"]) == (3, 3)
    comparison = cytodesk.json("compare", str(first["id"]), str(second["id"]))
    differing = [p["name"] for p in comparison["parameters"] if p["differs"]]
    assert differing == ["count"]
    counts = [
        metric["values"]
        for metric in comparison["metrics"]
        if metric["name"] == "count" and metric["term"] is None and metric["image"] is None
    ]
    assert counts == [[3, 5]]
    table = cytodesk.said("compare", first["id"], second["id"]).stdout
    assert "Annotations" in table
    assert "Job successfully terminated" in cytodesk.said("log", first["id"]).stdout
    assert "Job successfully terminated" in cytodesk.said("show", second["id"]).stdout


def test_the_same_path_goes_through_an_old_server(
    steady: Callable[[str], Path], wheels: Path, shared: Path, tmp_path: Path
) -> None:
    old = CommandLine(tmp_path / "workspace")
    old.said("project", "new", "Old")
    slide = shared / "slides" / "CMU-1-Small-Region.svs"
    old.said("image", "add", slide, "--project", "Old")
    old.said("algorithm", "add", steady("3.0.0"), "--wheels", wheels)
    old.said("stop")
    server = old.serve("--as", "legacy")
    try:
        assert server.stdout is not None
        there = ("--server", json.loads(server.stdout.readline())["url"])
        runs = [
            old.json(
                "run", "Steady", "--project", "Old", "--set", f"count={count}", "--wait", *there
            )
            for count in (2, 4)
        ]
        assert [run["status"] for run in runs] == [3, 3]
        compared = old.json("compare", str(runs[0]["id"]), str(runs[1]["id"]), *there)
        assert [p["name"] for p in compared["parameters"] if p["differs"]] == ["count"]
        refused = old.said("image", "add", slide, "--project", "Old", *there, status=3)
        assert "is a Cytomine server" in refused.stderr
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
    assert server.returncode == 0


def test_what_keeps_an_algorithm_from_running_is_said_when_it_is_installed(
    cytodesk: CommandLine, tmp_path: Path
) -> None:
    steady = json.loads((APPS / "steady" / "descriptor.json").read_text("utf-8"))
    app = tmp_path / "app"
    app.mkdir()
    del steady["container-image"]
    (app / "descriptor.json").write_text(json.dumps(steady))
    (app / "Dockerfile").write_text('FROM r-base:4\nENTRYPOINT ["Rscript", "main.R"]\n')
    said = cytodesk.said("algorithm", "add", app).stderr
    assert "No program was found for Steady: name its Python file run.py" in said
    (app / "run.py").write_text("")
    (app / "Dockerfile").write_text("FROM python:3.6\n")
    said = cytodesk.said("algorithm", "add", app).stderr
    assert "It is made for Python 3.6, which is not here" in said
    cytodesk.said("project", "new", "Another Python")
    project = ("--project", "Another Python")
    run = cytodesk.said("run", app, *project, "--wait", "--json")
    warning = "Warning: it is made for Python 3.6, which could not be had"
    assert warning in run.stderr
    assert warning in cytodesk.said("show", json.loads(run.stdout)["id"]).stderr


def test_what_helps_a_run_that_failed_is_told_with_it(
    cytodesk: CommandLine, tmp_path: Path
) -> None:
    descriptor = {"name": "Lacks", "command-line": "python run.py", "inputs": []}
    (tmp_path / "descriptor.json").write_text(json.dumps(descriptor), "utf-8")
    (tmp_path / "run.py").write_text("import nobody_has_this", "utf-8")
    cytodesk.said("project", "new", "Lacking")
    words = ("run", tmp_path, "--project", "Lacking", "--python", sys.executable, "--wait")
    ended = cytodesk.said(*words, status=1)
    assert "Warning: Its Python has no nobody_has_this." in ended.stderr
    run = cytodesk.json("runs", "--project", "Lacking")["runs"][0]["id"]
    assert "Warning: Its Python has no nobody_has_this." in cytodesk.said("show", run).stderr


def test_what_cannot_be_is_said_in_one_sentence(cytodesk: CommandLine, tmp_path: Path) -> None:
    cytodesk.said("project", "new", "Trouble")
    nothing = cytodesk.said("image", "list", "--project", "Nothing", status=3)
    assert "There is no Nothing" in nothing.stderr
    broken = tmp_path / "descriptor.json"
    broken.write_text("{", "utf-8")
    assert "descriptor.json" in cytodesk.said("check", broken, status=3).stdout
    text = tmp_path / "slide.svs"
    text.write_text("no slide", "utf-8")
    refused = cytodesk.said("image", "add", text, "--project", "Trouble", status=3)
    assert "slide.svs" in refused.stderr
    nowhere = ("--server", "http://127.0.0.1:1")
    assert "127.0.0.1" in cytodesk.said("runs", *nowhere, status=4).stderr
