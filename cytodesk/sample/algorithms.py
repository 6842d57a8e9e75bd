"""Where the sample's algorithms lie."""

from __future__ import annotations

from pathlib import Path

from cytodesk.errors import N_, NotFound

_PACKAGE = Path(__file__).resolve().parents[1]
_INSIDE = Path("resources", "sample", "algorithms")


def sample_algorithms() -> tuple[Path, ...]:
    """Return the folder of each sample algorithm, in order of their names.

    A wheel has them inside the package, a checkout beside it. Raises NotFound where neither is.
    """
    for folder in (_PACKAGE / _INSIDE, _PACKAGE.parent / _INSIDE):
        if folder.is_dir():
            return tuple(sorted(found.parent for found in folder.glob("*/descriptor.json")))
    raise NotFound(
        N_("The sample algorithms are missing beside {package}. Install CytoDesk again."),
        package=_PACKAGE,
    )
