"""A Bilayers configuration as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cytodesk.algorithms.algorithm import Algorithm, ContainerImage
from cytodesk.algorithms.descriptors.bilayers.inputs import read_input
from cytodesk.algorithms.descriptors.documents import Json, Path
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.members import bare_text_of, list_of
from cytodesk.algorithms.outputs import Output
from cytodesk.algorithms.parameters import Parameter
from cytodesk.errors import N_

DIALECT = "bilayers"
_SIGNS = {"exec_function", "algorithm_folder_name"}


def recognises(members: Mapping[str, Json]) -> bool:
    """Whether `members` are a Bilayers configuration."""
    return bool(_SIGNS & members.keys())


def read(members: dict[str, Json], findings: Findings) -> Algorithm:
    """Return the algorithm of a configuration; what is odd goes to `findings`."""
    name = bare_text_of(members, "algorithm_folder_name") or _title(members)
    if not name:
        template = N_('The algorithm has no name. Write "name" and what people call it.')
        findings.add("missing-name", ("algorithm_folder_name",), template)
    return Algorithm(
        name=name or "algorithm",
        description=bare_text_of(_first(members.get("citations")), "description"),
        container_image=_container_image(members),
        command_line=" ".join(_words(members, findings)),
        parameters=_parameters(members, findings),
        dialect=DIALECT,
        outputs=tuple(_outputs(members)),
    )


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _first(listed: Json) -> dict[str, Json]:
    if isinstance(listed, dict):
        listed = next(iter(listed.values()), None)
    return _object(listed[0]) if isinstance(listed, list) and listed else {}


def _title(members: Mapping[str, Json]) -> str:
    return bare_text_of(_first(members.get("citations")), "name")


def _container_image(members: Mapping[str, Json]) -> ContainerImage | None:
    said = _object(members.get("docker_image"))
    parts = [part for part in (bare_text_of(said, "org"), bare_text_of(said, "name")) if part]
    image, tag = "/".join(parts), bare_text_of(said, "tag")
    return ContainerImage(f"{image}:{tag}" if tag else image, "docker") if image else None


def _words(members: Mapping[str, Json], findings: Findings) -> Iterator[str]:
    """Yield the command and the arguments that nobody is asked about."""
    said = _object(members.get("exec_function"))
    if not bare_text_of(said, "cli_command"):
        template = N_('There is no "cli_command", so nothing says which program runs.')
        findings.add("missing-command-line", ("exec_function", "cli_command"), template)
    yield from bare_text_of(said, "cli_command").split()
    for one in list_of(said, "hidden_args"):
        arg = _object(one)
        yield from bare_text_of(arg, "cli_tag").split()
        if arg.get("append_value") is True:
            yield from bare_text_of(arg, "value").split()


def _parameters(members: Mapping[str, Json], findings: Findings) -> tuple[Parameter, ...]:
    found: list[tuple[float, Parameter]] = []
    taken: set[str] = set()
    for group in ("inputs", "parameters"):
        for place, one in enumerate(list_of(members, group)):
            at: Path = (group, place)
            parameter = read_input(one, at, 100 * (len(found) + 1), findings)
            if parameter is None:
                continue
            if parameter.id in taken:
                template = N_('The id "{id}" is taken by another input. Give each input its own.')
                findings.add("doubled-id", (*at, "name"), template, id=parameter.id)
            taken.add(parameter.id)
            found.append((_order(_object(one)), parameter))
    if not found:
        findings.add("no-inputs", (), N_("The list of inputs is empty."))
    return tuple(parameter for _, parameter in sorted(found, key=lambda each: each[0]))


def _order(one: Mapping[str, Json]) -> float:
    """Arguments with an order come first; the others stay as they are."""
    order = one.get("cli_order")
    return order if isinstance(order, int | float) and order == order else float("inf")


def _outputs(members: Mapping[str, Json]) -> Iterator[Output]:
    listed = members.get("outputs")
    for one in listed if isinstance(listed, list) else []:
        said = _object(one)
        if name := bare_text_of(said, "name"):
            yield Output(
                id=name,
                name=bare_text_of(said, "label") or name,
                description=bare_text_of(said, "description"),
                type=bare_text_of(said, "type"),
                optional=said.get("optional") is True,
                path=bare_text_of(said, "folder_name"),
                flag=bare_text_of(said, "cli_tag"),
            )
