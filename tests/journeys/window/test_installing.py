"""Programs of either client, installed from the dialog: with a Python of one's own or without."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.journeys.window.program import Program


def test_an_algorithm_is_installed_with_a_python_that_one_has(
    program: Program, steady: Callable[[str], Path]
) -> None:
    app = steady("3.0.0")
    program.open()
    program.press("Algorithms")
    program.see("No algorithms yet")
    program.press("Install a folder...")
    program.take("folder")
    program.hand.type(str(app))
    program.hand.key("Return")
    program.see("Steady")
    program.see("~Fetched once.*cytomine-python-client==3.0.0")
    program.take("own")
    program.press("A Python that you have")
    program.take("named")
    program.write("Interpreter", "/bin/sh")
    program.see("~does not start as a Python 3 interpreter")
    program.take("no-python")
    program.write("Interpreter", sys.executable)
    program.see("~It lacks cytomine-python-client==3.0.0")
    program.take("lacks")
