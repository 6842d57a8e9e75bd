"""Mending the text of a descriptor until nothing is left that has one clear mend.

Each round mends what does not touch, then the text is read again; so every mend is made of what
is really there. What was not wrong keeps its order and its layout.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from cytodesk.algorithms.descriptors.edits import Edit, applied
from cytodesk.algorithms.descriptors.findings import Finding
from cytodesk.algorithms.descriptors.mends import edits_of
from cytodesk.algorithms.descriptors.positioned_json import Document
from cytodesk.algorithms.descriptors.reading import Looked, look_over
from cytodesk.algorithms.descriptors.source import UTF_8, Source

_ROUNDS = 200
_MOST_OF_ONE = 5
"""How often one finding may come back: two keys of one line are mended one after the other."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as its author meant it, and what is left for a person to decide."""

    source: Source
    text: str
    left: tuple[Finding, ...]

    @property
    def has_changed(self) -> bool:
        return self.text != self.source.text or self.source.encoding != UTF_8


def mended(source: Source, look: Callable[[Source], Looked] = look_over) -> Mended | None:
    """Return `source`, mended; None where it is no JSON, or none that can be made strict.

    The text parses as strict JSON and is read as the same algorithm; mending it again changes
    nothing. `look` may find more than `look_over` does.
    """
    looked, text = look(source), source.text
    done: Counter[str] = Counter()
    for _ in range(_ROUNDS):
        if not isinstance(looked.document, Document):
            return None
        groups = list(_groups(looked.document, looked, done))
        text, taken = applied(text, [edits for _, edits in groups])
        if not taken:
            break
        done.update(groups[place][0] for place in taken)
        looked = look(replace(source, text=text, encoding=UTF_8))
    return Mended(source, text, looked.findings) if _is_strict(text) else None


def is_mendable(finding: Finding, looked: Looked) -> bool:
    """Whether mending would deal with `finding`."""
    by_notation = isinstance(looked.document, Document) and any(
        repair.rule == finding.problem.rule for repair in looked.document.repairs
    )
    return bool(finding.mends) or by_notation or finding.problem.rule == "not-utf8"


def _groups(
    document: Document, looked: Looked, done: Counter[str]
) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """Yield a name and edits for each mend that is due.

    The notation comes first: the rest is looked for in strict JSON only.
    """
    if document.repairs:
        yield from ((repair.rule, repair.edits) for repair in document.repairs)
        return
    for finding in looked.findings:
        name = f"{finding.problem.rule} {finding.problem.attribute} {finding.problem.fields}"
        if finding.mends and done[name] < _MOST_OF_ONE:
            yield name, tuple(edit for mend in finding.mends for edit in edits_of(document, mend))


def _is_strict(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
