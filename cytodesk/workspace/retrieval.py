"""What runs predicted beside what had been expected (contract 3.14).

Only terms that a run gave with an expected term count: without a truth nothing is right or wrong.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cytodesk.wire.runs import Run, RunState, status_of
from cytodesk.workspace.rows import made
from cytodesk.workspace.run_lists import RunsWanted, runs


@dataclass(frozen=True, slots=True)
class Prediction:
    id: int
    annotation: int
    project: int
    kind: str
    term: int
    expected: int
    rate: float

    @property
    def is_right(self) -> bool:
        return self.term == self.expected


def predictions(db: sqlite3.Connection, run: Run) -> list[Prediction]:
    rows = db.execute(
        "select t.id, t.annotation, a.project, a.kind, t.term, t.expected_term, t.rate"
        " from annotation_term t join annotation a on a.id = t.annotation"
        " where t.by_run and t.user=? and t.expected_term is not null order by t.id",
        (run.user,),
    ).fetchall()
    return [
        made(Prediction, row, expected=row["expected_term"], rate=row["rate"] or 0.0)
        for row in rows
    ]


def last_success(db: sqlite3.Connection, project: int, algorithm: int) -> Run | None:
    """Return the newest successful run of an algorithm in a project."""
    return next(iter(reversed(successes(db, project, algorithm))), None)


def successes(db: sqlite3.Connection, project: int, algorithm: int) -> list[Run]:
    """Return the successful runs of an algorithm in a project, oldest first."""
    wanted = RunsWanted(projects=(project,), algorithms=(algorithm,), is_descending=False)
    done = status_of(RunState.SUCCEEDED)
    return [run for run in runs(db, wanted, with_values=False)[0] if run.status == done]


def success_rate(found: Sequence[Prediction]) -> float | None:
    """Return the share (0 to 1) of right predictions; None where nothing was expected."""
    return sum(each.is_right for each in found) / len(found) if found else None


def rate_per_class(found: Iterable[Prediction]) -> dict[int, float]:
    """Return the share (0 to 1) of right predictions for each expected term."""
    by_expected: dict[int, list[bool]] = defaultdict(list)
    for each in found:
        by_expected[each.expected].append(each.is_right)
    return {term: sum(right) / len(right) for term, right in by_expected.items()}


def confusions(found: Iterable[Prediction]) -> Counter[tuple[int, int]]:
    """Return how often each expected term (first) was predicted as each term (second)."""
    return Counter((each.expected, each.term) for each in found)


def annotations_before(db: sqlite3.Connection, project: int, instant: int) -> int:
    """Return how many annotations of humans a project had at an instant (epoch ms)."""
    row = db.execute(
        "select count(*) from annotation where project=? and kind='userannotation' and created<?",
        (project, instant),
    ).fetchone()
    return int(row[0])
