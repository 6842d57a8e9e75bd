"""An app's files, copied into a run's own folder."""

from __future__ import annotations

import shutil
from pathlib import Path

_LEFT_OUT = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".venv",
        "venv",
        ".tox",
        ".idea",
        ".vscode",
        "__pycache__",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
        "node_modules",
    }
)
"""Folders that no program reads when it runs, and that may be larger than the rest."""


_WORKSPACE = "workspace.db"


def is_left_out(folder: Path) -> bool:
    """Whether a folder of an app is none of its own, such as a workspace of CytoDesk.

    A descriptor that lies in somebody's home would take the workspace into itself, without end.
    """
    return folder.name in _LEFT_OUT or (folder / _WORKSPACE).exists()


def copy_app(source: Path, destination: Path) -> None:
    """Copy the app in `source` into `destination`, which is made.

    A link is followed where it stays inside the app and left out where it leads elsewhere.
    """
    root = source.resolve()
    _copy_folder(root, destination, root, above=frozenset({root}))


def _copy_folder(folder: Path, destination: Path, root: Path, above: frozenset[Path]) -> None:
    destination.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        real = entry.resolve()
        if not real.is_relative_to(root):
            continue
        if real.is_file():
            shutil.copy2(real, destination / entry.name)
        elif real.is_dir() and not is_left_out(entry) and real not in above:
            _copy_folder(real, destination / entry.name, root, above | {real})
