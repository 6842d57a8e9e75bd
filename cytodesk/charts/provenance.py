"""Where and with what runs were made, asked from their place; each algorithm once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cytodesk.charts.results import Environment
from cytodesk.client.connection import Connection
from cytodesk.errors import NotFound
from cytodesk.wire.algorithms import InstalledAlgorithm, InstalledParameter
from cytodesk.wire.runs import Run


@dataclass(slots=True)
class Provenance:
    place: Connection
    _descriptors: dict[int, str] = field(default_factory=dict, init=False)
    _algorithms: dict[int, InstalledAlgorithm | None] = field(default_factory=dict, init=False)

    def record(self, run: Run) -> Mapping[str, Any]:
        """Return how the run went, where the place has measured it."""
        if not self.place.is_station:
            return {}
        record = self.place.get(f"/station/v1/runs/{run.id}")
        return record if isinstance(record, dict) else {}

    def algorithm(self, id_: int | None) -> InstalledAlgorithm | None:
        if id_ is None:
            return None
        if id_ not in self._algorithms:
            try:
                found = self.place.thing(InstalledAlgorithm, f"software/{id_}.json")
            except NotFound:
                found = None
            self._algorithms[id_] = found
        return self._algorithms[id_]

    def declared(self, algorithm: int) -> Iterator[InstalledParameter]:
        path = f"software/{algorithm}/software_parameter.json"
        try:
            yield from self.place.things(InstalledParameter, path, withSetByServer=True)
        except NotFound:
            return

    def environment(
        self, record: Mapping[str, Any], algorithm: InstalledAlgorithm | None
    ) -> Environment:
        return Environment(
            version=(algorithm.version or "") if algorithm else "",
            descriptor_hash=_hash_of(self.descriptor(algorithm)),
            place=self.place.url,
            interpreter=str(record.get("environment") or ""),
            image_digest=_digest_in((algorithm and algorithm.pulling_command) or ""),
        )

    def descriptor(self, algorithm: InstalledAlgorithm | None) -> str:
        """Return the descriptor's text, where the place still has it."""
        if algorithm is None or not self.place.is_station:
            return ""
        if algorithm.id not in self._descriptors:
            path = f"/station/v1/algorithms/{algorithm.id}/descriptor"
            self._descriptors[algorithm.id] = str(self.place.get(path).get("text") or "")
        return self._descriptors[algorithm.id]


def _hash_of(text: str) -> str:
    """Return the SHA-256 of a text; "" of none."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _digest_in(command: str) -> str:
    """Return the digest of a container image where the pulling command pins one."""
    found = re.search(r"sha256:[0-9a-f]{64}", command)
    return found[0] if found else ""
