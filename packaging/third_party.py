"""Write THIRD-PARTY.md: what ships with CytoDesk, and under which licence.

    python packaging/third_party.py            write it
    python packaging/third_party.py --check    fail where it is stale, or where GPL or AGPL ships

The LGPL is welcome, as every library stays a file of its own that can be replaced. Where a
library leaves the choice between the LGPL and the GPL (Qt for Python), we choose the LGPL.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_ROOT = Path(__file__).parents[1]
_PAGE = _ROOT / "THIRD-PARTY.md"
_COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )General Public", re.IGNORECASE)
_HEAD = """# What CytoDesk stands on

Made by `packaging/third_party.py` from what the libraries say of themselves. Where one leaves the
choice between the LGPL and the GPL (Qt for Python), CytoDesk takes the LGPL-3.0.

| library | licence |
|---|---|
"""


def main(arguments: list[str]) -> int:
    libraries = {name: _licence_of(distribution(name)) for name in sorted(_shipped())}
    forbidden = [name for name, licence in libraries.items() if _is_forbidden(licence)]
    if forbidden:
        print(f"GPL or AGPL must not ship: {', '.join(forbidden)}", file=sys.stderr)
        return 1
    page = _HEAD + "".join(f"| {name} | {said} |\n" for name, said in libraries.items())
    if "--check" not in arguments:
        _PAGE.write_text(page, encoding="utf-8")
    elif missing := _rows(page) - _rows(_PAGE.read_text(encoding="utf-8")):
        # rows that other systems or other Pythons need are in the page and not here
        said = "\n".join(sorted(missing))
        print(f"THIRD-PARTY.md lacks what is installed: make constraints\n{said}", file=sys.stderr)
        return 1
    return 0


def _shipped() -> set[str]:
    """Return the names of all runtime dependencies, and theirs, as installed here."""
    found: set[str] = set()
    waiting = [("cytodesk", "")]
    while waiting:
        name, extra = waiting.pop()
        try:
            asked = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        found.add(canonicalize_name(name))
        for requirement in map(Requirement, asked):
            if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
                continue
            if canonicalize_name(requirement.name) not in found:
                waiting.append((requirement.name, ",".join(requirement.extras)))
    return found - {"cytodesk"}


def _licence_of(library: Distribution) -> str:
    told = library.metadata
    classified = [
        line.rpartition(" :: ")[2]
        for line in told.get_all("Classifier", [])
        if line.startswith("License") and not line.endswith("OSI Approved")
    ]
    for said in (told.get("License-Expression"), " OR ".join(classified), told.get("License")):
        if said and said != "UNKNOWN":
            return said.strip().splitlines()[0]
    return "unknown"


def _is_forbidden(licence: str) -> bool:
    """Say whether no choice is left but GPL, AGPL, or silence; `licence` is an SPDX expression."""
    while inner := re.search(r"\(([^()]*)\)", licence):
        verdict = "GPL" if _is_forbidden(inner[1]) else "free"
        licence = licence[: inner.start()] + verdict + licence[inner.end() :]
    return licence == "unknown" or all(
        any(_COPYLEFT.search(part) for part in choice.split(" AND "))
        for choice in licence.split(" OR ")
    )


def _rows(page: str) -> set[str]:
    return {line for line in page.splitlines() if line.startswith("| ")}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
