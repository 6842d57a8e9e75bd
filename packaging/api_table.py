"""Write the tables of docs/api.md from the routes that the station has.

python packaging/api_table.py            write them anew
python packaging/api_table.py --check    fail where the page and the routes disagree
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cytodesk.server import annotation_filters
from cytodesk.server.routes import RouteOf
from cytodesk.server.subjects import STATION_SUBJECTS, SUBJECTS

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
BEGIN, END = "<!-- routes: begin -->", "<!-- routes: end -->"


def main(arguments: list[str]) -> int:
    page = PAGE.read_text("utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    wanted = f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"
    if "--check" in arguments:
        if page != wanted:
            print("docs/api.md is not what the station does: packaging/api_table.py writes it anew")
        return int(page != wanted)
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    return 0


def tables() -> str:
    lines = ["## Cytomine's API", ""]
    for routes in SUBJECTS:
        lines += _table(routes)
    lines += ["## The station's own API", ""]
    for routes in STATION_SUBJECTS:
        lines += _table(routes)
    return "\n".join([*lines, *_filters()])


def _table(routes: tuple[RouteOf, ...]) -> Iterator[str]:
    title = (inspect.getmodule(routes[0].handler).__doc__ or "").strip().splitlines()[0]
    yield f"### {title.rstrip('.')}"
    yield ""
    yield "| request | what it does |"
    yield "|---|---|"
    for route in routes:
        yield f"| `{route.method} {_readable(route.path)}` | {_said(route)} |"
    yield ""


def _readable(path: str) -> str:
    return path.replace(":int}", "}")


def _said(route: RouteOf) -> str:
    """Return the first line of what the handler promises; a request may say enough itself."""
    said = (inspect.getdoc(route.handler) or "").splitlines()[:1]
    if route.handler.__name__.startswith("refuse_"):
        said = ["Refused in words"]
    text = re.sub(r" \((contract )?[\d., ]+\)", "", said[0] if said else "").rstrip(".:")
    notes = [] if route.is_signed else ["without a signature"]
    return "; ".join([part for part in (text, *notes) if part]).replace("|", "\\|")


def _filters() -> Iterator[str]:
    yield "## Filters of annotations"
    yield ""
    yield "Everything of the contract's section 3.9 that `GET /api/annotation.json` and"
    yield "`POST /api/annotation/search.json` may be asked. A filter that is empty or nonsense does"
    yield "not narrow, as on a server; one that is not in this table is passed over. A geometry"
    yield "that cannot be read is refused; a job or an annotation that is not there is not found."
    yield ""
    yield "| filter | |"
    yield "|---|---|"
    for name in annotation_filters.ANSWERED:
        yield f"| `{name}` | answered |"
    for name in annotation_filters.REFUSED:
        yield f"| `{name}` | refused in words |"
    for name in annotation_filters.IGNORED:
        yield f"| `{name}` | passed over, as a server does |"
    yield ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
