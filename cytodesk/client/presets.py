"""Presets of an algorithm: mine, in a file here; the project's, at its server for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.presets import Preset, Thing, read_presets, written
from cytodesk.client.connection import Connection
from cytodesk.client.identities import ids_here, uuids_there
from cytodesk.client.meanings import Meanings
from cytodesk.client.natural import folded, natural_key
from cytodesk.client.project_presets import KeptPreset, ProjectPresets, Whose, is_same
from cytodesk.errors import N_, BadInput, NotFound, Problem
from cytodesk.settings import write_atomically
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import read_ids
from cytodesk.wire.projects import Project

FILE = "presets.json"
_IDS = (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a preset says in this project."""

    answers: dict[str, str]
    problems: tuple[Problem, ...] = ()
    """Of values whose thing is not here: they are kept, and named."""
    gone: tuple[str, ...] = ()
    """Parameters that the algorithm does not ask for any more."""


class Presets:
    """Presets for one project; `folder` keeps mine, for all projects and places."""

    def __init__(self, connection: Connection, project: Project, folder: Path) -> None:
        self._connection = connection
        self._project = project
        self._projects = ProjectPresets(connection, project)
        self._path = folder / FILE

    def of_algorithm(self, name: str, versions: Sequence[InstalledAlgorithm]) -> list[KeptPreset]:
        """Return mine and the project's for the algorithm `name`, in the order of their names."""
        mine = [KeptPreset(each, Whose.MINE) for each in self._mine() if each.algorithm == name]
        theirs = self._projects.of_algorithm(name, versions)
        return sorted(
            [*mine, *theirs], key=lambda each: (each.whose, natural_key(each.preset.name))
        )

    def named(self, wanted: str, name: str, versions: Sequence[InstalledAlgorithm]) -> KeptPreset:
        """Return the preset that is called `wanted`, mine before the project's. Raises NotFound."""
        found = self.of_algorithm(name, versions)
        exact = [each for each in found if each.preset.name == wanted]
        alike = exact or [each for each in found if folded(each.preset.name) == folded(wanted)]
        if not alike:
            raise NotFound(
                N_("There is no preset {name} of {algorithm}. Those that exist: {names}."),
                name=wanted,
                algorithm=name,
                names=", ".join(each.preset.name for each in found) or "–",
            )
        return alike[0]

    def made(
        self,
        name: str,
        installed: InstalledAlgorithm,
        algorithm: Algorithm,
        values: Mapping[str, str],
    ) -> Preset:
        """Return a preset of `values`; what its ids stand for here is told beside them."""
        if not name.strip():
            raise BadInput(N_("A preset needs a name."))
        return Preset(
            name.strip(),
            installed.name,
            installed.version or "",
            dict(values),
            self._things(algorithm, values),
            self._connection.server_id,
        )

    def keep(self, preset: Preset, whose: Whose, installed: InstalledAlgorithm) -> None:
        """Keep it, in the place of one of the same name."""
        if whose is Whose.PROJECT:
            self._projects.keep(preset, installed)
        else:
            others = [each for each in self._mine() if not is_same(each, preset)]
            write_atomically(self._path, written([*others, preset]))

    def remove(self, kept: KeptPreset) -> None:
        if kept.whose is Whose.PROJECT:
            self._projects.remove(kept)
            return
        others = [each for each in self._mine() if not is_same(each, kept.preset)]
        write_atomically(self._path, written(others))

    def taken(self, preset: Preset, algorithm: Algorithm) -> Taken:
        """Return the answers of a preset, ids mapped to this project's by UUID, then by name."""
        meanings = Meanings(self._connection, self._project)
        asked = {parameter.id: parameter for parameter in algorithm.asked}
        by_uuid = self._by_uuid(preset)
        answers: dict[str, str] = {}
        problems: list[Problem] = []
        for id, text in preset.values.items():
            parameter = asked.get(id)
            if parameter is not None and parameter.type in _IDS and text != parameter.default:
                text, missing = self._mapped(preset, parameter, text, meanings, by_uuid)
                problems += missing
            if parameter is not None:
                answers[id] = text
        return Taken(answers, tuple(problems), tuple(set(preset.values) - set(asked)))

    def _mapped(
        self,
        preset: Preset,
        parameter: Parameter,
        text: str,
        meanings: Meanings,
        by_uuid: Mapping[int, int],
    ) -> tuple[str, list[Problem]]:
        try:
            ids = read_ids(text)
        except (TypeError, ValueError):
            return text, []
        is_home = preset.server == self._connection.server_id
        known = meanings.some(parameter, {*ids, *by_uuid.values()})
        lost = [id for id in ids if by_uuid.get(id) not in known and not (is_home and id in known)]
        called = [thing.name for id in lost if (thing := preset.thing(id)) and thing.name]
        if called:
            known = {**known, **meanings.some(parameter, (), called)}
        names = {choice.id: choice.text for choice in known.values()}
        if parameter.id in meanings.unavailable:
            return text, []
        found: list[int] = []
        problems: list[Problem] = []
        for id in ids:
            here = _here(preset, id, names, by_uuid, is_home=is_home)
            found.append(id if here is None else here)
            if here is None:
                problems.append(_missing(parameter, preset.thing(id), id))
        return ",".join(map(str, found)), problems

    def _by_uuid(self, preset: Preset) -> dict[int, int]:
        """Return which ids of this place have the UUIDs of the preset's things, by its own ids."""
        uuids = {thing.uuid: thing.id for thing in preset.things if thing.uuid}
        here = ids_here(self._connection, list(uuids)) if uuids else {}
        return {uuids[uuid]: id for uuid, id in here.items()}

    def _things(self, algorithm: Algorithm, values: Mapping[str, str]) -> tuple[Thing, ...]:
        meanings = Meanings(self._connection, self._project)
        things: dict[int, Thing] = {}
        for parameter in algorithm.asked:
            text = values.get(parameter.id)
            if parameter.type not in _IDS or not text or text == parameter.default:
                continue
            try:
                ids = set(read_ids(text))
            except (TypeError, ValueError):
                continue
            for choice in meanings.some(parameter, ids).values():
                if choice.id in ids:
                    things[choice.id] = Thing(choice.id, choice.text, kind=choice.kind)
        uuids = uuids_there(self._connection, list(things))
        return tuple(replace(each, uuid=uuids.get(each.id, "")) for each in things.values())

    def _mine(self) -> list[Preset]:
        try:
            return read_presets(self._path.read_bytes(), self._path)
        except FileNotFoundError:
            return []


def exported(presets: Iterable[Preset], path: Path) -> None:
    write_atomically(path, written(presets))


def imported(path: Path) -> list[Preset]:
    """Return the presets of a file. Raises BadInput in words."""
    try:
        return read_presets(path.read_bytes(), path)
    except OSError as reason:
        template = N_("{path} cannot be read as presets ({reason}).")
        raise BadInput(template, path=path, reason=reason) from reason


def _here(
    preset: Preset,
    id: int,
    names: Mapping[int, str],
    by_uuid: Mapping[int, int],
    *,
    is_home: bool,
) -> int | None:
    """Return which id of this project a preset's id means; None where it is not here."""
    if is_home and id in names:
        return id
    if by_uuid.get(id) in names:
        return by_uuid[id]
    thing = preset.thing(id)
    named = [each for each, name in names.items() if thing and thing.name and name == thing.name]
    return named[0] if len(named) == 1 else None


def _missing(parameter: Parameter, thing: Thing | None, id: int) -> Problem:
    name = thing.name if thing and thing.name else str(id)
    template = N_("{name} of the preset is not in this project.")
    return Problem(template, {"name": name}, attribute=parameter.id, rule="not-here")
