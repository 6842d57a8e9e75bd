"""Play the sample from the first project to a comparison, in a terminal, and say each command.

Called by `make run` after everything is installed. Nothing is asked; what is made stays in the
workspace, so that one can go on from there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

_RUN = ("run", "Detect nuclei", "--wait")
_TERMS = (
    "--set=cytomine_id_term_nucleus=Tumour nucleus",
    "--set=cytomine_id_term_lymphocyte=Lymphocyte",
)
_FIXED = ("--set=threshold_method=fixed",)


def main() -> int:
    project = str(_answer("project", "new", "--sample")["id"])
    place = ("--project", project)
    _shown("image", "list", *place)
    runs = [
        str(_answer(*_RUN, *place, *_TERMS, *_FIXED, f"--set=threshold={threshold}")["id"])
        for threshold in (0.25, 0.4)
    ]
    _shown("runs", *place)
    _shown("compare", *runs, "--only-differences")
    _shown("doctor")
    print("\nThe station stays for a quarter of an hour; `cytodesk stop` ends it at once.")
    return 0


def _answer(*words: str) -> dict[str, Any]:
    """Type a command whose answer the next one needs; its progress is shown."""
    said = _typed([*words, "--json"], stdout=subprocess.PIPE)
    answer: dict[str, Any] = json.loads(said)
    return answer


def _shown(*words: str) -> None:
    _typed(list(words), stdout=None)


def _typed(words: list[str], stdout: int | None) -> str:
    print(
        f"\n$ cytodesk {' '.join(_quoted(word) for word in words if word != '--json')}", flush=True
    )
    command = [sys.executable, "-m", "cytodesk", *words]
    done = subprocess.run(command, stdout=stdout, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout or ""


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


if __name__ == "__main__":
    sys.exit(main())
