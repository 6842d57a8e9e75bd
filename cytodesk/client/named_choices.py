"""Names that a person gives for what can be chosen -> ids, or what is wrong with each."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from cytodesk.client.choices import Choice
from cytodesk.client.natural import folded
from cytodesk.errors import N_, BadInput, Problem


class UnknownChoices(BadInput):
    """Names that are nobody's; `problems` holds one for each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            N_("{count} names are nobody's: {problems}"),
            count=len(self.problems),
            problems=" ".join(each.said() for each in problems),
        )


def ids_of(names: Sequence[str], choices: Sequence[Choice]) -> list[int]:
    """Return the ids that `names` stand for: an id, or a text as shown, whatever its case.

    Raises UnknownChoices: one problem for each name that nothing or more than one thing has.
    """
    found, problems = found_among(names, choices)
    if problems:
        raise UnknownChoices(problems)
    return found


def found_among(names: Sequence[str], choices: Sequence[Choice]) -> tuple[list[int], list[Problem]]:
    """Return the ids that `names` stand for, and a problem for each name that is nobody's."""
    found, problems = [], []
    for name in names:
        meant = _meant(name.strip(), choices)
        if len(meant) == 1:
            found.append(meant[0])
        else:
            problems.append(_problem(name.strip(), meant, choices))
    return found, problems


def _meant(name: str, choices: Sequence[Choice]) -> list[int]:
    """Return the ids that `name` may stand for, by the strictest reading that finds any."""
    readings = (
        [choice.id for choice in choices if str(choice.id) == name],
        [choice.id for choice in choices if choice.text == name],
        [choice.id for choice in choices if folded(choice.text) == folded(name)],
    )
    return next((found for found in readings if found), [])


def _problem(name: str, meant: list[int], choices: Sequence[Choice]) -> Problem:
    if meant:
        return Problem(
            N_("{name} is the name of {ids}: say which by its id."),
            {"name": name, "ids": ", ".join(map(str, meant))},
        )
    if not choices:
        return Problem(N_("There is no {name}."), {"name": name})
    by_text = {folded(choice.text): choice.text for choice in choices}
    near = difflib.get_close_matches(folded(name), list(by_text), n=3, cutoff=0.5)
    if near:
        return Problem(
            N_("There is no {name}. Nearest: {nearest}."),
            {"name": name, "nearest": ", ".join(by_text[each] for each in near)},
        )
    return Problem(
        N_("There is no {name} among {count} choices."), {"name": name, "count": len(choices)}
    )
