"""The attributes of one input, with @id expanded, and a way to say what is odd about them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cytodesk.algorithms.conversion import UnfitError, converted
from cytodesk.algorithms.descriptors.documents import Json, Path
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.mends import Mend, Put
from cytodesk.algorithms.parameters import ParameterType
from cytodesk.errors import N_

WITH_OBJECTS = (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)
KNOWN_PLACEHOLDERS = (
    "$currentProject$",
    "$currentOntology$",
    "$currentProjectCreationDate$",
    "$currentDate$",
    "$cytomineHost$",
)


def expanded(text: str, name: str) -> str:
    """Replace `@ID` and `@id`, as whole words: `@identifier` stays."""
    if "@" not in text:
        return text
    text = re.sub(r"@ID(?![A-Za-z0-9_])", lambda _: name.upper(), text)
    return re.sub(r"@id(?![A-Za-z0-9_])", lambda _: name, text)


class Attributes:
    """What one input says."""

    def __init__(self, members: dict[str, Json], place: int, findings: Findings) -> None:
        self.members = members
        self.index = 100 * (place + 1)
        self._place: Path = ("inputs", place)
        self._findings = findings
        self.id = self.plain("id")

    def at(self, name: str) -> Path:
        """Return the path of an attribute."""
        return (*self._place, name)

    def plain(self, name: str) -> str:
        """Return a text as it stands; "" for what is none."""
        value = self.members.get(name)
        return "" if value is None or isinstance(value, dict | list) else str(value).strip()

    def text(self, name: str, missing: str = "") -> str:
        value = self.members.get(name)
        if value is None or isinstance(value, dict | list):
            value = missing
        return expanded(str(value), self.id)

    def listed(self, name: str) -> tuple[str, ...]:
        """Return one word or a list of them."""
        value = self.members.get(name)
        items = value if isinstance(value, list) else [value]
        return tuple(each for each in items if isinstance(each, str) and each)

    def claim(self, name: str) -> bool:
        """Return a boolean; texts that mean one count, with a finding."""
        value = self.members.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        try:
            claim = bool(converted(ParameterType.BOOLEAN, value))
        except UnfitError:
            claim = False
        self.found(
            "claim-as-text",
            name,
            N_('"{name}" of {id} is read as {claim}. Write {claim}, without quotation marks.'),
            [Put(self.at(name), claim)],
            name=name,
            claim=str(claim).lower(),
        )
        return claim

    def found(
        self,
        rule: str,
        name: str,
        template: str,
        mends: Iterable[Mend] = (),
        /,
        **fields: object,
    ) -> None:
        self._findings.add(rule, self.at(name), template, mends, id=self.id, **fields)
