from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from cytodesk.algorithms.descriptors.mending import is_mendable
from cytodesk.algorithms.descriptors.reading import look_over
from cytodesk.algorithms.descriptors.rulebook import RULES
from cytodesk.algorithms.descriptors.source import Source

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "descriptor-rules.md").read_text(encoding="utf-8")
ENTRY = re.compile(
    r"^### (?P<rule>\S+)\n\n(?P<severity>\w+) · mended: (?P<mended>\w+) · (?P<why>[^\n]+)\n\n"
    r"```(?P<notation>\w+)\n(?P<example>.+?)\n```\n",
    re.MULTILINE | re.DOTALL,
)


@dataclass
class Entry:
    rule: str
    severity: str
    mended: str
    why: str
    notation: str
    example: str


ENTRIES = [Entry(**found.groupdict()) for found in ENTRY.finditer(PAGE)]
READ = [entry for entry in ENTRIES if entry.notation in ("json", "yaml")]


def test_the_page_and_the_program_know_the_same_rules_in_the_same_order():
    assert [entry.rule for entry in ENTRIES] == list(RULES)
    for entry in ENTRIES:
        assert (entry.severity, entry.why) == (RULES[entry.rule].severity, RULES[entry.rule].why)


@pytest.mark.parametrize("entry", READ, ids=lambda entry: entry.rule)
def test_the_example_of_a_rule_breaks_it(entry):
    looked = look_over(Source(entry.example, name=f"descriptor.{entry.notation}"))
    found = [each for each in looked.findings if each.problem.rule == entry.rule]
    assert found
    assert any(is_mendable(each, looked) for each in found) == (entry.mended == "yes")


def test_every_rule_is_used_and_every_used_rule_is_in_the_book():
    """A name in quotation marks stands behind `add(` or `found(`, or in a repair."""
    folder = ROOT / "cytodesk" / "algorithms" / "descriptors"
    sources = "".join(
        file.read_text(encoding="utf-8")
        for file in folder.rglob("*.py")
        if file.name != "rulebook.py"
    )
    assert [rule for rule in RULES if f'"{rule}"' not in sources] == []
    used = re.findall(r'(?:\.add|\bfound|_mend|_found)\(\s*"([\w-]+)"', sources)
    assert set(used) <= RULES.keys()
