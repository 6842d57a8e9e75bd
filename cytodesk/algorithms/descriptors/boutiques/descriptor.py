"""A Boutiques descriptor as a whole."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence

from cytodesk.algorithms.algorithm import Algorithm, ContainerImage
from cytodesk.algorithms.boutiques_line import BOUTIQUES
from cytodesk.algorithms.descriptors.boutiques.inputs import read_input
from cytodesk.algorithms.descriptors.boutiques.names import look_over_names
from cytodesk.algorithms.descriptors.boutiques.rules import read_rules
from cytodesk.algorithms.descriptors.documents import Json
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.members import inputs_of, list_of, text_of
from cytodesk.algorithms.outputs import Output
from cytodesk.algorithms.parameters import Parameter
from cytodesk.algorithms.wishes import Wishes
from cytodesk.errors import N_

_VERSIONS = ("0.5", "0.4")
_OTHER_VERSION = re.compile(r"0\.[1-9]\b.*")
"""Drafts before 0.4, and what others call their extensions: 0.2, 0.1-snapshot, 0.5+styx."""
_TYPES_OF_CYTOMINE = ("boolean", "domain", "listdomain", "list", "date")
_OWN_TYPES = ("Flag", "File")
_OWN_ATTRIBUTES = (
    *("list", "requires-inputs", "disables-inputs", "value-requires"),
    *("command-line-key", "command-line-flag-separator"),
)
_ATTRIBUTES = (
    *("name", "tool-version", "description", "author", "url", "descriptor-url", "doi", "tool-doi"),
    *("deprecated-by-doi", "shell", "command-line", "container-image", "schema-version"),
    *("environment-variables", "groups", "inputs", "tests", "online-platform-urls"),
    *("output-files", "invocation-schema", "suggested-resources", "tags", "error-codes", "custom"),
)
_SHELL = re.compile(r"[|&;<>`]|\$\(|@@")
_KEPT_BY_FORM = ("name", "tool-version", "description", "command-line", "inputs")


def recognises(members: Mapping[str, Json]) -> bool:
    """Whether `members` are of this schema.

    People wrote "0.5" or "boutiques-0.5" over Cytomine's inputs too: one of the five of Cytomine,
    @ID in a key, or a type that only Cytomine has tells them apart.
    """
    version = str(members.get("schema-version", "")).removeprefix("boutiques-")
    inputs = members.get("inputs")
    dicts = [each for each in inputs if isinstance(each, dict)] if isinstance(inputs, list) else []
    is_other = version == "" or _OTHER_VERSION.fullmatch(version) is not None
    if version not in _VERSIONS and not (is_other and _has_own_words(dicts)):
        return False
    return not any(_is_of_cytomine(each) for each in dicts)


def _is_of_cytomine(one: Mapping[str, Json]) -> bool:
    is_one_of_five = str(one.get("id", "")).lower().startswith("cytomine_")
    key = str(one.get("value-key", ""))
    kind = str(one.get("type", "")).casefold()
    return (
        is_one_of_five
        or "set-by-server" in one
        or "@id" in key.lower()
        or kind in _TYPES_OF_CYTOMINE
    )


def _has_own_words(inputs: Sequence[Mapping[str, Json]]) -> bool:
    return any(
        str(each.get("type")) in _OWN_TYPES or any(name in each for name in _OWN_ATTRIBUTES)
        for each in inputs
    )


def read(members: dict[str, Json], findings: Findings) -> Algorithm:
    """Return the algorithm of a descriptor; what breaks the schema goes to `findings`."""
    for name in _KEPT_BY_FORM:
        if not members.get(name):
            findings.add(
                "boutiques-schema",
                (name,),
                N_('"{name}" is missing or empty. Write it.'),
                name=name,
            )
    look_over_names(members, (), _ATTRIBUTES, findings)
    _look_over_version(members, findings)
    parameters = _parameters(members, findings)
    line = members.get("command-line")
    algorithm = Algorithm(
        name=text_of(members, "name").strip() or "algorithm",
        description=text_of(members, "description"),
        container_image=_container_image(members, findings),
        command_line=line.strip() if isinstance(line, str) else "",
        parameters=parameters,
        schema_version=text_of(members, "schema-version"),
        version=text_of(members, "tool-version"),
        dialect=BOUTIQUES,
        rules=read_rules(members, parameters, findings),
        outputs=_outputs(members, findings),
        wishes=_wishes(members),
    )
    _look_over_line(algorithm, findings)
    return algorithm


def _look_over_version(members: Mapping[str, Json], findings: Findings) -> None:
    said = text_of(members, "schema-version").strip()
    if said.removeprefix("boutiques-") not in _VERSIONS:
        findings.add(
            "boutiques-schema",
            ("schema-version",),
            N_('"schema-version" is {said}; it is read as Boutiques {version}. Write {version}.'),
            said=said or '""',
            version=_VERSIONS[0],
        )


def _container_image(members: Mapping[str, Json], findings: Findings) -> ContainerImage | None:
    image = members.get("container-image")
    if not isinstance(image, dict):
        return None
    name = text_of(image, "image") or text_of(image, "url")
    if not name:
        findings.add(
            "boutiques-schema",
            ("container-image",),
            N_('"{name}" is missing or empty. Write it.'),
            name="image",
        )
        return None
    return ContainerImage(
        name,
        text_of(image, "type"),
        index=text_of(image, "index"),
        is_called_by_entrypoint=image.get("entrypoint") is True,
    )


def _wishes(members: Mapping[str, Json]) -> Wishes:
    """Return the suggested resources (`ram` in GB) and the environment variables."""
    suggested = members.get("suggested-resources")
    said = suggested if isinstance(suggested, dict) else {}
    cores, memory = said.get("cpu-cores"), said.get("ram")
    listed = list_of(members, "environment-variables")
    variables = [each for each in listed if isinstance(each, dict) and each.get("name")]
    return Wishes(
        cpus=float(cores) if isinstance(cores, int | float) and cores > 0 else None,
        memory=int(memory * 10**9) if isinstance(memory, int | float) and memory > 0 else None,
        variables=tuple((text_of(each, "name"), text_of(each, "value")) for each in variables),
    )


def _parameters(members: Mapping[str, Json], findings: Findings) -> tuple[Parameter, ...]:
    inputs = inputs_of(members, findings)
    if inputs is None:
        return ()
    read: list[Parameter] = []
    taken: set[str] = set()
    for place, one in enumerate(inputs):
        parameter = read_input(one, place, findings)
        if parameter is None:
            continue
        if parameter.id in taken:
            findings.add(
                "doubled-id",
                ("inputs", place, "id"),
                N_('The id "{id}" is taken by another input. Give each input its own.'),
                id=parameter.id,
            )
        taken.add(parameter.id)
        read.append(parameter)
    return tuple(read)


def _outputs(members: Mapping[str, Json], findings: Findings) -> tuple[Output, ...]:
    outputs: list[Output] = []
    for place, one in enumerate(list_of(members, "output-files")):
        if not isinstance(one, dict) or not text_of(one, "id"):
            findings.add(
                "boutiques-schema",
                ("output-files", place),
                N_('"{name}" is missing or empty. Write it.'),
                name="id",
            )
            continue
        if "conditional-path-template" in one:
            findings.add(
                "conditional-path",
                ("output-files", place, "conditional-path-template"),
                N_('The path of "{id}" depends on conditions, which are not evaluated here.'),
                id=text_of(one, "id"),
            )
        stripped = one.get("path-template-stripped-extensions")
        outputs.append(
            Output(
                id=text_of(one, "id"),
                name=text_of(one, "name") or text_of(one, "id"),
                description=text_of(one, "description"),
                optional=one.get("optional") is True,
                path=text_of(one, "path-template"),
                stripped=tuple(
                    each
                    for each in (stripped if isinstance(stripped, list) else [])
                    if isinstance(each, str)
                ),
                value_key=text_of(one, "value-key"),
                flag=text_of(one, "command-line-flag"),
                flag_separator=_separator(one, "command-line-flag-separator"),
            )
        )
    return tuple(outputs)


def _separator(one: Mapping[str, Json], name: str) -> str:
    value = one.get(name)
    return value if isinstance(value, str) else " "


def _look_over_line(algorithm: Algorithm, findings: Findings) -> None:
    line = algorithm.command_line
    if signs := sorted(set(_SHELL.findall(line))):
        findings.add(
            "shell-line",
            ("command-line",),
            N_("The line holds {signs}: here these reach the program as arguments."),
            signs=" ".join(signs),
        )
    try:
        shlex.split(line)
    except ValueError:
        findings.add(
            "uneven-quotes",
            ("command-line",),
            N_("A quotation mark of the line is never closed. Write the second one."),
        )
    for parameter in algorithm.parameters:
        if parameter.value_key and parameter.value_key not in line:
            place = ("inputs", parameter.index // 100 - 1, "value-key")
            in_paths = any(parameter.value_key in output.path for output in algorithm.outputs)
            if not in_paths:
                findings.add(
                    "input-without-key",
                    place,
                    N_('"command-line" lacks {key} of {id}, so it is not passed. Add the key.'),
                    key=parameter.value_key,
                    id=parameter.id,
                )
