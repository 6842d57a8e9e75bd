"""What is copied when a descriptor is installed: the files of its app, and nobody else's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cytodesk.server.installing import install
from cytodesk.workspace import algorithms
from cytodesk.workspace.store import Workspace

CYTOMINE = {
    "name": "Alone",
    "schema-version": "cytomine-0.1",
    "description": "d",
    "command-line": "python main.py",
    "inputs": [],
}
BOUTIQUES = {
    "name": "Tool",
    "tool-version": "1",
    "schema-version": "0.5",
    "description": "d",
    "command-line": "tool.sh [X]",
    "inputs": [{"id": "x", "name": "X", "type": "String", "value-key": "[X]"}],
}


def copied(folder: Path, descriptor: dict[str, object], workspace: Path) -> set[str]:
    path = folder / "descriptor.json"
    path.write_text(json.dumps(descriptor))
    opened = Workspace(workspace)
    try:
        installed, _ = install(opened, path)
        source = algorithms.source_of(opened.reading(), installed.id)
        there = workspace / source.folder
        return {str(each.relative_to(there)) for each in there.rglob("*") if each.is_file()}
    finally:
        opened.close()


@pytest.mark.parametrize("descriptor", [CYTOMINE, BOUTIQUES])
def test_of_a_descriptor_among_other_things_nothing_else_is_copied(
    tmp_path: Path, descriptor: dict[str, object]
) -> None:
    downloads = tmp_path / "downloads"
    (downloads / "holiday").mkdir(parents=True)
    (downloads / "tax.pdf").write_text("mine")
    (downloads / "holiday" / "beach.jpg").write_text("mine too")
    assert copied(downloads, descriptor, tmp_path / "workspace") == {"descriptor.json"}


@pytest.mark.parametrize(
    ("descriptor", "sign"),
    [
        (CYTOMINE, "main.py"),
        (CYTOMINE, "run.py"),
        (CYTOMINE, "Dockerfile"),
        (CYTOMINE, "requirements.txt"),
        (BOUTIQUES, "tool.sh"),
    ],
)
def test_of_a_descriptor_among_its_apps_files_all_are_copied(
    tmp_path: Path, descriptor: dict[str, object], sign: str
) -> None:
    app = tmp_path / "app"
    (app / "models").mkdir(parents=True)
    (app / sign).write_text("")
    (app / "models" / "weights.bin").write_text("1")
    wanted = {"descriptor.json", sign, str(Path("models", "weights.bin"))}
    assert copied(app, descriptor, tmp_path / "workspace") == wanted
