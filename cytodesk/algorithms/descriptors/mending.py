"""Mending the text of a descriptor until nothing is left that has one clear mend.

Each round mends what does not touch, then the text is read again; so every mend is made of what
is really there. What was not wrong keeps its order and its layout.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from cytodesk.algorithms.descriptors.documents import Document
from cytodesk.algorithms.descriptors.edits import applied
from cytodesk.algorithms.descriptors.findings import Finding
from cytodesk.algorithms.descriptors.mends import edits_of
from cytodesk.algorithms.descriptors.reading import Looked, look_over
from cytodesk.algorithms.descriptors.source import UTF_8, Source

_MOST_ROUNDS = 200
_MOST_OF_ONE = 5
"""In how many rounds one place may be mended by one rule, before it counts as without end."""
Look = Callable[[Source], Looked]


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as its author meant it, and what is left for a person to decide."""

    source: Source
    text: str
    left: tuple[Finding, ...]

    @property
    def has_changed(self) -> bool:
        return self.text != self.source.text or self.source.encoding != UTF_8


def mended(source: Source, look: Look = look_over) -> Mended | None:
    """Return `source`, mended; None where it is no JSON, or none that can be made strict.

    The text parses as strict JSON and is read as the same algorithm; mending it again changes
    nothing. `look` may find more than `look_over` does.
    """
    strict = _made_strict(source, look)
    if strict is None:
        return None
    hopeless: set[str] = set()
    while True:
        text, left, returning = _mended_without(hopeless, strict, look)
        if returning is None:
            return Mended(source, text, left)
        hopeless.add(returning)


def is_mendable(finding: Finding, looked: Looked) -> bool:
    """Whether mending would deal with `finding`: JSON is rewritten, YAML never is."""
    document, rule = looked.document, finding.problem.rule
    if not isinstance(document, Document):
        return False
    by_notation = any(repair.rule == rule for repair in document.repairs)
    return bool(finding.mends) or by_notation or rule == "not-utf8"


def _made_strict(source: Source, look: Look) -> Source | None:
    """Return `source` in UTF-8 and strict JSON; None where that is not to be had."""
    now = replace(source, encoding=UTF_8)
    for _ in range(_MOST_ROUNDS):
        document = look(now).document
        if not isinstance(document, Document):
            return None
        if not document.repairs:
            return now if _is_strict(now.text) else None
        text, _ = applied(now.text, [repair.edits for repair in document.repairs])
        now = replace(now, text=text)
    return None


def _mended_without(
    hopeless: Collection[str], strict: Source, look: Look
) -> tuple[str, tuple[Finding, ...], str | None]:
    """Return the text, what is left, and the name of a finding that comes back for ever."""
    done: Counter[str] = Counter()
    now, returning = strict, None
    while returning is None:
        looked = look(now)
        document = looked.document
        assert isinstance(document, Document)
        due = [each for each in looked.findings if each.mends and _name(each) not in hopeless]
        groups = [
            tuple(edit for mend in finding.mends for edit in edits_of(document, mend))
            for finding in due
        ]
        text, taken = applied(now.text, groups)
        if not taken:
            break
        done.update({_name(due[place]) for place in taken})
        returning = next((name for name, count in done.items() if count > _MOST_OF_ONE), None)
        now = replace(now, text=text)
    return now.text, looked.findings, returning


def _name(finding: Finding) -> str:
    return f"{finding.problem.rule} {finding.problem.attribute}"


def _is_strict(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
