"""What ended the window in the midst of its work: written then, told at the next start."""

from __future__ import annotations

import contextlib
import faulthandler
from collections.abc import Iterator
from pathlib import Path

_FILE = "crash.txt"
_MOST = 20_000
"""Characters of a report; the thread that crashed stands first."""
_ENDS = ("Fatal Python error", "access violation", "stack overflow")
"""What such a report says; Windows has others, of which a program does not end."""


@contextlib.contextmanager
def crash_report(folder: Path) -> Iterator[str]:
    """Give what the last window left in `folder`, and leave the same if this one crashes.

    '' where it ended otherwise; without a place to write nothing is kept.
    """
    path = folder / _FILE
    with contextlib.ExitStack() as stack:
        left = ""
        with contextlib.suppress(OSError):
            left = _left_in(path)
            file = stack.enter_context(path.open("w", encoding="utf-8"))
            faulthandler.enable(file)
            stack.callback(faulthandler.disable)
        yield left
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _left_in(path: Path) -> str:
    if not path.exists():
        return ""
    report = path.read_text(encoding="utf-8", errors="replace")[:_MOST]
    return report if any(each in report for each in _ENDS) else ""
