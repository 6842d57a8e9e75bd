"""How large the files of a task may be, on their way in and on their way out."""

from __future__ import annotations

from pathlib import Path

from cytodesk.algorithms.parameters import FileLimits, Parameter
from cytodesk.errors import N_, BadInput
from cytodesk.workspace.pixels import read_facts


def refuse_too_large(kind: Parameter, path: Path) -> None:
    """Refuse a file, or the files of a folder, beyond the limits of its type (contract 1.5).

    Raises BadInput; UnreadableImage where an image has limits and cannot be read.
    """
    limits = kind.limits
    if limits is None:
        return
    if limits.bytes is not None and (size := _size_of(path)) > limits.bytes:
        raise BadInput(
            N_("{file} has {size} bytes, and {most} are allowed"),
            file=path.name,
            size=f"{size:,}",
            most=f"{limits.bytes:,}",
        )
    if limits.width is not None or limits.height is not None:
        _refuse_too_wide(limits, path)


def _refuse_too_wide(limits: FileLimits, path: Path) -> None:
    facts = read_facts(path)
    if facts.width > (limits.width or facts.width) or facts.height > (
        limits.height or facts.height
    ):
        raise BadInput(
            N_("{file} has {size} pixels, and {most} are allowed"),
            file=path.name,
            size=f"{facts.width} × {facts.height}",
            most=f"{_any(limits.width)} × {_any(limits.height)}",
        )


def _any(most: int | None) -> str:
    return "∞" if most is None else str(most)


def _size_of(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else (path,)
    return sum(each.stat().st_size for each in files if each.is_file())
