"""Checking descriptors, and this computer."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path
from typing import Any

from cytodesk import __version__
from cytodesk.algorithms.descriptors import read_descriptor
from cytodesk.cli.asked import Asked, said
from cytodesk.cli.speech import table
from cytodesk.errors import N_, CytoDeskError, DescriptorError, Problem


def check_paths(asked: Asked) -> int:
    """Say every problem of each descriptor, at its line; exit 3 if one cannot be read."""
    findings: list[dict[str, Any]] = []
    lines: list[str] = []
    has_errors = False
    for path in asked.chosen.paths:
        problems = _problems(path)
        has_errors = has_errors or any(not problem.is_warning for problem in problems)
        findings.append({"path": str(path), "problems": [_json(p, asked) for p in problems]})
        lines.append(_title(path, problems, asked))
        lines += [f"  {said(problem, asked.speech)}" for problem in problems]
    asked.speech.answer({"checked": findings}, "\n".join(lines))
    return DescriptorError.exit_code if has_errors else 0


def examine(asked: Asked) -> int:
    """Say what works here; exit 4 if the station does not."""
    words, desk = asked.speech.words, asked.desk
    workspace = asked.workspace or desk.folders.workspace
    facts: list[tuple[str, str]] = [
        (words(N_("CytoDesk")), __version__),
        (words(N_("Python")), platform.python_version()),
        (words(N_("System")), platform.platform()),
        (words(N_("Workspace")), str(workspace)),
        (words(N_("Free space")), f"{_free(workspace) // 2**20} MB"),
        (words(N_("Log")), str(desk.folders.log)),
        (words(N_("Container engine")), _engine() or words(N_("none found"))),
    ]
    status = 0
    unknown: list[str] = []
    try:
        place = asked.place
        facts.append((words(N_("Place")), f"{place.url} ({place.version})"))
        if place.is_station:
            unknown = list(place.get("/station/v1/unknown")["paths"])
    except CytoDeskError as error:
        facts.append((words(N_("Place")), error.said(words)))
        status = error.exit_code
    facts += [(words(N_("An app asked for what we do not have")), path) for path in unknown]
    answer = {"facts": dict(facts), "unknown_requests": unknown}
    asked.speech.answer(answer, table([words(N_("What")), words(N_("Here"))], facts))
    return status


def stop(asked: Asked) -> int:
    """End the workspace's station if it runs; runs go on unless --now."""
    workspace = asked.workspace or asked.desk.folders.workspace
    if asked.desk.station_address(workspace) is None:
        asked.speech.answer({"stopped": False}, asked.speech.words(N_("No station runs here.")))
        return 0
    place = asked.desk.connect(workspace=workspace)
    place.post("/station/v1/stop", {"now": asked.chosen.now})
    asked.speech.answer({"stopped": True}, asked.speech.words(N_("The station ends.")))
    return 0


def _problems(path: Path) -> tuple[Problem, ...]:
    try:
        return read_descriptor(path).warnings
    except DescriptorError as error:
        return error.problems


def _title(path: Path, problems: tuple[Problem, ...], asked: Asked) -> str:
    words = asked.speech.words
    if not problems:
        return words(N_("{path}: nothing to mend"), path=path)
    errors = sum(not problem.is_warning for problem in problems)
    return words(
        N_("{path}: {errors} errors, {warnings} warnings"),
        path=path,
        errors=errors,
        warnings=len(problems) - errors,
    )


def _json(problem: Problem, asked: Asked) -> dict[str, Any]:
    return {
        "rule": problem.rule,
        "severity": "warning" if problem.is_warning else "error",
        "line": problem.line,
        "column": problem.column,
        "attribute": problem.attribute,
        "sentence": problem.said(asked.speech.words),
    }


def _free(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _engine() -> str | None:
    found = (shutil.which(name) for name in ("podman", "docker", "apptainer"))
    return next((path for path in found if path), None)
