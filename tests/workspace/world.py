"""A workspace with one of everything."""

from __future__ import annotations

from pathlib import Path

from cytodesk.wire.algorithms import InstalledParameter
from cytodesk.workspace import algorithms, images, people, projects, runs
from cytodesk.workspace.algorithms import Source
from cytodesk.workspace.pixels.facts import SlideFacts
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

FACTS = SlideFacts(
    width=1000,
    height=800,
    levels=((1000, 800),),
    pixel_size_x=0.5,
    pixel_size_y=0.5,
    magnification=20.0,
    bit_depth=8,
    channels=3,
    colorspace="RGB",
    mime="image/tiff",
    format="tiff",
    associated=(),
    fingerprint="0-0",
)


def make_run(workspace: Workspace, name: str = "Demo", folder: str = "algorithms/a") -> int:
    """Make a project with an image, an algorithm with a parameter and a run; return the run."""
    people.ensure_human(workspace, "ada")

    def made(change: Change) -> int:
        ontology = projects.add_ontology(change, name, people.HUMAN).id
        projects.add_term(change, "cell", ontology, None)
        project = projects.add_project(change, name, ontology).id
        path = Path("slide.tif")
        images.add_image(change, project, people.HUMAN, path, FACTS, name=name, copy=False)
        source = Source(descriptor="{}", content=name, folder=folder)
        algorithm = algorithms.add_algorithm(change, name, "1.0", source=source)
        size = InstalledParameter(id=0, algorithm=algorithm, name="size", type="Number")
        parameter = algorithms.add_parameter(change, size)
        return runs.add_run(change, project, algorithm, people.HUMAN, {parameter: "3"}).id

    return workspace.write(made)
