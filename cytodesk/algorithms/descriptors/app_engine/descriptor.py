"""A task's descriptor as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cytodesk.algorithms.algorithm import Algorithm, ContainerImage
from cytodesk.algorithms.descriptors.app_engine.inputs import look_over, read_input
from cytodesk.algorithms.descriptors.app_engine.types import TypeReader
from cytodesk.algorithms.descriptors.documents import Json
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.members import list_of, text_of
from cytodesk.algorithms.outputs import Output
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.rule_kinds import ParameterRule, SameSize
from cytodesk.algorithms.wishes import Wishes, bytes_of
from cytodesk.errors import N_

DIALECT = "app-engine"
_SEMVER = re.compile(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_NAME = N_('The name is "{value}". Write 3 to 30 letters, digits, blanks, _ or -.')
_NAMESPACE = N_('The namespace is "{value}". Write words with dots between.')
_VERSION = N_('The version is "{value}". Write three numbers, such as 1.0.0.')
_PATTERNS = {
    "name": (re.compile(r"[a-zA-Z0-9_\s-]{3,30}"), _NAME),
    "namespace": (re.compile(r"\w*(?:\.[\w-]+)+", re.ASCII), _NAMESPACE),
    "version": (_SEMVER, _VERSION),
}
_AUTHOR = ("first_name", "last_name", "organization", "email")
_FOLDERS = ("input_folder", "output_folder")
_USUAL_MEMORY = 4 << 30
"""Bytes that the server gives a task which wishes for none."""


def recognises(members: Mapping[str, Json]) -> bool:
    """Whether `members` are a task: inputs are a map there, and a list everywhere else."""
    schema = str(members.get("$schema", ""))
    is_task = "namespace" in members and "schema-version" not in members
    return is_task or "tasks/task" in schema or isinstance(members.get("inputs"), dict)


def read(members: dict[str, Json], findings: Findings) -> Algorithm:
    """Return the algorithm of a task; what today's server would not take goes to `findings`."""
    _look_over_names(members, findings)
    _look_over_configuration(members, findings)
    name, namespace = text_of(members, "name"), text_of(members, "namespace")
    version = text_of(members, "version")
    image = namespace.replace(".", "/")
    return Algorithm(
        name=name.strip() or "algorithm",
        description=text_of(members, "description"),
        container_image=ContainerImage(f"{image}:{version}", "docker") if image else None,
        command_line="",
        parameters=_parameters(members, findings),
        schema_version=text_of(members, "$schema"),
        version=version,
        dialect=DIALECT,
        rules=tuple(_rules(members, findings)),
        outputs=_outputs(members, findings),
        wishes=_wishes(members),
    )


def _look_over_names(members: Mapping[str, Json], findings: Findings) -> None:
    for name, (pattern, template) in _PATTERNS.items():
        value = text_of(members, name)
        if not pattern.fullmatch(value):
            findings.add("task-attribute", (name,), template, value=value)
    for name, rule in (("$schema", "task-attribute"), ("name_short", "task-fails")):
        if not text_of(members, name):
            findings.add(rule, (name,), N_('"{name}" is missing or empty. Write it.'), name=name)
    authors = list_of(members, "authors")
    is_whole = all(isinstance(each, dict) and set(_AUTHOR) <= each.keys() for each in authors)
    if not authors or not is_whole:
        template = N_('"authors" needs at least one with {names}.')
        findings.add("task-attribute", ("authors",), template, names=", ".join(_AUTHOR))


def _look_over_configuration(members: Mapping[str, Json], findings: Findings) -> None:
    configuration = members.get("configuration")
    said = configuration if isinstance(configuration, dict) else {}
    for name in _FOLDERS:
        if not text_of(said, name).startswith("/"):
            template = N_('"{name}" is missing, or no path from the root. Write "/{usual}".')
            place = ("configuration", name)
            usual = name.replace("_folder", "s")
            findings.add("task-fails", place, template, name=name, usual=usual)


def _wishes(members: Mapping[str, Json]) -> Wishes:
    """Return what the task is given: folders and resources, the server's own where it is silent."""
    configuration = members.get("configuration")
    said = configuration if isinstance(configuration, dict) else {}
    resources = said.get("resources")
    wanted = resources if isinstance(resources, dict) else {}
    return Wishes(
        cpus=_count(wanted, "cpus") or 1,
        memory=bytes_of(text_of(wanted, "ram")) or _USUAL_MEMORY,
        gpus=_count(wanted, "gpus"),
        internet=wanted.get("internet") is True,
        inputs=text_of(said, "input_folder") or Wishes().inputs,
        outputs=text_of(said, "output_folder") or Wishes().outputs,
    )


def _count(members: Mapping[str, Json], name: str) -> int:
    text = text_of(members, name)
    return int(text) if text.isdecimal() else 0


def _parameters(members: Mapping[str, Json], findings: Findings) -> tuple[Parameter, ...]:
    inputs = members.get("inputs")
    if not isinstance(inputs, dict):
        template = N_('There is no map of "inputs". Write "inputs:" and each name below it.')
        findings.add("missing-inputs", ("inputs",), template)
        return ()
    if not inputs:
        findings.add("no-inputs", ("inputs",), N_("The list of inputs is empty."))
    found: list[Parameter] = []
    names: dict[str, str] = {}
    for place, (name, said) in enumerate(inputs.items()):
        other = names.setdefault(name.casefold(), name)
        if other != name:
            template = N_('The ids "{id}" and "{other}" differ in case only. Choose another.')
            findings.add("similar-ids", ("inputs", name), template, id=name, other=other)
        parameter = read_input(name, said, 100 * (place + 1), findings)
        found += [] if parameter is None else [parameter]
    return tuple(found)


def _rules(members: Mapping[str, Json], findings: Findings) -> Iterator[ParameterRule]:
    """Arrays that match have as many entries; those among outputs are looked at after a run."""
    inputs = members.get("inputs")
    for name, said in inputs.items() if isinstance(inputs, dict) else ():
        dependencies = said.get("dependencies") if isinstance(said, dict) else None
        for other in list_of(dependencies, "matching") if isinstance(dependencies, dict) else ():
            group, _, match = str(other).partition("/")
            known = members.get(group)
            if group == "inputs" and isinstance(inputs, dict) and match in inputs:
                yield SameSize((name, match))
            elif group != "outputs" or not isinstance(known, dict) or match not in known:
                template = N_('There is no input "{name}". Write the id of one, or remove it.')
                place = ("inputs", name, "dependencies", "matching")
                findings.add("unknown-member", place, template, name=other)


def _outputs(members: Mapping[str, Json], findings: Findings) -> tuple[Output, ...]:
    outputs = members.get("outputs")
    found: list[Output] = []
    if not isinstance(outputs, dict):
        template = N_('There is no map of "outputs". Write "outputs:" and each name below it.')
        findings.add("task-attribute", ("outputs",), template)
    for name, said in outputs.items() if isinstance(outputs, dict) else ():
        if not isinstance(said, dict):
            template = N_('The output "{name}" is no map. Write its type below it.')
            findings.add("task-attribute", ("outputs", name), template, name=name)
            continue
        look_over(name, said, "outputs", findings)
        found.append(_output(name, said, findings))
    return tuple(found)


def _output(name: str, said: dict[str, Json], findings: Findings) -> Output:
    bare = Parameter(name, name, ParameterType.STRING)
    typed = TypeReader(findings).read(bare, said.get("type"), ("outputs", name, "type"))
    kind = said.get("type")
    dependencies = said.get("dependencies")
    derived = dependencies.get("derived_from") if isinstance(dependencies, dict) else None
    if isinstance(dependencies, dict) and derived is None:
        template = N_('"dependencies" of "{name}" needs "derived_from".')
        findings.add("task-fails", ("outputs", name, "dependencies"), template, name=name)
    return Output(
        id=name,
        name=text_of(said, "display_name") or name,
        description=text_of(said, "description"),
        type=str(kind.get("id", "")) if isinstance(kind, dict) else str(kind or ""),
        kind=typed,
        derived_from=str(derived or "").removeprefix("inputs/"),
    )
