"""What to start: command lines and environments, right in a checkout, a wheel, a frozen build."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

_LOOPBACK = ("127.0.0.1", "localhost")
_OURS_ONLY = re.compile(
    r"""_MEIPASS2? | _PYI_.* | PYINSTALLER_.* | LD_LIBRARY_PATH_ORIG   # of a frozen build
    | PYTHON(HOME|PATH|STARTUP|USERBASE|EXECUTABLE|SAFEPATH|PLATLIBDIR|INSPECT|WARNINGS)
    | VIRTUAL_ENV(_PROMPT)? | __PYVENV_LAUNCHER__
    | QT_.* | QML.* | CYTODESK_.*
    | CYTOMINE_.*KEY""",
    re.VERBOSE,
)
_SOCKET = "CYTODESK_SOCKET"


def own_command(*arguments: str) -> list[str]:
    """Return the command line that starts this program itself."""
    if _is_frozen():
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "cytodesk", *arguments]


def own_script(script: Path, *arguments: str) -> list[str]:
    """Return the command line of a file of ours that needs the standard library only.

    A frozen build has no interpreter to hand the file to: its front door answers `--script NAME`.
    """
    if _is_frozen():
        return [sys.executable, "--script", script.name, *arguments]
    return [sys.executable, "-I", "-S", str(script), *arguments]


def clean_environment(additions: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for somebody else's program: the user's, without what is ours.

    Gone are the variables of our interpreter, of Qt, of a frozen build, and all keys. Loopback
    never goes through a proxy. `additions` come last.
    """
    kept = {name: value for name, value in os.environ.items() if not _OURS_ONLY.fullmatch(name)}
    if _is_frozen():
        kept.pop("LD_LIBRARY_PATH", None)  # PyInstaller's; the user's own waits in ..._ORIG
        if original := os.environ.get("LD_LIBRARY_PATH_ORIG"):
            kept["LD_LIBRARY_PATH"] = original
    spared = _without_proxy(kept)
    return {**kept, "NO_PROXY": spared, "no_proxy": spared, **(additions or {})}


def own_environment(additions: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for our own commands, which must find this package again."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("QT_", "CYTODESK_")) and name != _SOCKET
    }
    if _is_frozen():
        ours["PYINSTALLER_RESET_ENVIRONMENT"] = (
            "1"  # a process of its own, not a worker of this one
        )
    elif search_path := _search_path():
        ours["PYTHONPATH"] = search_path
    return clean_environment({**ours, **(additions or {})})


def _is_frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def _search_path() -> str:
    checkout = Path(__file__).parents[2]
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    own = [str(checkout)] if (checkout / "pyproject.toml").is_file() else []
    return os.pathsep.join(dict.fromkeys(path for path in (*own, *given) if path))


def _without_proxy(environment: Mapping[str, str]) -> str:
    given = ",".join(environment.get(name, "") for name in ("NO_PROXY", "no_proxy")).split(",")
    hosts = (host.strip() for host in (*given, *_LOOPBACK))
    return ",".join(dict.fromkeys(host for host in hosts if host))
