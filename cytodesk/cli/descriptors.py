"""Checking descriptors, and mending them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cytodesk.algorithms.descriptors.checking import Checker, Report
from cytodesk.algorithms.descriptors.cytomine.naming import TrustedSource
from cytodesk.algorithms.descriptors.findings import Finding
from cytodesk.algorithms.descriptors.rulebook import RULES, Severity
from cytodesk.algorithms.descriptors.source import files_below
from cytodesk.assets import Words
from cytodesk.cli.asked import Asked
from cytodesk.errors import N_, DescriptorError

_SEVERITIES = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.NOTE: N_("note"),
}


def check_paths(asked: Asked) -> int:
    """Say every finding of each descriptor, at its line; exit 3 if one cannot be read."""
    chosen = asked.chosen
    source = TrustedSource(chosen.prefix or "", chosen.username or "")
    checker = Checker(source if chosen.prefix or chosen.username else None)
    pages = [
        _Page(checker.report(file, mends=chosen.fix), asked, fixes=chosen.fix)
        for path in chosen.paths
        for file in files_below(path)
    ]
    text = "\n".join(line for page in pages for line in page.lines())
    asked.speech.answer({"checked": [page.json() for page in pages]}, text)
    return DescriptorError.exit_code if any(page.has_errors for page in pages) else 0


@dataclass(frozen=True, slots=True)
class _Page:
    """What is said of one file."""

    report: Report
    asked: Asked
    fixes: bool

    @property
    def has_errors(self) -> bool:
        return any(each.severity is Severity.ERROR for each in self.report.left)

    @property
    def _words(self) -> Words:
        return self.asked.speech.words

    def lines(self) -> Iterator[str]:
        yield self._title()
        explained: set[str] = set()
        for finding in self.report.left if self.fixes else self.report.found:
            yield f"  {self._said(finding)}"
            if finding.problem.rule not in explained:
                explained.add(finding.problem.rule)
                yield f"      {self._words(RULES[finding.problem.rule].why)}"
        yield from self._difference()

    def json(self) -> dict[str, Any]:
        report = self.report
        answer: dict[str, Any] = {
            "path": str(report.path),
            "problems": [self._json(each) for each in report.found],
        }
        if self.fixes:
            answer |= {
                "fixed": report.was_written,
                "difference": "\n".join(self._difference()),
                "left": [self._json(each) for each in report.left],
            }
        return answer

    def _title(self) -> str:
        words, report = self._words, self.report
        if not report.found:
            return words(N_("{path}: nothing to mend"), path=report.path)
        counts = {
            f"{severity.value}s": sum(each.severity is severity for each in report.found)
            for severity in Severity
        }
        title = words(
            N_("{path}: {errors} errors, {warnings} warnings, {notes} notes"),
            path=report.path,
            **counts,
        )
        if not self.fixes:
            return title
        if report.hindrance is not None:
            return f"{title}. {report.hindrance.said(words)}"
        done = len(report.found) - len(report.left)
        return f"{title}. " + words("{count} mended.", count=done)

    def _said(self, finding: Finding) -> str:
        words, problem = self._words, finding.problem
        place = []
        if problem.line is not None:
            template = N_("line {line}, column {column}")
            place.append(words(template, line=problem.line, column=problem.column))
        place += [problem.attribute] if problem.attribute else []
        severity = words(_SEVERITIES[finding.severity])
        sentence = ": ".join([*([", ".join(place)] if place else []), problem.said(words)])
        return f"{sentence} [{severity}: {problem.rule}]"

    def _difference(self) -> list[str]:
        report = self.report
        if report.after is None or report.after == report.before:
            return []
        name = str(report.path)
        return list(
            difflib.unified_diff(
                report.before.splitlines(),
                report.after.splitlines(),
                fromfile=name,
                tofile=name,
                lineterm="",
            )
        )

    def _json(self, finding: Finding) -> dict[str, Any]:
        problem = finding.problem
        return {
            "rule": problem.rule,
            "severity": finding.severity.value,
            "line": problem.line,
            "column": problem.column,
            "attribute": problem.attribute,
            "sentence": problem.said(self._words),
            "why": self._words(RULES[problem.rule].why),
            "mendable": self.report.is_mendable(finding),
        }
