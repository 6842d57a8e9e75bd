"""Whether an algorithm can run at a place; if not, why, and what would help."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from cytodesk.assets import Words
from cytodesk.client.installing import Needs
from cytodesk.client.interpreters import InterpreterFound
from cytodesk.wire.algorithms import InstalledAlgorithm

_PROGRAM, _COMMAND = "program", "command"
"""Ways of `Needs.way`."""
_OWN = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True, slots=True)
class Standing:
    """`mark` is one of Mark's; `sentence` says where it runs or why not; `help` what to do."""

    mark: str
    sentence: str
    help: str = ""

    @property
    def can_run(self) -> bool:
        return self.mark != "bad"


def standing_here(words: Words, algorithm: InstalledAlgorithm, needs: Needs) -> Standing:
    """Say how an algorithm of this computer's station stands."""
    if needs.missing_python:
        return Standing(
            "bad",
            words("Cannot run: its interpreter {python} is gone.", python=needs.missing_python),
            words("Install it again and name another interpreter."),
        )
    if not algorithm.executable or (needs.program is None and needs.trouble is None):
        return Standing(
            "bad",
            words("Cannot run here: it was registered without its program."),
            words("Install it from its folder or zip, or start it by hand with its keys."),
        )
    if needs.way != _PROGRAM:
        return _of_another_way(words, needs)
    if needs.trouble:
        return _without_program(words)
    if needs.named_python:
        return Standing(
            "good", words("Runs on this computer, with {python}", python=needs.named_python)
        )
    return with_python(words, needs)


def standing_there(words: Words, algorithm: InstalledAlgorithm, server: str) -> Standing:
    """Say how an algorithm of another server stands; only that server knows its program."""
    if not algorithm.executable:
        return Standing(
            "bad",
            words("{server} cannot start it: it is registered without a program.", server=server),
            words(
                "Whoever runs that server can add its container; or install it on this computer."
            ),
        )
    if algorithm.deprecated:
        help_ = words("A newer version may be installed.")
        return Standing(
            "warn", words("Runs on {server}, but is out of date.", server=server), help_
        )
    return Standing("good", words("Runs on {server}", server=server))


def standing_before(words: Words, needs: Needs) -> Standing:
    """Say how something would stand once it is installed."""
    if needs.way != _PROGRAM:
        return _of_another_way(words, needs)
    return _without_program(words) if needs.trouble else with_python(words, needs)


def with_python(words: Words, needs: Needs) -> Standing:
    if needs.python and needs.python != _OWN:
        if needs.python_is_here:
            said = words("Runs on this computer, with Python {version}", version=needs.python)
            return Standing("good", said)
        return Standing(
            "warn",
            words(
                "Runs on this computer; it is made for Python {theirs}, which is not here.",
                theirs=needs.python,
            ),
            words(
                "It is fetched before the first analysis; if it cannot be, {ours} is taken.",
                ours=_OWN,
            ),
        )
    return Standing("good", words("Runs on this computer"))


def _of_another_way(words: Words, needs: Needs) -> Standing:
    """Say how what runs in a container, or by a command of its own, stands."""
    if needs.trouble:
        return Standing("bad", words("Cannot run here."), needs.trouble)
    if needs.way == _COMMAND:
        return Standing("good", words("Runs on this computer by its command"))
    if needs.engine is None:
        return Standing(
            "bad",
            words("Cannot run here: it needs a container engine that answers."),
            needs.engine_trouble or "",
        )
    help_ = words("Its image {image} is fetched before its first analysis.", image=needs.image)
    return Standing(
        "good",
        words("Runs on this computer in a container, by {engine}", engine=needs.engine),
        "" if needs.image_is_here else help_,
    )


def _without_program(words: Words) -> Standing:
    return Standing(
        "bad",
        words("Cannot run here: no Python program was found beside its descriptor."),
        words("Choose the folder that holds it, or name the program run.py."),
    )


def standing_of_python(words: Words, found: InterpreterFound, needs: Needs) -> Standing:
    """Say what an interpreter is, and what it lacks of what an algorithm needs."""
    said = words("Python {version}, without Cytomine's client.", version=found.version)
    if found.client:
        said = words(
            "Python {version}, with Cytomine's client {client}.",
            version=found.version,
            client=found.client,
        )
    if lacking := found.lacks(needs.requirements):
        wishes = words("It lacks {packages}.", packages=", ".join(lacking))
        return Standing(
            "warn", f"{said} {wishes}", words("Install them there, or take an environment.")
        )
    if needs.python and not found.version.startswith(f"{needs.python}."):
        theirs = words("Its container has Python {theirs}.", theirs=needs.python)
        return Standing("warn", f"{said} {theirs}")
    return Standing("good", said)
