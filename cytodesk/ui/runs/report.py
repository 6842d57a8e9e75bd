"""What went wrong, as text to send to somebody: no keys, no folders of this computer's user."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path

from cytodesk import __version__
from cytodesk.assets import Words
from cytodesk.client.run_details import RunDetails
from cytodesk.ui.parts.log_model import LogLine
from cytodesk.ui.runs.facts import Fact, as_text
from cytodesk.ui.runs.log_lines import last_error
from cytodesk.ui.runs.signs import said_with_duration, trouble_in

_LAST = 60


def report_of(
    words: Words,
    details: RunDetails,
    given: Sequence[Fact],
    ran: Sequence[Fact],
    lines: Sequence[LogLine],
) -> str:
    """Return the report: what it was, what went wrong, what it was given, the end of its log."""
    run = details.row
    title = f"{run.label} {run.version}".strip()
    parts = [
        f"# {title}\n{said_with_duration(words, run)}\n{trouble_in(words, run)}".rstrip(),
        "## " + words("Parameters") + f"\n{as_text(given)}".rstrip(),
        "## " + words("How it ran") + f"\n{as_text(ran)}".rstrip(),
        "## " + words("Log") + f"\n{_log(lines)}".rstrip(),
        f"CytoDesk {__version__}, Python {platform.python_version()}, {platform.platform()}",
    ]
    return _without_folders("\n\n".join(parts) + "\n", details.folder)


def _without_folders(text: str, folder: Path | None) -> str:
    """Return `text` without where the run worked and where its user lives."""
    if folder is not None:
        text = text.replace(str(folder), "<run>")
    return text.replace(str(Path.home()), "~")


def details_of(lines: Sequence[LogLine]) -> str:
    """Return the part of a log that tells most about what went wrong."""
    return "\n".join(line.text for line in last_error(list(lines)))


def _log(lines: Sequence[LogLine]) -> str:
    return "\n".join(
        " ".join(part for part in (line.time, line.level, line.text) if part)
        for line in lines[-_LAST:]
    )
