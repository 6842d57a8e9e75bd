"""Look for bytes that a reader neither takes nor refuses, guided by what the code does.

    python tests/fuzz/atheris_main.py TARGET [-max_total_time=60 ...]

Needs atheris, in an environment of its own that sees the project's packages. What it finds is
written to the current folder and becomes a seed in targets.py.
"""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["cytodesk"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable()
    name, *options = sys.argv[1:]
    target = TARGETS[name]
    folder = Path("corpus") / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (folder / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *options, str(folder)], lambda content: target(content))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
