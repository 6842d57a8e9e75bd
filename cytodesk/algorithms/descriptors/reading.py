"""From a path or a text to an Algorithm, or to every problem at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.descriptors.dialects import dialect_of
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.positioned_json import Document, NotJsonError, Repair, parse
from cytodesk.algorithms.descriptors.source import text_of
from cytodesk.errors import N_, DescriptorError, Problem


def read_descriptor(path: Path) -> Algorithm:
    """Read the descriptor at `path`: a file, a folder that holds one, or a zip of such a folder.

    Raises DescriptorError with every problem; what does not stop stands in `.warnings`.
    """
    return read_descriptor_text(text_of(path), path)


def read_descriptor_text(text: str, path: Path | str) -> Algorithm:
    """Read the text of a descriptor; `path` is only named in problems."""
    document = _document(text, path)
    findings = Findings(document)
    if not isinstance(document.value, dict):
        findings.refuse("not-an-object", (), N_("A descriptor is one object: {{ ... }}."))
        raise DescriptorError(path, findings.problems)
    algorithm = dialect_of(document.value).read(document.value, findings)
    problems = sorted(findings.problems, key=lambda problem: problem.line or 0)
    if findings.has_refused:
        raise DescriptorError(path, problems)
    return replace(algorithm, warnings=tuple(problems), descriptor_text=text.removeprefix("\ufeff"))


def _document(text: str, path: Path | str) -> Document:
    try:
        return parse(text)
    except NotJsonError as refusal:
        problem = Problem(
            refusal.template,
            refusal.fields,
            line=refusal.mark.line,
            column=refusal.mark.column,
            rule="not-json",
        )
        warnings = [_warning(repair) for repair in refusal.repairs]
        raise DescriptorError(path, [*warnings, problem]) from None


def _warning(repair: Repair) -> Problem:
    return Problem(
        repair.template,
        repair.fields,
        line=repair.mark.line,
        column=repair.mark.column,
        is_warning=True,
        rule=repair.rule,
    )
