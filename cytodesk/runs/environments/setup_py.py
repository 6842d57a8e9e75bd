"""What a setup.py asks for, as far as it stands there to the letter. It is read, never executed."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

_LARGEST = 1 << 20
"""Bytes."""


@dataclass(frozen=True, slots=True)
class SetupPy:
    packages: tuple[str, ...] = ()
    python: str = ""
    """The bounds of its Python."""


def setup_py(folder: Path) -> SetupPy:
    """Return what `setup(...)` is called with; names stand for what they were given before it."""
    path = folder / "setup.py"
    try:
        if path.stat().st_size > _LARGEST:
            return SetupPy()
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return SetupPy()
    named: dict[str, object] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    named[target.id] = _literal(node.value, named)
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call) and _is_setup(each)]
    told = {word.arg: _literal(word.value, named) for call in calls for word in call.keywords}
    packages, python = told.get("install_requires"), told.get("python_requires")
    return SetupPy(
        tuple(str(each) for each in packages) if isinstance(packages, list | tuple) else (),
        python if isinstance(python, str) else "",
    )


def _is_setup(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func
    return name == "setup" or (isinstance(name, ast.Name) and name.id == "setup")


def _literal(node: ast.expr, named: dict[str, object]) -> object:
    if isinstance(node, ast.Name):
        return named.get(node.id)
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None
