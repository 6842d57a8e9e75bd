"""The licence texts that came along, wherever this build keeps them."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from cytodesk.assets import resource

THIRD_PARTY = "THIRD-PARTY.md"
OWN = "LICENSE"
_CHECKOUT = Path(__file__).resolve().parents[3]


def licence_text(name: str) -> str | None:
    """Return the text of `name`: beside the resources, in a checkout, or of the installed wheel."""
    for path in (resource(name), resource("licences", name), _CHECKOUT / name):
        if path.is_file():
            return path.read_text("utf-8")
    try:
        return distribution("cytodesk").read_text(f"licenses/{name}")
    except PackageNotFoundError:
        return None
