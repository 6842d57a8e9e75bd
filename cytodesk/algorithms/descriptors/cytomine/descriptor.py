"""A descriptor of schema cytomine-0.1 as a whole.

Cytomine validates nothing, so this reader refuses only what no form could be built from: no
inputs, an input without id, with a type nobody knows, or with the id of another. The rest is
said in a finding. Defaults of missing attributes are those of Cytomine's software-router, except
the flag, where the Python client's `--@id` is the one that its programs understand.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping

from cytodesk.algorithms.algorithm import Algorithm, ContainerImage
from cytodesk.algorithms.descriptors.cytomine.client import beside_the_client
from cytodesk.algorithms.descriptors.cytomine.container import read_container
from cytodesk.algorithms.descriptors.cytomine.inputs import INPUT_ATTRIBUTES, read_input
from cytodesk.algorithms.descriptors.cytomine.line import look_over_line
from cytodesk.algorithms.descriptors.cytomine.together import look_over_together
from cytodesk.algorithms.descriptors.documents import Json, Path
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.members import inputs_of, list_of, text_of
from cytodesk.algorithms.descriptors.mends import Put
from cytodesk.algorithms.outputs import Output
from cytodesk.algorithms.parameters import Parameter
from cytodesk.errors import N_

SCHEMA = "cytomine-0.1"
_BIOMERO = ("1.0.0", "biomero-")
_TOP_ATTRIBUTES = (
    *("name", "description", "schema-version", "container-image", "command-line", "inputs"),
    # read by the router though no document says so
    "default-processing-server-name",
    # of Boutiques, which the schema grew from
    *("author", "tool-version", "version", "url", "tags", "output-files", "invocation-schema"),
    *("descriptor-url", "doi", "tool-doi", "suggested-resources", "tests", "groups", "$schema"),
    # of BIOMERO
    *("authors", "institutions", "citations", "problem-class", "configuration", "outputs"),
)


def recognises(members: Mapping[str, Json]) -> bool:
    """Whether `members` say that they are of this schema, or of BIOMERO's which grew from it."""
    version = str(members.get("schema-version", ""))
    return version.startswith("cytomine-") or _is_biomero(version)


def read(members: dict[str, Json], findings: Findings) -> Algorithm:
    """Return the algorithm of a descriptor; what is odd goes to `findings`."""
    version = _schema_version(members, findings)
    parameters = _parameters(members, findings, is_biomero=_is_biomero(version))
    parameters = beside_the_client(parameters, findings)
    algorithm = Algorithm(
        name=_name(members, findings),
        description=text_of(members, "description"),
        container_image=_container_image(members, findings),
        command_line=_command_line(members, findings),
        parameters=parameters,
        schema_version=version,
        version=text_of(members, "tool-version") or text_of(members, "version"),
        outputs=tuple(_outputs(members)),
        processing_server=text_of(members, "default-processing-server-name"),
    )
    look_over_attributes(members, (), _TOP_ATTRIBUTES, findings)
    look_over_together(parameters, findings)
    if algorithm.command_line and not findings.has_refused:
        look_over_line(algorithm, text_of(members, "command-line"), findings)
    return algorithm


def look_over_attributes(
    members: Mapping[str, Json], place: Path, known: Collection[str], findings: Findings
) -> None:
    """Note attributes that nobody reads, with the one that may be meant."""
    for name in members:
        if name in known:
            continue
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
        template = N_('"{name}" is read by nobody. Remove it.')
        if near:
            template = N_('"{name}" is read by nobody. Did you mean "{nearest}"?')
        findings.add(
            "unknown-attribute", (*place, name), template, name=name, nearest="".join(near)
        )


def _is_biomero(version: str) -> bool:
    return version.startswith(_BIOMERO)


def _name(members: Mapping[str, Json], findings: Findings) -> str:
    name = text_of(members, "name").strip()
    if not name:
        findings.add(
            "missing-name",
            ("name",),
            N_('The algorithm has no name. Write "name" and what people call it.'),
        )
    elif " " in name:
        findings.add(
            "name-with-blanks",
            ("name",),
            N_('The name "{name}" has blanks. Write it with hyphens or underscores.'),
            name=name,
        )
    if not text_of(members, "description").strip():
        findings.add(
            "missing-description",
            ("description",),
            N_('The algorithm is not described. Write "description" and what it does.'),
        )
    return name or "algorithm"


def _schema_version(members: Mapping[str, Json], findings: Findings) -> str:
    version = text_of(members, "schema-version")
    if version != SCHEMA and not _is_biomero(version):
        findings.add(
            "schema-version",
            ("schema-version",),
            N_('"schema-version" is {version}; it is read as {schema}. Write {schema}.'),
            [Put(("schema-version",), SCHEMA)],
            version=version or "-",
            schema=SCHEMA,
        )
    return version


def _container_image(members: Mapping[str, Json], findings: Findings) -> ContainerImage | None:
    container = read_container(members.get("container-image"), findings)
    if container is None:
        findings.add(
            "missing-container-image",
            ("container-image",),
            N_(
                'No container is named. Write "container-image" with "image" and "type"; '
                "until then it runs on this computer only."
            ),
        )
    return container


def _command_line(members: Mapping[str, Json], findings: Findings) -> str:
    line = text_of(members, "command-line").strip()
    if not line:
        findings.add(
            "missing-command-line",
            ("command-line",),
            N_('There is no "command-line". Every value is passed as --id value.'),
        )
    return line


def _parameters(
    members: Mapping[str, Json], findings: Findings, *, is_biomero: bool
) -> tuple[Parameter, ...]:
    inputs = inputs_of(members, findings)
    if inputs is None:
        return ()
    if not inputs:
        findings.add("no-inputs", ("inputs",), N_("The list of inputs is empty."))
    read: list[Parameter] = []
    for place, one in enumerate(inputs):
        parameter = read_input(one, place, findings, is_biomero=is_biomero)
        read += [] if parameter is None else [parameter]
        if isinstance(one, dict):
            look_over_attributes(one, ("inputs", place), INPUT_ATTRIBUTES, findings)
    return tuple(read)


def _outputs(members: Mapping[str, Json]) -> Iterator[Output]:
    """Yield what BIOMERO's schema says of results."""
    for one in list_of(members, "outputs"):
        if isinstance(one, dict) and text_of(one, "id"):
            yield Output(
                id=text_of(one, "id"),
                name=text_of(one, "name") or text_of(one, "id"),
                description=text_of(one, "description"),
                type=text_of(one, "type"),
                value_key=text_of(one, "value-key").strip(),
            )
