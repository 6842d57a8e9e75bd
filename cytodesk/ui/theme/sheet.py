"""The one style sheet: a template with the tokens' names in it."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

from cytodesk.assets import resource


def sheet_of(tokens: Mapping[str, str]) -> str:
    names = {name.replace("-", "_"): value for name, value in tokens.items()}
    template = Template(resource("themes", "cytodesk.qss").read_text(encoding="utf-8"))
    return template.substitute(names)
