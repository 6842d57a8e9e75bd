"""A pasted list of names or ids: one in each line or cell, or several with commas between."""

from __future__ import annotations

import re

from cytodesk.client.choices import Choice
from cytodesk.errors import Problem
from cytodesk.ui.form.offers import Source

_CELLS = re.compile(r"[\n\t]+")
_BETWEEN = re.compile(r"[\n\t;,]+")


def cells_of(text: str) -> list[str]:
    """Return the cells of a pasted list; none where it is one name alone."""
    return _parts(_CELLS, text) if len(_parts(_BETWEEN, text)) > 1 else []


async def meant_by(cells: list[str], source: Source) -> tuple[list[Choice], list[Problem]]:
    """Return what the cells name; one that is nobody's may hold several.

    So a comma in a name parts nothing.
    """
    found, problems = await source.named(cells)
    wrong = {str(each.fields.get("name")) for each in problems}
    parted = (_parts(_BETWEEN, cell) if cell in wrong else [cell] for cell in cells)
    names = [name for parts in parted for name in parts]
    return (found, problems) if names == cells else await source.named(names)


def _parts(between: re.Pattern[str], text: str) -> list[str]:
    return [part for each in between.split(text) if (part := each.strip())]
