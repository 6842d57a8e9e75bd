"""Descriptors checked in a second, beside a plain json.load and a validator.

    python benchmarks/checking.py FOLDER...

FOLDER holds descriptors of schema cytomine-0.1; without one, the look-alikes of the tests are read.
Beside it stand json.loads, which is the floor, and jsonschema with Boutiques' kind of schema where
that is installed: `python -m pip install jsonschema`. Prints the medians of five turns of each.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cytodesk.algorithms.descriptors.checking import Checker
from cytodesk.algorithms.descriptors.mending import mended
from cytodesk.algorithms.descriptors.source import files_below, source_of

_LOOK_ALIKES = Path(__file__).parents[1] / "tests" / "data"
_INPUT = {
    "type": "object",
    "required": ["id", "type"],
    "properties": {
        "id": {"type": "string", "pattern": "^[A-Za-z0-9_]+$"},
        "type": {"enum": ["String", "Number", "Boolean", "Domain", "ListDomain", "Date", "List"]},
        "optional": {"type": "boolean"},
        "set-by-server": {"type": "boolean"},
    },
}
_SCHEMA = {
    "type": "object",
    "required": ["name", "description", "container-image", "command-line", "inputs"],
    "properties": {
        "name": {"type": "string"},
        "schema-version": {"enum": ["cytomine-0.1"]},
        "container-image": {"type": "object", "required": ["image", "type"]},
        "command-line": {"type": "string"},
        "inputs": {"type": "array", "items": _INPUT},
    },
}


def main(arguments: list[str]) -> None:
    folders = [Path(each) for each in arguments] or [_LOOK_ALIKES / "descriptors"]
    files = [file for folder in folders for file in files_below(folder)]
    size = sum(file.stat().st_size for file in files) / len(files)
    print(f"{len(files)} files of {size:,.0f} bytes")
    checker = Checker()
    _say("json.loads, the floor", files, _load)
    validate = _validator()
    if validate is not None:
        _say("json.loads and jsonschema", files, validate)
    _say("check", files, checker.report)
    _say("check and mend", files, lambda file: mended(source_of(file)))


def _load(file: Path) -> object:
    try:
        return json.loads(file.read_bytes())
    except ValueError:
        return None


def _validator() -> Callable[[Path], object] | None:
    try:
        from jsonschema import Draft7Validator
    except ImportError:
        print("(jsonschema is not installed)")
        return None
    validator = Draft7Validator(_SCHEMA)
    return lambda file: list(validator.iter_errors(_load(file)))


def _say(what: str, files: list[Path], act: Callable[[Path], object]) -> None:
    turns = []
    for _ in range(5):
        started = time.perf_counter()
        for file in files:
            act(file)
        turns.append(time.perf_counter() - started)
    seconds = statistics.median(turns)
    print(f"{what:<28} {len(files) / seconds:>8,.0f} files/s {1000 * seconds / len(files):8.2f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
