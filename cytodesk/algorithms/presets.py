"""Presets: values under a name, which can leave the place where they were made.

    {"schema": 1, "presets": [{"name": "Ki-67 routine", "algorithm": "Detect nuclei",
     "version": "1.2.0", "server": "<serverID>", "values": {"threshold": "0.5", "term": "1042"},
     "things": [{"id": 1042, "name": "Nucleus", "uuid": "5f2c...", "kind": "Term"}]}]}

Values are the texts that a server stores. What their ids stand for is told beside them, so that
another place can find its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cytodesk.errors import N_, BadInput

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Thing:
    """What an id in a preset stood for."""

    id: int
    name: str
    uuid: str = ""
    """"" where the place shows none: only a station does."""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    name: str
    algorithm: str
    """Its name; a preset serves every version of it."""
    version: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    things: tuple[Thing, ...] = ()
    server: str = ""
    """The serverID of the place where its ids mean something."""

    def thing(self, id: int) -> Thing | None:
        return next((each for each in self.things if each.id == id), None)


def written(presets: Iterable[Preset]) -> bytes:
    told = {"schema": SCHEMA, "presets": [_json_of(each) for each in presets]}
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def read_presets(content: bytes | str, source: object) -> list[Preset]:
    """Return the presets of a file; `source` names it in what is said.

    Raises BadInput where it is newer than this program, or no file of presets.
    """
    try:
        told = json.loads(content)
        schema = told["schema"]
        if isinstance(schema, int) and schema > SCHEMA:
            raise BadInput(
                N_("{path} was written by a newer CytoDesk (schema {schema}): update CytoDesk."),
                path=source,
                schema=schema,
            )
        if schema != SCHEMA:
            raise ValueError("schema")
        return [_preset_of(each) for each in told["presets"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as reason:
        template = N_("{path} cannot be read as presets ({reason}).")
        raise BadInput(template, path=source, reason=reason) from reason


def _json_of(preset: Preset) -> dict[str, Any]:
    return {
        "name": preset.name,
        "algorithm": preset.algorithm,
        "version": preset.version,
        "server": preset.server,
        "values": dict(preset.values),
        "things": [
            {"id": each.id, "name": each.name, "uuid": each.uuid, "kind": each.kind}
            for each in preset.things
        ],
    }


def _preset_of(told: Mapping[str, Any]) -> Preset:
    name, algorithm = str(told["name"]).strip(), str(told["algorithm"])
    if not name:
        raise ValueError("name")
    return Preset(
        name=name,
        algorithm=algorithm,
        version=str(told.get("version") or ""),
        values={str(id): str(value) for id, value in dict(told["values"]).items()},
        things=tuple(_thing_of(each) for each in told.get("things") or ()),
        server=str(told.get("server") or ""),
    )


def _thing_of(told: Mapping[str, Any]) -> Thing:
    uuid, kind = str(told.get("uuid") or ""), str(told.get("kind") or "")
    return Thing(int(told["id"]), str(told.get("name") or ""), uuid, kind)
