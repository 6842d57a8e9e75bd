"""Presets that everybody of a project has: job templates where the server has them (contract 3.3),
else files that are attached to the project.
"""

from __future__ import annotations

import enum
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cytodesk.algorithms.presets import Preset, read_presets, written
from cytodesk.client.connection import Connection
from cytodesk.errors import BadInput, NotFound, Refused
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json
from cytodesk.wire.notes import AttachedFile
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Template

_SUFFIX = ".cytodesk-preset.json"


class Whose(enum.StrEnum):
    MINE = "mine"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class KeptPreset:
    preset: Preset
    whose: Whose
    path: str = ""
    """Where the server has it, for deleting it; "" of mine."""


class ProjectPresets:
    def __init__(self, connection: Connection, project: Project) -> None:
        self._connection = connection
        self._project = project

    def of_algorithm(self, name: str, versions: Sequence[InstalledAlgorithm]) -> list[KeptPreset]:
        found = self._templates(versions)
        if found is not None:
            return found
        return [each for each in self._attached() if each.preset.algorithm == name]

    def keep(self, preset: Preset, installed: InstalledAlgorithm) -> None:
        """Keep it for `installed`, in the place of one of the same name."""
        before = self._templates([installed])
        for each in self._attached() if before is None else before:
            if is_same(each.preset, preset):
                self.remove(each)
        if before is None:
            self._attach(preset)
        else:
            self._make_template(preset, installed)

    def remove(self, kept: KeptPreset) -> None:
        self._connection.delete(kept.path)

    def _templates(self, versions: Sequence[InstalledAlgorithm]) -> list[KeptPreset] | None:
        """Return the job templates of all `versions`; None where the server has no such thing."""
        path = f"project/{self._project.id}/jobtemplate.json"
        found: list[KeptPreset] = []
        for installed in versions:
            try:
                templates = list(self._connection.things(Template, path, software=installed.id))
            except (NotFound, Refused):
                return None
            found += [self._of_template(each, installed) for each in templates]
        return found

    def _of_template(self, template: Template, installed: InstalledAlgorithm) -> KeptPreset:
        values = {each.name: each.value for each in template.parameters if each.value is not None}
        preset = Preset(
            template.name,
            installed.name,
            installed.version or "",
            values,
            server=self._connection.server_id,
        )
        return KeptPreset(preset, Whose.PROJECT, f"jobtemplate/{template.id}.json")

    def _make_template(self, preset: Preset, installed: InstalledAlgorithm) -> None:
        """Make a template and give it its values: some servers take them one by one only."""
        by_name = {each.name: each.id for each in installed.parameters}
        params = [
            {"softwareParameter": by_name[id], "value": text}
            for id, text in preset.values.items()
            if id in by_name
        ]
        body = {"name": preset.name, "project": self._project.id, "software": installed.id}
        if self._connection.is_station:
            body["params"] = params
        answer = self._connection.post("jobtemplate.json", body)
        made = from_json(Template, answer.get("jobtemplate") or answer)
        if not self._connection.is_station:
            for each in params:
                self._connection.post("jobparameter.json", {"job": made.id, **each})

    def _attached(self) -> list[KeptPreset]:
        path = f"domain/{Project.wire_class}/{self._project.id}/attachedfile.json"
        found: list[KeptPreset] = []
        for file in self._connection.things(AttachedFile, path):
            if file.filename.endswith(_SUFFIX):
                content = self._connection.bytes_of(f"attachedfile/{file.id}/download")
                found += [
                    KeptPreset(each, Whose.PROJECT, f"attachedfile/{file.id}.json")
                    for each in _readable(content, file.filename)
                ]
        return found

    def _attach(self, preset: Preset) -> None:
        fields = {"domainClassName": Project.wire_class, "domainIdent": str(self._project.id)}
        name = "".join(each if each.isalnum() or each in " -_" else "_" for each in preset.name)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{name}{_SUFFIX}"
            file.write_bytes(written([preset]))
            self._connection.upload("attachedfile.json", file, fields)


def is_same(one: Preset, other: Preset) -> bool:
    return (one.name, one.algorithm) == (other.name, other.algorithm)


def _readable(content: bytes, name: str) -> list[Preset]:
    """Return the presets of an attached file; one that somebody broke is nobody's."""
    try:
        return read_presets(content, name)
    except BadInput:
        return []
