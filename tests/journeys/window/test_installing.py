"""An app of an old client, installed from the dialog and run on a slide."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from cytodesk.client.finding import find_project
from cytodesk.client.projects import add_image
from tests.journeys.window.apps import slide
from tests.journeys.window.program import Program

_MAKES_WITHIN = 100.0


def test_one_chooses_what_an_algorithm_runs_with_and_runs_it(
    program: Program, steady: Callable[[str], Path], wheels: Path, tmp_path: Path
) -> None:
    keys = program.hand
    program.open()
    program.make_project("Old")
    with program.place() as place:
        add_image(place, find_project(place, "Old"), slide(tmp_path / "slide.tif"))
    program.press("Algorithms")
    program.press("Install a folder...")
    program.see("Directory:", "text")
    keys.type(str(steady("2.4.1")))
    keys.key("Return")
    program.see("~Fetched once.*cytomine-python-client==2.4.1")
    program.take("own")

    program.press("A Python that you have")
    program.write("Interpreter", "/bin/sh")
    program.see("~does not start as a Python 3 interpreter")
    program.take("no-python")
    program.write("Interpreter", sys.executable)
    program.see("~^Python 3.* It lacks cytomine-python-client==2.4.1")
    program.take("lacks")

    program.press("An environment of its own")
    program.press("Take them from a folder of wheels...")
    program.see("Directory:", "text")
    keys.type(str(wheels))
    keys.key("Return")
    program.see(f"From {wheels}, without network.")
    program.press("Install")
    program.see_gone("What it runs with", seconds=_MAKES_WITHIN)
    program.press("New analysis with Steady")
    program.press("~^Launch")
    program.see("~^Done", seconds=_MAKES_WITHIN)
    program.see("~Job successfully terminated")
    program.take("done")
