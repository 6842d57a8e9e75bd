"""Fifty slides, five of them broken, one analysis for each; the window closes after the third."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cytodesk.client.finding import find_project
from cytodesk.client.installing import install
from cytodesk.client.projects import add_image
from tests.journeys.command_line import ROOT
from tests.journeys.window.program import Program
from tests.slides import break_slides, make_looker, make_slides

SLIDES, BROKEN = 50, (3, 11, 19, 27, 44)
PATIENCE = 240.0


def said(program: Program, *words: object) -> dict[str, Any]:
    """Return what a command of the same program says of the same home, without any window."""
    command = [sys.executable, "-m", "cytodesk", *map(str, words), "--json"]
    done = subprocess.run(
        command, env=program.environment(), cwd=ROOT, capture_output=True, text=True, check=False
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def batch_of(program: Program) -> dict[str, Any]:
    batch: dict[str, Any] = said(program, "batch", "list", "--project", "Fifty")["batches"][0]
    return batch


def explained(program: Program, id: int) -> list[str]:
    """Return the rows that failed and say why."""
    rows = said(program, "batch", "show", id)["batch"]["rows"]
    failed = [row for row in rows if row["status"] == 4]
    return [row["label"] for row in failed if "cannot be read" in row["statusComment"]]


def test_a_batch_ends_without_its_window_and_what_failed_is_tried_again(
    program: Program, tmp_path: Path
) -> None:
    slides = make_slides(tmp_path / "slides", SLIDES)
    program.open()
    program.make_project("Fifty")
    with program.place() as place:
        project = find_project(place, "Fifty")
        for slide in slides:
            add_image(place, project, slide)
        break_slides(slides[number] for number in BROKEN)
        install(place, make_looker(tmp_path / "look"), python=Path(sys.executable))
    program.hand.key("ctrl+n")
    program.see("Images is still to fill in")
    program.hand.key("Down")
    program.press("Select all 50")
    program.hand.key("Escape")
    program.press("~^How many")
    program.take("how-many")
    program.hand.key("Down", "Return")
    program.see("Launch 50 analyses")
    program.take("form")
    program.press("Launch 50 analyses")
    program.see("~^[3-9] of 50 ended")
    program.take("begun")
    program.hand.key("ctrl+q")
    program.press("Close the window")
    assert program.process is not None
    program.process.wait(timeout=30)
    program.process = None
    ended = program.until(
        lambda: (batch := batch_of(program))["waiting"] + batch["running"] == 0 and batch,
        "the end of the batch",
        PATIENCE,
    )
    assert (ended["done"], ended["failed"]) == (45, 5)
    program.open()
    program.see("Look on 50 images has ended: 45 done, 5 failed.")
    program.see("45 of 50 done, 5 failed")
    program.take("ended")
    assert len(explained(program, ended["id"])) == len(BROKEN)
    program.press("Retry 5 that failed")
    program.until(
        lambda: len(said(program, "runs")["runs"]) == SLIDES + len(BROKEN),
        "five more runs",
    )
    program.see("45 of 50 done, 5 failed", seconds=PATIENCE)
    program.take("retried")
    assert len(said(program, "runs")["runs"]) == SLIDES + len(BROKEN)
