"""A form filled in and launched without a mouse."""

from __future__ import annotations

import time
from pathlib import Path

from cytodesk.client.finding import find_project
from cytodesk.client.installing import install
from cytodesk.client.projects import NewTerm, add_image, add_term
from tests.journeys.window.apps import patient, slide
from tests.journeys.window.program import Program


def test_a_form_is_filled_and_launched_by_keys_alone(program: Program, tmp_path: Path) -> None:
    keys = program.hand
    program.open()
    program.see("Open the sample")
    keys.key("ctrl+shift+n")
    program.see("Make the project")
    keys.type("Typed")
    keys.key("Return")
    program.see("Project: Typed")
    with program.place() as place:
        project = find_project(place, "Typed")
        add_term(place, project, NewTerm("Nucleus", "#0072B2"))
        add_image(place, project, slide(tmp_path / "typed.tif"))
        install(place, patient(tmp_path / "patient"))
    keys.key("ctrl+n")
    program.see("Word is still to fill in")
    keys.type("aleph")
    program.see_gone("Word is still to fill in")
    program.tab_to("Has a good default")
    keys.key("space")
    program.tab_to("Pause")
    keys.type("0.2")
    program.tab_to("Stain")
    keys.key("Down", "Down", "Return")
    program.tab_to("Split")
    keys.key("space")
    program.tab_to("Term")
    keys.type("nuc")
    time.sleep(1.0)  # the list that opens is painted whole: nothing tells of its rows
    keys.key("Return")
    program.until(lambda: program.typed("Term") == "Nucleus", "the term to be taken")
    program.take("filled")
    program.tab_to("Launch 1 analysis")
    keys.key("Return")
    program.see("~^Done")
    program.see("~ended with aleph")
    program.take("done")
    for parameter in ("Word: aleph", "Pause: 0.2", "Stain: PAS", "Split: Yes", "Term: Nucleus"):
        assert parameter in program.shown()
    assert keys.clicks == 0
