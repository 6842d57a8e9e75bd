"""A real slide, an app of a real client, offline, compared: all typed in a terminal."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal


@pytest.mark.parametrize("client", ["3.0.0", "2.4.1"])
def test_an_app_of_either_client_runs_offline_and_is_compared(
    terminal: Terminal, steady: Callable[[str], Path], wheels: Path, shared: Path, client: str
) -> None:
    project = f"Client {client}"
    app = steady(client)
    terminal.type("project", "new", project)
    terminal.type("term", "add", "cell", "--project", project)
    slide = shared / "slides" / "CMU-1-Small-Region.svs"
    images = terminal.json("image", "add", slide, "--project", project)["images"]
    assert (images[0]["width"], images[0]["physicalSizeX"]) == (2220, 0.499)

    def run(count: int) -> dict[str, object]:
        values = ["--set", f"count={count}", "--set", "term=cell", "--set", "pause=0"]
        return terminal.json(
            "run", app, "--project", project, "--wheels", wheels, *values, "--wait"
        )

    first, second = run(3), run(5)
    assert (first["status"], second["status"]) == (3, 3)
    comparison = terminal.json("compare", str(first["id"]), str(second["id"]))
    differing = [p["name"] for p in comparison["parameters"] if p["differs"]]
    assert differing == ["count"]
    counts = [
        metric["values"]
        for metric in comparison["metrics"]
        if metric["name"] == "count" and metric["term"] is None and metric["image"] is None
    ]
    assert counts == [[3, 5]]
    table = terminal.type("compare", str(first["id"]), str(second["id"]))
    assert "Annotations" in table
    assert "Job successfully terminated" in terminal.type("log", str(first["id"]))
    assert "Job successfully terminated" in terminal.type("show", str(second["id"]))


def test_the_same_path_goes_through_an_old_server(
    terminal: Terminal, steady: Callable[[str], Path], wheels: Path, shared: Path, tmp_path: Path
) -> None:
    workspace = tmp_path / "workspace"
    here = ("--workspace", workspace)
    terminal.type("project", "new", "Old", *here)
    slide = shared / "slides" / "CMU-1-Small-Region.svs"
    terminal.type("image", "add", slide, "--project", "Old", *here)
    terminal.type("algorithm", "add", steady("3.0.0"), "--wheels", wheels, *here)
    terminal.type("stop", *here)
    server = terminal.serve("--workspace", str(workspace), "--as", "legacy")
    try:
        assert server.stdout is not None
        there = ("--server", json.loads(server.stdout.readline())["url"])
        runs = [
            terminal.json(
                "run", "Steady", "--project", "Old", "--set", f"count={count}", "--wait", *there
            )
            for count in (2, 4)
        ]
        assert [run["status"] for run in runs] == [3, 3]
        compared = terminal.json("compare", str(runs[0]["id"]), str(runs[1]["id"]), *there)
        assert [p["name"] for p in compared["parameters"] if p["differs"]] == ["count"]
        assert "not part of" not in terminal.type("runs", *there)
        refused = terminal.type("image", "add", slide, "--project", "Old", *there, status=3)
        assert "is a Cytomine server" in refused
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
    assert server.returncode == 0


def test_what_cannot_be_is_said_in_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type("project", "new", "Trouble")
    assert "There is no Nothing" in terminal.type("image", "list", "--project", "Nothing", status=3)
    broken = tmp_path / "descriptor.json"
    broken.write_text("{", "utf-8")
    assert "descriptor.json" in terminal.type("check", broken, status=3)
    text = tmp_path / "slide.svs"
    text.write_text("no slide", "utf-8")
    assert "slide.svs" in terminal.type("image", "add", text, "--project", "Trouble", status=3)
    nowhere = ("--server", "http://127.0.0.1:1")
    assert "127.0.0.1" in terminal.type("runs", *nowhere, status=4)
