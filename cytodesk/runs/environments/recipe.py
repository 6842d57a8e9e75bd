"""What an app says of the packages and the Python that it needs, wherever it says so.

Looked for in this order: requirements.txt, pyproject.toml, setup.cfg, setup.py, the pip lines of
the Dockerfile; these alone where they take the requirements.txt in and more. Nothing is executed:
of a setup.py counts what stands there to the letter.
"""

from __future__ import annotations

import configparser
import re
import shlex
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from cytodesk.runs.dockerfile import Stage, read_dockerfile
from cytodesk.runs.environments.old_client import with_client
from cytodesk.runs.environments.setup_py import setup_py

_OFFERED = tuple(f"3.{minor}" for minor in range(14, 7, -1))
"""Versions that can be had for a Python that is only bounded, the newest first."""
_CONNECTED = re.compile(r"\s*(?:&&|;|\|\|)\s*")
_PIP = re.compile(
    r"(?:^|\s)(?:\S*python\S*\s+-m\s+pip|(?:\S*/)?pip[23]?(?:\.\d+)?)\s+install\s+(?P<rest>.*)"
)
_MOVES = re.compile(r"\s*cd\s+[\"']?(?P<place>[^\s\"']+)")
_WITH_VALUE = frozenset(
    {"-t", "--target", "--prefix", "--root", "--timeout", "--default-timeout", "--retries"}
    | {"--trusted-host", "--proxy", "--cert", "--global-option", "--cache-dir", "--no-binary"}
    | {"--only-binary", "--platform", "--abi", "--python-version", "--progress-bar"}
)
_KEPT_OPTIONS = {
    **dict.fromkeys(("-i", "--index-url"), "--index-url"),
    **dict.fromkeys(("-f", "--find-links"), "--find-links"),
    "--extra-index-url": "--extra-index-url",
}
_POETRY_CARET = re.compile(r"\^(?P<version>\d+(?:\.\d+)*)")
_POETRY_TILDE = re.compile(r"~(?P<version>\d+(?:\.\d+)*)")


@dataclass(frozen=True, slots=True)
class Recipe:
    """`origin` names the file that says it; `file` is a list of requirements to be read as it is,
    else `lines` are."""

    origin: str = ""
    file: Path | None = None
    lines: tuple[str, ...] = ()
    python: str | None = None
    """The `3.x` that it is made for; None where any will do."""


def recipe_of(folder: Path) -> Recipe:
    """Return what the app in `folder` needs; an empty recipe where it says nothing."""
    stage = read_dockerfile(folder)
    project = _pyproject(folder)
    told = replace(_told(folder, stage, project), python=_python_of(folder, stage, project))
    lines = (f"-r {told.file.resolve()}",) if told.file else told.lines
    if (asked := with_client(lines, stage)) == lines:
        return told
    return replace(told, origin=told.origin or "Dockerfile", file=None, lines=asked)


def _told(folder: Path, stage: Stage | None, project: dict[str, Any]) -> Recipe:
    file = folder / "requirements.txt"
    built = tuple(_of_dockerfile(folder, stage)) if stage is not None else ()
    if file.is_file() and f"-r {file.resolve()}" not in built:
        return Recipe("requirements.txt", file)
    for origin, lines in _listed(folder, project) if not file.is_file() else ():
        if lines:
            return Recipe(origin, lines=lines)
    return Recipe("Dockerfile", lines=built) if built else Recipe()


def _listed(folder: Path, project: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "pyproject.toml", tuple(_of_pyproject(project))
    yield "setup.cfg", tuple(_of_setup_cfg(folder))
    yield "setup.py", setup_py(folder).packages


def _python_of(folder: Path, stage: Stage | None, project: dict[str, Any]) -> str | None:
    if stage is not None and stage.python_version:
        return stage.python_version
    if (folder / ".python-version").is_file():
        found = re.match(r"3\.\d+", (folder / ".python-version").read_text("utf-8").strip())
        if found:
            return found[0]
    bound = project.get("project", {}).get("requires-python") or _setup_cfg(folder).get(
        "options", "python_requires", fallback=setup_py(folder).python
    )
    poetry = project.get("tool", {}).get("poetry", {}).get("dependencies", {})
    return _newest_within(str(bound or _of_poetry_version(poetry.get("python"))))


def _newest_within(bound: str) -> str | None:
    """Return the newest version that `bound` allows; None where it allows all, or says nothing."""
    try:
        allowed = SpecifierSet(bound)
    except InvalidSpecifier:
        return None
    fitting = [version for version in _OFFERED if allowed.contains(f"{version}.99")]
    has_upper_bound = bool(fitting) and fitting[0] != _OFFERED[0]
    return fitting[0] if has_upper_bound else None


def _pyproject(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _of_pyproject(told: dict[str, Any]) -> Iterator[str]:
    project = told.get("project")
    listed = project.get("dependencies") if isinstance(project, dict) else None
    if isinstance(listed, list):
        yield from (str(each) for each in listed)
        return
    poetry = told.get("tool", {}).get("poetry", {}).get("dependencies", {})
    for name, wish in poetry.items() if isinstance(poetry, dict) else ():
        if name != "python":
            version = wish.get("version") if isinstance(wish, dict) else wish
            yield f"{name}{_of_poetry_version(version)}"


def _of_poetry_version(version: object) -> str:
    """Return the bounds of a version as Poetry writes them (`^1.2`, `~1.2`, `*`)."""
    text = str(version or "").strip()
    if found := _POETRY_CARET.fullmatch(text):
        parts = [int(part) for part in found["version"].split(".")]
        place = next((at for at, part in enumerate(parts) if part), len(parts) - 1)
        upper = [*parts[:place], parts[place] + 1]
        return f">={found['version']},<{'.'.join(map(str, upper))}"
    if found := _POETRY_TILDE.fullmatch(text):
        return f"~={found['version']}.0" if "." in found["version"] else f"=={found['version']}.*"
    if text in ("", "*"):
        return ""
    return f"=={text}" if text[0].isdigit() else text


def _setup_cfg(folder: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        read.read(folder / "setup.cfg", "utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return configparser.ConfigParser()
    return read


def _of_setup_cfg(folder: Path) -> Iterator[str]:
    listed = _setup_cfg(folder).get("options", "install_requires", fallback="")
    yield from (line.strip() for line in listed.splitlines() if line.strip())


def _of_dockerfile(folder: Path, stage: Stage) -> Iterator[str]:
    for workdir, run in stage.runs:
        there = replace(stage, workdir=workdir)
        for command in _CONNECTED.split(run):
            if moved := _MOVES.match(command):
                there = replace(there, workdir=there.workdir / moved["place"])
            elif found := _PIP.search(command):
                yield from _of_pip(folder, there, _words(found["rest"]))


def _of_pip(folder: Path, stage: Stage, words: Sequence[str]) -> Iterator[str]:
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word in ("-r", "--requirement", "-c", "--constraint") or (
            equals and name in ("--requirement", "--constraint")
        ):
            place = value if equals else next(rest, "")
            file = stage.file_behind(place, folder)
            option = "-c" if "c" in name.lstrip("-")[:1] else "-r"
            if file is not None:
                yield f"{option} {(folder / file).resolve()}"
        elif name in _KEPT_OPTIONS:
            yield f"{_KEPT_OPTIONS[name]} {value if equals else next(rest, '')}"
        elif name in _WITH_VALUE:
            _ = value or next(rest, "")
        elif not word.startswith("-") and _is_package(word):
            yield word


def _is_package(word: str) -> bool:
    """Whether a word of pip's is a wish: no folder of the app, and not pip itself."""
    if word.startswith((".", "/", "$")):
        return False
    return re.split(r"[=<>!~\[]", word)[0] not in ("pip", "")


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()
