"""A small algorithm that needs no packages, and a small slide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import tifffile

_PROGRAM = """\
import sys, time
said = dict(zip(sys.argv[1::2], sys.argv[2::2]))
word, pause = said["--word"], float(said["--pause"])
print("begun with", word, flush=True)
time.sleep(pause)
print("ended with", word, flush=True)
"""


def _input(id: str, name: str, type: str, **more: Any) -> dict[str, Any]:
    said = {key.replace("_", "-"): value for key, value in more.items()}
    usual = {"value-key": "[@ID]", "command-line-flag": "--@id"}
    return {"id": id, "name": name, "type": type, **usual, **said}


def patient(folder: Path) -> Path:
    """Write an algorithm that says a word, waits, says it again and ends."""
    descriptor = {
        "name": "Patient",
        "description": "Says a word, and waits.",
        "schema-version": "cytomine-0.1",
        "container-image": {"image": "none/patient", "type": "singularity"},
        "command-line": "python run.py [WORD] [PAUSE]",
        "inputs": [
            _input("word", "Word", "String", optional=False),
            _input("pause", "Pause", "Number", optional=True, default_value=0, minimum=0),
            _input(
                "stain", "Stain", "String", optional=True, default_value="H&E",
                value_choices=["H&E", "PAS", "H-DAB"],
            ),
            _input("split", "Split", "Boolean", optional=True, default_value=False),
            _input(
                "term", "Term", "Domain", optional=True,
                uri="/api/ontology/$currentOntology$/term.json", uri_print_attribute="name",
            ),
        ],
    }  # fmt: skip
    folder.mkdir(parents=True)
    (folder / "descriptor.json").write_text(json.dumps(descriptor, indent=1), "utf-8")
    (folder / "run.py").write_text(_PROGRAM, "utf-8")
    return folder


def slide(path: Path) -> Path:
    pixels = np.full((600, 800, 3), (220, 170, 200), np.uint8)
    tifffile.imwrite(
        path, pixels, tile=(256, 256), resolution=(20000, 20000), resolutionunit="CENTIMETER"
    )
    return path
