"""Fifty slides, five of them broken: a batch ends by itself, and what failed is tried again."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_algorithm, find_project
from cytodesk.client.launching import algorithm_of
from cytodesk.client.presets import Presets, exported
from cytodesk.client.project_presets import Whose
from tests.journeys.command_line import CommandLine
from tests.slides import break_slides, make_looker, make_slides

SLIDES, BROKEN = 50, (3, 11, 19, 27, 44)
PATIENCE = 240.0


def until(look: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what `look` finds once nothing of that batch waits or runs any more."""
    give_up = time.monotonic() + PATIENCE
    while (found := look())["waiting"] or found["running"]:
        assert time.monotonic() < give_up, "it did not end"
        time.sleep(0.3)
    return found


def test_a_batch_of_fifty_ends_without_whoever_asked_for_it(
    cytodesk: CommandLine, tmp_path: Path
) -> None:
    slides = make_slides(tmp_path / "slides", SLIDES)
    cytodesk.said("project", "new", "Fifty")
    cytodesk.said("image", "add", *slides, "--project", "Fifty")
    break_slides(slides[number] for number in BROKEN)
    app = make_looker(tmp_path / "look")
    asked = cytodesk.json(
        "run", app, "--project", "Fifty", "--python", sys.executable, "--per", "images"
    )
    id = asked["batch"]["id"]
    assert asked["batch"]["total"] == len(asked["runs"]) == SLIDES

    def shown(status: int = 0) -> dict[str, Any]:
        said = cytodesk.said("batch", "show", id, "--json", status=status)
        batch: dict[str, Any] = json.loads(said.stdout)["batch"]
        return batch

    listed = until(lambda: cytodesk.json("batch", "list", "--project", "Fifty")["batches"][0])
    assert (listed["done"], listed["failed"]) == (45, 5)
    broken = [row for row in shown(status=1)["rows"] if row["status"] == 4]
    assert [row["label"] for row in broken] == [slides[number].name for number in BROKEN]
    assert all("cannot be read" in row["statusComment"] for row in broken)

    again = cytodesk.said("batch", "retry", id, "--wait", "--json", status=1)
    after = json.loads(again.stdout)["batch"]
    tried = [row["label"] for row in after["rows"] if row["attempts"] == 2]
    assert tried == [slides[number].name for number in BROKEN]
    runs = cytodesk.json("runs", "--project", "Fifty")["runs"]
    assert len(runs) == SLIDES + len(BROKEN)

    make_slides(tmp_path / "slides", SLIDES)
    mended = json.loads(cytodesk.said("batch", "retry", id, "--wait", "--json").stdout)["batch"]
    assert (mended["done"], mended["failed"], mended["total"]) == (50, 0, 50)


def test_tables_sweeps_and_presets_do_the_same_by_command(
    cytodesk: CommandLine, place: Connection, tmp_path: Path
) -> None:
    slides = make_slides(tmp_path / "slides", 3)
    cytodesk.said("project", "new", "Tables")
    cytodesk.said("term", "add", "cell", "--project", "Tables")
    cytodesk.said("image", "add", *slides, "--project", "Tables")
    app = make_looker(tmp_path / "look")
    run = ("run", app, "--project", "Tables", "--python", sys.executable)

    wrong = tmp_path / "wrong.csv"
    wrong.write_text("images;threshold\nslide 01.tif;0,4\nslide 9.tif;7\n", "utf-8")
    refused = cytodesk.said(*run, "--table", wrong, status=3).stderr
    assert "line 3, images: There is no slide 9.tif" in refused
    assert "line 3, threshold: 7 is too large" in refused
    assert cytodesk.json("batch", "list", "--project", "Tables")["batches"] == []

    table = tmp_path / "table.csv"
    table.write_text("images;threshold\nslide 01.tif;0,4\nslide 02.tif;\n", "utf-8")
    asked = cytodesk.json(*run, "--table", table, "--set", "term=cell", "--wait")["batch"]
    assert (asked["how"], asked["done"], asked["total"]) == ("table", 2, 2)
    values = [
        {v["name"]: v["value"] for v in place.get(f"job/{row['run']}.json")["jobParameters"]}
        for row in asked["rows"]
    ]
    assert [each["threshold"] for each in values] == ["0.4", "0.5"]
    assert values[0]["term"] == values[1]["term"]

    again = cytodesk.said(*run, "--table", table, "--set", "term=cell", "--skip-done", "--json")
    assert json.loads(again.stdout) == {"batch": None, "runs": []}
    assert "2 of 2 were done before" in again.stderr

    swept = cytodesk.json(
        *run, "--set", "images=slide 03.tif", "--sweep", "threshold=0.1:0.3:0.1", "--wait"
    )["batch"]
    assert [row["label"] for row in swept["rows"]] == [
        "Threshold 0.1",
        "Threshold 0.2",
        "Threshold 0.3",
    ]
    far = cytodesk.said(*run, "--sweep", "threshold=0:1:0", status=3)
    assert "a step of 0 never leads there" in far.stderr

    project, installed = find_project(place, "Tables"), find_algorithm(place, "Look")
    image = values[0]["images"]
    presets = Presets(place, project, tmp_path)
    algorithm = algorithm_of(place, installed)
    told = {"images": image, "threshold": "0.9"}
    made = presets.made("Strict", installed, algorithm, told)
    presets.keep(made, Whose.PROJECT, installed)
    by_name = cytodesk.json(*run, "--preset", "strict", "--wait")
    given = {v["name"]: v["value"] for v in by_name["jobParameters"]}
    assert (given["threshold"], given["images"]) == ("0.9", image)
    exported([made], tmp_path / "strict.json")
    over = cytodesk.json(
        *run, "--preset", tmp_path / "strict.json", "--set", "threshold=0.8", "--wait"
    )
    given = {v["name"]: v["value"] for v in over["jobParameters"]}
    assert (given["threshold"], given["images"]) == ("0.8", image)
    unknown = cytodesk.said(*run, "--preset", "lax", status=3)
    assert "There is no preset lax of Look. Those that exist: Strict." in unknown.stderr


def test_an_old_server_is_asked_row_by_row_and_no_row_twice(tmp_path: Path) -> None:
    old = CommandLine(tmp_path / "workspace")
    old.said("project", "new", "Old")
    old.said("image", "add", *make_slides(tmp_path / "slides", 3), "--project", "Old")
    old.said("algorithm", "add", make_looker(tmp_path / "look"), "--python", sys.executable)
    old.said("stop")
    server = old.serve("--as", "legacy")
    try:
        assert server.stdout is not None
        there = ("--server", json.loads(server.stdout.readline())["url"])
        asked = old.json("run", "Look", "--project", "Old", "--per", "images", "--wait", *there)
        assert (asked["batch"]["done"], asked["batch"]["total"]) == (3, 3)
        again = old.json("batch", "retry", asked["batch"]["id"], "--wait", *there)
        assert again["runs"] == asked["runs"]
        assert len(old.json("runs", *there)["runs"]) == 3
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)


def test_a_batch_runs_here_is_saved_at_a_server_and_what_failed_is_tried_again(
    tmp_path: Path,
) -> None:
    old, near = CommandLine(tmp_path / "far"), CommandLine(tmp_path / "near")
    old.said("project", "new", "Far")
    old.said("image", "add", *make_slides(tmp_path / "slides", 2), "--project", "Far")
    old.said("stop")
    server = old.serve("--as", "legacy")
    try:
        assert server.stdout is not None
        there = ("--server", json.loads(server.stdout.readline())["url"])
        near.said("algorithm", "add", make_looker(tmp_path / "look"), "--python", sys.executable)
        run = ("run", "Look", "--project", "Far", "--place", "here", *there)
        break_slides([tmp_path / "slides" / "slide 02.tif"])
        asked = near.said(*run, "--per", "images", "--wait", "--json", status=1)
        batch = json.loads(asked.stdout)["batch"]
        assert (batch["done"], batch["failed"]) == (1, 1)
        make_slides(tmp_path / "slides", 2)
        again = near.json("batch", "retry", batch["id"], "--wait", *there)["batch"]
        assert [(row["status"], row["attempts"]) for row in again["rows"]] == [(3, 1), (3, 2)]
        assert len(near.json("runs", "--project", "Far", *there)["runs"]) == 3
        kept = near.json("batch", "list", "--project", "Far", *there)["batches"]
        assert [each["done"] for each in kept] == [2]
        skipped = near.json(*run, "--per", "images", "--skip-done")
        assert skipped == {"batch": None, "runs": []}
    finally:
        near.stop()
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
