"""Run by the interpreter of `bosh`: what it makes of many values at once.

Reads [[descriptor, values], ...] as JSON, writes for each its command line, or null where the
values are refused.
"""

import contextlib
import io
import json
import sys

from boutiques import bosh


def line_of(path: str, values: dict[str, object]) -> str | None:
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            answer = bosh(["exec", "simulate", path, "-i", json.dumps(values)])
    except (Exception, SystemExit):
        return None
    return str(answer.shell_command)


json.dump([line_of(path, values) for path, values in json.load(sys.stdin)], sys.stdout)
