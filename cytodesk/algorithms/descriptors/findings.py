"""What a reader finds to say about a descriptor, each at its line, some with what mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cytodesk.algorithms.descriptors.documents import Path, Positioned, Repair
from cytodesk.algorithms.descriptors.mends import Mend
from cytodesk.algorithms.descriptors.rulebook import RULES, Severity
from cytodesk.errors import Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, and what would mend it without changing what the descriptor means here."""

    problem: Problem
    mends: tuple[Mend, ...] = ()

    @property
    def severity(self) -> Severity:
        return RULES[self.problem.rule].severity


def written(path: Path) -> str:
    """Return `path` as people write it: `inputs[2].type`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


class Findings:
    """Collects what is found in one document; how grave it is stands in the rulebook."""

    def __init__(self, document: Positioned) -> None:
        self._document = document
        self.all: list[Finding] = [Finding(said(each)) for each in document.repairs]

    def add(
        self,
        rule: str,
        path: Path,
        template: str,
        mends: Iterable[Mend] = (),
        /,
        **fields: object,
    ) -> None:
        mark = self._document.mark(path)
        problem = Problem(
            template,
            fields,
            attribute=written(path),
            line=mark.line,
            column=mark.column,
            is_warning=RULES[rule].severity is not Severity.ERROR,
            rule=rule,
        )
        self.all.append(Finding(problem, tuple(mends)))

    @property
    def has_refused(self) -> bool:
        return any(not each.problem.is_warning for each in self.all)

    def in_order(self) -> list[Finding]:
        """Return all, from the top of the file to its end."""
        return sorted(self.all, key=lambda each: each.problem.line or 0)


def said(repair: Repair) -> Problem:
    """Return what was mended in the notation itself."""
    return Problem(
        repair.template,
        repair.fields,
        line=repair.mark.line,
        column=repair.mark.column,
        is_warning=True,
        rule=repair.rule,
    )
