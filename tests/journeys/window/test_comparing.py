"""Three analyses of other thresholds: chosen, set beside each other, looked at, taken away."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.journeys.command_line import ROOT
from tests.journeys.window.program import Program

THRESHOLDS = (0.25, 0.4, 0.5)
_LONG = 90.0
_VALUES = (
    "--set=cytomine_id_term_nucleus=Tumour nucleus",
    "--set=cytomine_id_term_lymphocyte=Lymphocyte",
    "--set=threshold_method=fixed",
)


def test_three_thresholds_are_compared_down_to_their_nuclei(
    program: Program, tmp_path: Path
) -> None:
    _said(program, "project", "new", "Sample", "--sample")
    for threshold in THRESHOLDS:
        project = ("--project", "Sample: nuclei")
        _said(
            program,
            "run",
            "Detect nuclei",
            *project,
            *_VALUES,
            f"--set=threshold={threshold}",
            "--wait",
        )
    program.open()
    program.press("Open the sample")
    program.see("~sample-nuclei.tif.*annotations")
    _choose(program)
    _look_at_parameters(program)
    _look_at_agreement(program)
    _save(program)
    _take_away(program, tmp_path / "three.pdf")


def _said(program: Program, *words: str) -> None:
    """Run a command of the same program on the same home."""
    command = [sys.executable, "-m", "cytodesk", *words]
    environment = program.environment()
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False
    )
    assert not done.returncode, done.stdout + done.stderr


def _choose(program: Program) -> None:
    """Find the analyses in the list, the lowest threshold first: it becomes the baseline."""
    program.press("Compare")
    program.see("Choose analyses")
    for number in (1, 2, 3):
        program.press(f"~^Detect nuclei #{number}", "list item", seconds=_LONG)
    program.take("choosing")
    program.press("Compare 3")
    program.see("~^#1, haematoxylin density 0.25, baseline", seconds=_LONG)
    program.see("~differ in Haematoxylin density")
    program.take("results")


def _look_at_parameters(program: Program) -> None:
    program.press("Parameters", "page tab")
    program.see("Haematoxylin density")
    assert program.find("~Smoothing") is None
    program.press("Only differences")
    program.see("~Smoothing")
    program.take("all-parameters")
    program.press("Only differences")
    program.see_gone("~Smoothing")
    program.take("only-differences")


def _look_at_agreement(program: Program) -> None:
    program.press("Agreement", "page tab")
    program.see("~^At IoU 0.5,", seconds=_LONG)
    program.take("agreement")
    program.press("Match from IoU", "slider")
    program.hand.key("Home")
    program.see("~^At IoU 0.1,")
    program.hand.key("Page_Up", "Page_Up")
    program.see("~^At IoU 0.5,")
    program.press("~^#1 Tumour nucleus, #2 no partner", "cell")
    program.see("~of the cell Tumour nucleus")
    program.see("~^Tumour nucleus, .* µm², missed", "list item")
    program.take("cell")


def _save(program: Program) -> None:
    program.press("Save…")
    program.see("Save this comparison")
    program.hand.type("Three thresholds")
    program.hand.key("Return")
    program.see("~Three thresholds is saved")
    program.press("Compare", "push button")
    program.see("Three thresholds", "cell")
    program.take("saved")
    program.press("~^Three thresholds", "push button")


def _take_away(program: Program, path: Path) -> None:
    program.press("Export")
    time.sleep(0.5)  # a menu is a window of its own; its first row is the report on paper
    program.hand.key("Return")
    program.see("Save as")
    program.hand.key("ctrl+a")
    program.hand.type(str(path))
    program.hand.key("Return")
    program.until(path.exists, "the report", _LONG)
    program.see("~Saved as .*three.pdf")
    program.take("exported")
    assert path.read_bytes().startswith(b"%PDF")
