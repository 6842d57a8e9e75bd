"""From a path or a text to an Algorithm, or to every problem at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.descriptors.dialects import dialect_of
from cytodesk.algorithms.descriptors.documents import NotJsonError, Positioned
from cytodesk.algorithms.descriptors.findings import Finding, Findings, said
from cytodesk.algorithms.descriptors.notations import parsed
from cytodesk.algorithms.descriptors.rulebook import Severity
from cytodesk.algorithms.descriptors.source import UTF_8, Source, source_of
from cytodesk.errors import N_, DescriptorError, Problem

_SIGNS = {
    *("inputs", "command-line", "container-image", "schema-version"),
    *("namespace", "exec_function"),
}
"""Without any of these a file is something else."""


@dataclass(frozen=True, slots=True)
class Looked:
    """All that was found in one descriptor."""

    algorithm: Algorithm | None
    """None where it cannot be read."""
    findings: tuple[Finding, ...]
    document: Positioned | None = None
    """None where not even its notation can be read."""
    source: Source | None = None


def read_descriptor(path: Path) -> Algorithm:
    """Read the descriptor at `path`: a file, a folder that holds one, or a zip of such a folder.

    Raises DescriptorError with every problem; what does not stop stands in `.warnings`.
    """
    return _algorithm(look_over(source_of(path)), path)


def read_descriptor_text(text: str, path: Path | str) -> Algorithm:
    """Read the text of a descriptor, kept earlier; its first sign tells the notation.

    `path` is only named in problems.
    """
    return _algorithm(look_over(Source(text)), path)


def look_over(source: Source) -> Looked:
    """Read `source` and say all that was found, notes too; raises nothing."""
    try:
        document = parsed(source)
    except NotJsonError as refusal:
        return Looked(None, _refused(refusal), source=source)
    findings = Findings(document)
    _look_over_text(source, findings)
    algorithm = None
    if isinstance(document.value, dict) and not _SIGNS & document.value.keys():
        findings.add("not-a-descriptor", (), N_("It describes no algorithm: it has no inputs."))
    elif isinstance(document.value, dict):
        algorithm = dialect_of(document.value).read(document.value, findings)
    else:
        findings.add("not-an-object", (), N_("A descriptor is one object: {{ ... }}."))
    found = tuple(findings.in_order())
    return Looked(None if findings.has_refused else algorithm, found, document, source)


def _algorithm(looked: Looked, path: Path | str) -> Algorithm:
    heard = [each.problem for each in looked.findings if each.severity is not Severity.NOTE]
    if looked.algorithm is None or looked.source is None:
        raise DescriptorError(path, heard)
    text = looked.source.text.removeprefix("\ufeff")
    return replace(looked.algorithm, warnings=tuple(heard), descriptor_text=text)


def _refused(refusal: NotJsonError) -> tuple[Finding, ...]:
    mark = refusal.mark
    problem = Problem(
        refusal.template,
        refusal.fields,
        line=mark.line,
        column=mark.column,
        rule=refusal.rule,
    )
    return (*(Finding(said(repair)) for repair in refusal.repairs), Finding(problem))


def _look_over_text(source: Source, findings: Findings) -> None:
    if source.encoding != UTF_8:
        findings.add(
            "not-utf8",
            (),
            N_("The file is written in {encoding}. Save it as UTF-8."),
            encoding=source.encoding,
        )
    if "\r\n" in source.text:
        findings.add(
            "windows-line-ends", (), N_("Lines end as on Windows. Let them end in LF alone.")
        )
