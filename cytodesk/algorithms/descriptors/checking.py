"""A descriptor file held against every rule, and mended where it stands."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from cytodesk.algorithms.descriptors.cytomine.naming import TrustedSource, look_over_names
from cytodesk.algorithms.descriptors.documents import Document
from cytodesk.algorithms.descriptors.findings import Finding
from cytodesk.algorithms.descriptors.mending import Mended, is_mendable, mended
from cytodesk.algorithms.descriptors.reading import Looked, look_over
from cytodesk.algorithms.descriptors.source import Source, source_of
from cytodesk.errors import N_, BadInput, CytoDeskError, DescriptorError

_CYTOMINE = "cytomine-0.1"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file, and what became of it."""

    path: Path
    found: tuple[Finding, ...]
    left: tuple[Finding, ...] = ()
    """The same without what was mended."""
    before: str = ""
    after: str | None = None
    """The mended text; None where nothing was tried or possible."""
    was_written: bool = False
    hindrance: CytoDeskError | None = None
    """Why nothing was mended though it was asked for."""
    mendable: frozenset[int] = field(default_factory=frozenset)

    def is_mendable(self, finding: Finding) -> bool:
        return id(finding) in self.mendable


class Checker:
    """Checks files, beside the names of a trusted source where one is given."""

    def __init__(self, source: TrustedSource | None = None) -> None:
        self._trusted = source

    def report(self, path: Path, *, mends: bool = False) -> Report:
        """Return what is found at `path`; with `mends` the file is rewritten. Raises nothing."""
        try:
            source = source_of(path)
        except DescriptorError as refusal:
            found = tuple(Finding(problem) for problem in refusal.problems)
            return Report(path, found, found)
        looked = self._looked(source)
        can = frozenset(id(each) for each in looked.findings if is_mendable(each, looked))
        report = Report(path, looked.findings, looked.findings, source.text, mendable=can)
        if mends and report.found and not isinstance(looked.document, Document):
            return replace(report, hindrance=_unmended(looked))
        return self._mended(source, report) if mends else report

    def _looked(self, source: Source) -> Looked:
        looked = look_over(source)
        algorithm, document = looked.algorithm, looked.document
        if self._trusted is None or algorithm is None or document is None:
            return looked
        if algorithm.dialect != _CYTOMINE:
            return looked
        folder = source.file.resolve().parent.name if source.file is not None else ""
        more = look_over_names(algorithm, document, folder, self._trusted)
        return replace(looked, findings=(*looked.findings, *more))

    def _mended(self, source: Source, report: Report) -> Report:
        if not report.mendable:
            return report
        result = mended(source, self._looked)
        if result is None:
            reason = BadInput(N_("It cannot be mended, for it cannot be read."))
            return replace(report, hindrance=reason)
        if source.file is None:
            reason = BadInput(N_("It is inside a zip: unpack it to have it mended."))
            return replace(report, after=result.text, hindrance=reason)
        return self._written(source.file, result, report)

    def _written(self, file: Path, result: Mended, report: Report) -> Report:
        if not result.has_changed:
            return report
        try:
            _replace(file, result.text)
        except OSError as trouble:
            reason = BadInput(N_("It cannot be written: {reason}."), reason=trouble)
            return replace(report, after=result.text, hindrance=reason)
        return replace(report, left=result.left, after=result.text, was_written=True)


def _unmended(looked: Looked) -> CytoDeskError:
    if looked.document is None:
        return BadInput(N_("It cannot be mended, for it cannot be read."))
    return BadInput(N_("It is YAML, whose comments and order a mend would lose: mend it by hand."))


def _replace(file: Path, text: str) -> None:
    """Write `text` as UTF-8, whole or not at all; a link stays a link."""
    target = file.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        shutil.copymode(target, name)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
