"""Schema cytomine-0.1, as Cytomine's own readers take it and as people write it.

Cytomine validates nothing, so this reader refuses only what no form could be built from: no
inputs, an input without id, with a type nobody knows, or with the id of another. The rest is
said in a warning. Defaults of missing attributes are those of Cytomine's software-router, except
the flag, where the Python client's `--@id` is the one that its programs understand.
"""

from __future__ import annotations

from collections.abc import Sequence

from cytodesk.algorithms.algorithm import (
    SERVER_PARAMETERS,
    Algorithm,
    ContainerImage,
    filled_by_server,
)
from cytodesk.algorithms.descriptors.cytomine_0_1_client import beside_the_client
from cytodesk.algorithms.descriptors.cytomine_0_1_inputs import read_input
from cytodesk.algorithms.descriptors.cytomine_0_1_line import look_over_line
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.positioned_json import Json
from cytodesk.algorithms.parameters import Parameter
from cytodesk.errors import N_

SCHEMA = "cytomine-0.1"


def recognises(members: dict[str, Json]) -> bool:
    """Whether `members` say that they are of this schema."""
    return str(members.get("schema-version", "")).startswith("cytomine-")


def read(members: dict[str, Json], findings: Findings) -> Algorithm:
    """Return the algorithm of a descriptor; what is odd goes to `findings`."""
    parameters = beside_the_client(_parameters(members, findings), findings)
    algorithm = Algorithm(
        name=_name(members, findings),
        description=_text(members, "description"),
        container_image=_container_image(members, findings),
        command_line=_command_line(members, findings),
        parameters=parameters,
        schema_version=_schema_version(members, findings),
        version=_text(members, "tool-version") or _text(members, "version"),
    )
    _look_over_names(parameters, findings)
    _look_over_the_five(parameters, findings)
    if algorithm.command_line and not findings.has_refused:
        look_over_line(algorithm, findings)
    return algorithm


def _text(members: dict[str, Json], name: str) -> str:
    value = members.get(name)
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _name(members: dict[str, Json], findings: Findings) -> str:
    name = _text(members, "name").strip()
    if not name:
        findings.warn(
            "missing-name",
            ("name",),
            N_('The algorithm has no name. Write "name" and what people call it.'),
        )
    return name or "algorithm"


def _schema_version(members: dict[str, Json], findings: Findings) -> str:
    version = _text(members, "schema-version")
    if version != SCHEMA:
        findings.warn(
            "schema-version",
            ("schema-version",),
            N_('"schema-version" is {version}; it is read as {schema}. Write {schema}.'),
            version=version or "-",
            schema=SCHEMA,
        )
    return version


def _container_image(members: dict[str, Json], findings: Findings) -> ContainerImage | None:
    image = members.get("container-image")
    if not isinstance(image, dict) or not _text(image, "image"):
        findings.warn(
            "missing-container-image",
            ("container-image",),
            N_(
                'No container is named. Write "container-image" with "image" and "type"; '
                "until then it runs on this computer only."
            ),
        )
        return None
    return ContainerImage(_text(image, "image"), _text(image, "type"), _text(image, "index"))


def _command_line(members: dict[str, Json], findings: Findings) -> str:
    line = _text(members, "command-line").strip()
    if not line:
        findings.warn(
            "missing-command-line",
            ("command-line",),
            N_('There is no "command-line". Every value is passed as --id value.'),
        )
    return line


def _parameters(members: dict[str, Json], findings: Findings) -> tuple[Parameter, ...]:
    inputs = members.get("inputs")
    if not isinstance(inputs, list):
        findings.refuse(
            "missing-inputs",
            ("inputs",),
            N_('There is no list of "inputs". Write "inputs": [ ... ] with one object each.'),
        )
        return ()
    if not inputs:
        findings.warn("no-inputs", ("inputs",), N_("The list of inputs is empty."))
    read = (read_input(one, place, findings) for place, one in enumerate(inputs))
    return tuple(parameter for parameter in read if parameter is not None)


def _look_over_names(parameters: Sequence[Parameter], findings: Findings) -> None:
    ids: set[str] = set()
    folded: dict[str, str] = {}
    labels: dict[str, str] = {}
    for parameter in parameters:
        similar = folded.setdefault(parameter.id.casefold(), parameter.id)
        same_label = labels.setdefault(parameter.name, parameter.id)
        if parameter.id in ids:
            findings.refuse(
                "doubled-id",
                (*_place(parameter), "id"),
                N_('The id "{id}" is taken by another input. Give each input its own.'),
                id=parameter.id,
            )
        elif similar != parameter.id:
            findings.warn(
                "similar-ids",
                (*_place(parameter), "id"),
                N_('The ids "{id}" and "{other}" differ in case only. Choose another.'),
                id=parameter.id,
                other=similar,
            )
        if same_label != parameter.id:
            findings.warn(
                "doubled-name",
                (*_place(parameter), "name"),
                N_('"{id}" and "{other}" carry the same name: {name}. Name them apart.'),
                id=parameter.id,
                other=same_label,
                name=parameter.name,
            )
        ids.add(parameter.id)


def _place(parameter: Parameter) -> tuple[str, int]:
    return "inputs", parameter.index // 100 - 1


def _look_over_the_five(parameters: Sequence[Parameter], findings: Findings) -> None:
    found = {filled_by_server(parameter) for parameter in parameters}
    for parameter in parameters:
        if parameter.set_by_server and filled_by_server(parameter) is None:
            findings.warn(
                "set-by-nobody",
                (*_place(parameter), "set-by-server"),
                N_("No server sets {id}, so it is asked. Write false."),
                id=parameter.id,
            )
    missing = [name for name in SERVER_PARAMETERS if name not in found]
    if missing:
        findings.warn(
            "missing-server-inputs",
            ("inputs",),
            N_("A Cytomine server gives these only to an algorithm that declares them: {names}."),
            names=", ".join(missing),
        )
