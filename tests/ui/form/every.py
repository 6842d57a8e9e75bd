"""An algorithm that asks for one of everything, and says what it was given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def _input(id: str, type: str, **more: Any) -> dict[str, Any]:
    said = {name.replace("_", "-"): value for name, value in more.items()}
    return {
        "id": id,
        "name": id.replace("_", " ").capitalize(),
        "type": type,
        "value-key": "[@ID]",
        "command-line-flag": "--@id",
        **said,
    }


_SERVER = {"set_by_server": True}
_IMAGES = {
    "uri": "/api/project/$currentProject$/imageinstance.json",
    "uri_print_attribute": "instanceFilename",
    "uri_sort_attribute": "instanceFilename",
}
_TERMS = {
    "uri": "/api/ontology/$currentOntology$/term.json",
    "uri_print_attribute": "name",
    "uri_sort_attribute": "name",
}
_RUNS = {
    "uri": "/api/job.json?project=$currentProject$",
    "uri_print_attribute": "softwareName",
    "uri_sort_attribute": "created",
}

INPUTS = [
    _input("cytomine_host", "String", **_SERVER),
    _input("cytomine_public_key", "String", **_SERVER),
    _input("cytomine_private_key", "String", **_SERVER),
    _input("cytomine_id_project", "Number", **_SERVER),
    _input("cytomine_id_software", "Number", **_SERVER),
    _input("images", "ListDomain", description="The images to look at.", **_IMAGES),
    _input("term", "Domain", **_TERMS),
    _input("title", "String", description="What to call it."),
    _input("threshold", "Number", default_value=0.5, minimum=0, maximum=1),
    _input("min_area", "Number", default_value=12, minimum=0, description="Area, in µm²."),
    _input("max_area", "Number", default_value=220, maximum=10000, description="Area, in µm²."),
    _input("stain", "String", default_value="H-DAB", value_choices=["H-DAB", "H&E", "PAS"]),
    _input("split", "Boolean", default_value=True),
    _input("seed", "Number", integer=True, optional=True),
    _input("since", "Date", optional=True),
    _input("words", "List", optional=True),
    _input("token", "String", optional=True),
    _input("model", "Domain", optional=True, **_RUNS),
    _input("slice", "Domain", optional=True, uri="/api/user/$currentUser$/slice.json"),
    _input("roi", "Domain", optional=True, uri="/api/nothing.json"),
]
KEYS = " ".join(f"[{each['id'].upper()}]" for each in INPUTS)
DESCRIPTOR = {
    "name": "Everything",
    "description": "Asks for one of everything and says what it was given.",
    "schema-version": "cytomine-0.1",
    "container-image": {"image": "none/everything", "type": "singularity"},
    "command-line": f"python run.py {KEYS}",
    "inputs": INPUTS,
}
PROGRAM = "import sys\nprint(sys.argv[1:])\n"


def write_app(folder: Path) -> Path:
    folder.mkdir()
    (folder / "descriptor.json").write_text(json.dumps(DESCRIPTOR), "utf-8")
    (folder / "run.py").write_text(PROGRAM, "utf-8")
    return folder
