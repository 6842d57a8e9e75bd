"""Removing an algorithm: what goes with it is said, asked, done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cytodesk.client.installing import remove_algorithm
from cytodesk.ui.amounts import number_said
from cytodesk.ui.here import Here
from cytodesk.ui.parts.dialogs import Answer, ask
from cytodesk.wire.algorithms import InstalledAlgorithm


async def remove_after_asking(here: Here, parent: QWidget, algorithm: InstalledAlgorithm) -> bool:
    """Say how many analyses go with `algorithm`, ask, remove it; return whether it is gone."""
    words, name = here.look.words, algorithm.full_name or algorithm.name
    runs = algorithm.run_count
    text = words("Its files are removed from this computer; its source stays where it is.")
    if runs:
        text = words.plural(
            "The record of its {amount} analysis goes with it, and what that one left.",
            "The records of its {amount} analyses go with it, and what they left.",
            runs,
            amount=number_said(runs),
        )
    answers = [Answer("remove", words("Remove")), Answer("keep", words("Keep"), "primary")]
    title = words("Remove {name}?", name=name)
    if await ask(here.look, parent, title, text, answers) != "remove":
        return False
    await here.remote.ask(remove_algorithm, algorithm)
    return True
