"""Handing a command to a supervisor of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cytodesk.processes import ProcessId, clean_environment, own_script, start_detached
from cytodesk.runs import supervisor

NICE = 10
"""By how much programs of runs stand behind the window."""


def start_supervised(
    command: Sequence[str],
    *,
    folder: Path,
    work: Path,
    log: Path,
    record: Path,
    environment: Mapping[str, str],
    secrets: Sequence[str] = (),
    nice: int = NICE,
    prepare: Callable[[], None] = lambda: None,
) -> ProcessId:
    """Start a supervisor for `command`, which works in `work`; return who the supervisor is.

    `prepare` is called while the supervisor comes up, before it hears of the command; where it
    raises, there is no program. Raises EnvironmentFailed if the supervisor cannot be started.
    """
    given = {
        "schema": supervisor.SCHEMA,
        "command": list(command),
        "folder": str(work),
        "environment": environment,
        "log": str(log),
        "record": str(record),
        "nice": nice,
    }

    def order() -> bytes:
        prepare()
        return json.dumps(given).encode()

    return start_detached(
        own_script(Path(supervisor.__file__)),
        folder=folder,
        environment=without(secrets, clean_environment()),
        given=order,
    )


def without(secrets: Sequence[str], environment: Mapping[str, str]) -> dict[str, str]:
    """Leave out variables that hold one of `secrets`, whatever they are called."""
    return {
        name: value
        for name, value in environment.items()
        if not any(secret in value for secret in secrets if secret)
    }
