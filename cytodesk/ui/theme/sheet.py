"""The one style sheet: a template with the tokens' names in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

from cytodesk.assets import resource
from cytodesk.settings import write_atomically

_TICK = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="14" height="14" viewBox="0 0 14 14">'
    '<path d="M3 7.3 6 10.2 11 4.4" fill="none" stroke="{color}" stroke-width="1.8" '
    'stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


def sheet_of(tokens: Mapping[str, str], drawings: Path) -> str:
    """Return the style sheet; marks that a sheet cannot tint are written into `drawings`."""
    names = {name.replace("-", "_"): value for name, value in tokens.items()}
    tick = drawings / f"tick-{tokens['on-accent'][1:]}.svg"
    if not tick.exists():
        write_atomically(tick, _TICK.format(color=tokens["on-accent"]).encode())
    template = Template(resource("themes", "cytodesk.qss").read_text(encoding="utf-8"))
    return template.substitute(names, tick=tick.as_posix())
