"""What a requirements file asks for, with the files that it includes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_INCLUDES = re.compile(r"(?:-r|-c|--requirement|--constraint)[\s=]+(?P<path>\S+)")


def requirements_in(requirements: Path) -> list[str]:
    """Return each wish of a requirements file and of those it includes, sorted."""
    return sorted(set(_requirement_lines(requirements, seen=set())))


def _requirement_lines(requirements: Path, seen: set[Path]) -> Iterator[str]:
    """Yield what counts in a requirements file and in those it includes."""
    if requirements.resolve() in seen:
        return
    seen.add(requirements.resolve())
    for line in requirements.read_text("utf-8-sig", errors="replace").splitlines():
        words = re.sub(r"(^|\s)#.*", "", line).strip()
        include = _INCLUDES.match(words)
        if include and (requirements.parent / include["path"]).is_file():
            yield from _requirement_lines(requirements.parent / include["path"], seen)
        elif words:
            yield " ".join(words.split())
