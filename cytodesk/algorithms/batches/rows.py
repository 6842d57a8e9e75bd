"""The rows of a batch: what each run changes of the form, checked."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.values import Values, check, in_use
from cytodesk.errors import N_, BadInput, InvalidValues, Problem

MOST_ROWS = 10_000
"""More runs than that in one batch are a mistake of typing."""


class How(enum.StrEnum):
    """What makes many runs of one form."""

    ONE = "one"
    IMAGES = "images"
    TERMS = "terms"
    TABLE = "table"
    SWEEP = "sweep"


@dataclass(frozen=True, slots=True)
class Change:
    """What one run changes of the answers that all have in common."""

    label: str
    """What tells it from the others: the name of its image, `threshold 0.5`."""
    answers: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    """Of what could not be read: a name that is nobody's. Each names its parameter."""


@dataclass(frozen=True, slots=True)
class Row:
    """One run of a batch: its values, or what is wrong with them."""

    label: str
    answers: Mapping[str, object]
    values: Values | None
    problems: tuple[Problem, ...] = ()

    def problem_of(self, id: str) -> Problem | None:
        return next((each for each in self.problems if each.attribute == id), None)


def rows_of(
    algorithm: Algorithm, common: Mapping[str, object], changes: Iterable[Change]
) -> list[Row]:
    """Return a row for each change, its answers laid over those that all have in common.

    A problem is that of its row: the parameter it is about is named, whoever answered it.
    """
    return [_row(algorithm, common, change) for change in changes]


def sound_values(
    algorithm: Algorithm, rows: Sequence[Row], lines: Sequence[int] = ()
) -> list[tuple[str, Values]]:
    """Return label and values of each row.

    Raises InvalidValues with every problem where a row has any, with its line: of `lines` where
    they come from a file, else as in a table with titles; BadInput where there is no row.
    """
    numbers = lines or range(2, len(rows) + 2)
    problems = [
        replace(problem, line=line)
        for line, row in zip(numbers, rows, strict=True)
        for problem in row.problems
    ]
    if problems:
        raise InvalidValues(algorithm.name, problems)
    if not rows:
        raise BadInput(N_("There is no run in it."))
    return [(row.label, row.values) for row in rows if row.values is not None]


def refuse_too_many(count: int) -> None:
    """Raises BadInput where `count` runs are more than anybody means."""
    if count > MOST_ROWS:
        raise BadInput(
            N_("{count} runs in one batch are too many: at most {most}."),
            count=count,
            most=MOST_ROWS,
        )


def _row(algorithm: Algorithm, common: Mapping[str, object], change: Change) -> Row:
    unread = {problem.attribute for problem in change.problems}
    answers = {**common, **change.answers}
    try:
        values = check(algorithm, in_use(algorithm, answers))
    except InvalidValues as invalid:
        others = [each for each in invalid.problems if each.attribute not in unread]
        return Row(change.label, change.answers, None, (*change.problems, *others))
    return Row(change.label, change.answers, None if unread else values, change.problems)
