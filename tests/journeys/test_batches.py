"""Fifty slides, five of them broken: a batch ends by itself, and what failed is tried again."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
