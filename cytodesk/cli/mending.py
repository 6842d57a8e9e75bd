"""`cytodesk doctor --check` and `--restore`: is the workspace whole, and back to a copy of it."""

from __future__ import annotations

import json
import time
from typing import Any

from cytodesk.cli.asked import Asked
from cytodesk.cli.speech import table
from cytodesk.errors import N_, WorkspaceError
from cytodesk.processes import own_command, own_environment, run_briefly

_AT_MOST = 3600.0
"""Seconds that a look at a very large workspace may take."""
_BROKEN = 1


def check(asked: Asked) -> int:
    """Say whether the workspace is whole; exit with 1 where it is not."""
    told = _mended(asked)
    asked.speech.answer(told, _report(asked, told))
    return 0 if told["is_whole"] else _BROKEN


def restore(asked: Asked) -> int:
    """Put a copy in the place of the database, and say what stands there now."""
    name = asked.chosen.restore
    told = _mended(asked, "--restore", *([name] if name else []))
    sentence = N_("{name} of {when} is restored. What it replaced is among the copies.")
    copy = told["restored"]
    said = asked.speech.words(sentence, name=copy["name"], when=_when(copy["at"]))
    asked.speech.answer(told, f"{said}\n\n{_report(asked, told)}")
    return 0 if told["is_whole"] else _BROKEN


def _mended(asked: Asked, *words: str) -> dict[str, Any]:
    """Ask a process that may open workspaces. Raises WorkspaceError in its words."""
    workspace = asked.workspace or asked.desk.folders.workspace
    if not (workspace / "workspace.db").exists() and not (workspace / "backups").is_dir():
        raise WorkspaceError(N_("There is no workspace in {workspace}."), workspace=workspace)
    done = run_briefly(
        own_command("mending", "--workspace", str(workspace), *words),
        folder=workspace,
        environment=own_environment({"CYTODESK_LANGUAGE": asked.speech.words.language}),
        timeout=_AT_MOST,
    )
    try:
        told: dict[str, Any] = json.loads(done.output.splitlines()[-1])
    except (ValueError, IndexError) as error:
        raise WorkspaceError(
            N_("{workspace} could not be looked at: {reason}"),
            workspace=workspace,
            reason=done.output,
        ) from error
    if "error" in told:
        raise WorkspaceError("{said}", said=told["error"])
    return told


def _report(asked: Asked, told: dict[str, Any]) -> str:
    words = asked.speech.words
    if told["trouble"] is None:
        first = words(N_("The database is sound."))
    else:
        first = words(
            N_("The database is damaged ({trouble}): `cytodesk doctor --restore` takes a copy."),
            trouble=told["trouble"],
        )
    missing = [words(N_("Missing: {file}"), file=each) for each in told["missing"]]
    counts = ", ".join(f"{name} {count}" for name, count in told["counts"].items())
    rows = [
        (c["name"], _when(c["at"]), f"{c['size'] / 2**20:.1f} MB", c["trouble"] or words("sound"))
        for c in told["copies"]
    ]
    titles = [words(N_("Copy")), words(N_("Made")), words(N_("Size")), words(N_("State"))]
    copies = table(titles, rows) if rows else words(N_("There is no copy of it yet."))
    return "\n".join(line for line in (first, counts, *missing, "", copies) if line is not None)


def _when(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))
