"""What is odd in a command line as it is written: signs of a shell, blanks."""

from __future__ import annotations

import re

from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.mends import Put
from cytodesk.errors import N_

_LINE = ("command-line",)
_SHELL_SIGNS = re.compile(r"[|&;<>`$\"'\\\n]")


def look_over_text(written: str, findings: Findings) -> None:
    if signs := sorted(set(_SHELL_SIGNS.findall(written))):
        findings.add(
            "shell-signs",
            _LINE,
            N_("The line holds {signs}, which are passed on as they are: no shell reads it here."),
            signs=" ".join(signs).replace("\n", "\\n"),
        )
    if written.split(" ") != written.split():
        findings.add(
            "doubled-blank",
            _LINE,
            N_("The line holds blanks at its ends, or two in a row, or tabs. Write single blanks."),
            [Put(_LINE, " ".join(written.split()))],
        )
