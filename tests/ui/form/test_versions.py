"""Values go from one version of an algorithm to another, and what differs is listed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from cytodesk.algorithms.changes import Kind
from cytodesk.client.installing import install
from cytodesk.ui.form.restored import Differences
from tests.ui.form.conftest import Opening, Place, until


def version(folder: Path, number: str, *inputs: dict[str, Any]) -> Path:
    folder.mkdir()
    descriptor = {
        "name": "Grows",
        "version": number,
        "schema-version": "cytomine-0.1",
        "container-image": {"image": "none/grows", "type": "singularity"},
        "command-line": "python run.py",
        "inputs": [{"value-key": "@ID", "command-line-flag": "--@id", **each} for each in inputs],
    }
    (folder / "descriptor.json").write_text(json.dumps(descriptor), "utf-8")
    (folder / "run.py").write_text("print('grown')\n", "utf-8")
    return folder


def test_a_past_analysis_goes_into_the_newest_version_and_back(
    run: Any, opened: Opening, furnished: Place, tmp_path: Path
) -> None:
    size = {"id": "size", "name": "Size", "type": "Number", "optional": False}
    old = {"id": "old", "name": "Old", "type": "String", "optional": True}
    new = {"id": "new", "name": "New one", "type": "String", "optional": True}
    python = Path(sys.executable)
    with furnished.connect() as place:
        first = install(place, version(tmp_path / "1", "1.0", size, old), python=python)
        second = install(place, version(tmp_path / "2", "2.0", size, new), python=python)

    async def work() -> None:
        launched: list[int] = []
        async with opened(first.id) as page:
            page.launched.connect(launched.append)
            page._answers.put("size", "7")
            page._answers.put("old", "x")
            page._bar.launch.click()
            await until(lambda: launched)
        async with opened(launched[0]) as page:
            assert page._beginning.installed.id == first.id
            assert page._restored.newer.text() == "Take them to version 2.0"
            page._restored.newer.click()
            await until(lambda: page._beginning.installed.id == second.id)
            assert page._answers.given() == {"size": "7"}
            told = page._beginning.differences
            assert [(each.kind, each.parameter.id) for each in told] == [
                (Kind.NEW, "new"),
                (Kind.GONE, "old"),
            ]
            assert page._restored.differ.text() == "1 new, 1 gone"
            page._restored.differ.click()
            (shown,) = page.findChildren(Differences)
            shown.close()
            page._answers.put("new", "y")
            page._choose_algorithm(first.id)
            await until(lambda: page._beginning.installed.id == first.id)
            assert page._answers.given() == {"size": "7"}
            page._beginnings.take_run(launched[0], page._beginning.installed)
            await until(lambda: page._answers.given() == {"size": "7", "old": "x"})

    run(work())
