"""Algorithms as a server lists them: software and software parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.values import as_text, from_text
from cytodesk.wire.codec import ID, INSTANT, TEXT, TRUTH, WHOLE, key, nested


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledParameter:
    """A parameter with the id that values are stored under.

    A missing default is null, never "": a real app dies of int("") at its start (contract 5).
    """

    wire_class: ClassVar[str] = "be.cytomine.processing.SoftwareParameter"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    algorithm: int | None = key("software", ID)
    name: str = key("name", TEXT, "")
    type: str = key("type", TEXT, "String")
    default: str | None = key("defaultParamValue", TEXT)
    required: bool = key("required", TRUTH, False)
    index: int = key("index", WHOLE, 0)
    uri: str | None = key("uri", TEXT)
    print_attribute: str | None = key("uriPrintAttribut", TEXT)
    sort_attribute: str | None = key("uriSortAttribut", TEXT)
    set_by_server: bool = key("setByServer", TRUTH, False)
    server_parameter: bool = key("serverParameter", TRUTH, False)
    human_name: str = key("humanName", TEXT, "")
    value_key: str | None = key("valueKey", TEXT)
    flag: str | None = key("commandLineFlag", TEXT)
    description: str = key("description", TEXT, "")
    """Only the station says it here; a server has it at an address of its own (contract 3.11)."""

    @property
    def parameter(self) -> Parameter:
        """Return what a form shows of it; limits and choices are not on Cytomine's wire."""
        bare = Parameter(
            id=self.name,
            name=self.human_name or self.name,
            description=self.description,
            type=ParameterType(self.type),
            value_key=self.value_key or "",
            flag=self.flag or "",
            optional=not self.required,
            set_by_server=self.set_by_server,
            server_parameter=self.server_parameter,
            uri=self.uri or "",
            print_attribute=self.print_attribute or "",
            sort_attribute=self.sort_attribute or "",
            index=self.index,
        )
        return replace(bare, default=from_text(bare, self.default or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledAlgorithm:
    wire_class: ClassVar[str] = "be.cytomine.processing.Software"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    name: str = key("name", TEXT, "")
    version: str | None = key("softwareVersion", TEXT)
    full_name: str = key("fullName", TEXT, "")
    result_name: str | None = key("resultName", TEXT)
    execute_command: str | None = key("executeCommand", TEXT)
    pulling_command: str | None = key("pullingCommand", TEXT)
    deprecated: bool = key("deprecated", TRUTH, False)
    executable: bool = key("executable", TRUTH, False)
    run_count: int = key("numberOfJob", WHOLE, 0)
    description: str = key("description", TEXT, "")
    """Only the station says it here."""
    parameters: tuple[InstalledParameter, ...] = nested("parameters", InstalledParameter)

    @property
    def algorithm(self) -> Algorithm:
        """Return the Algorithm as far as Cytomine's wire tells it."""
        return Algorithm(
            name=self.name,
            description=self.description,
            container_image=None,
            command_line=self.execute_command or "",
            parameters=tuple(parameter.parameter for parameter in self.parameters),
            schema_version="",
            warnings=(),
            descriptor_text="",
            version=self.version or "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """That a project uses an algorithm (a SoftwareProject)."""

    wire_class: ClassVar[str] = "be.cytomine.processing.SoftwareProject"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    algorithm: int | None = key("software", ID)
    project: int | None = key("project", ID)
    name: str = key("name", TEXT, "")
    version: str | None = key("softwareVersion", TEXT)
    full_name: str = key("fullName", TEXT, "")
    deprecated: bool = key("deprecated", TRUTH, False)
    executable: bool = key("executable", TRUTH, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterLimit:
    """A limit that was written down beside a parameter (a SoftwareParameterConstraint)."""

    wire_class: ClassVar[str] = "be.cytomine.processing.SoftwareParameterConstraint"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    value: str = key("value", TEXT, "")
    kind: int | None = key("parameterConstraint", ID)
    parameter: int | None = key("softwareParameter", ID)


def installed_parameter(parameter: Parameter, *, id: int, algorithm: int) -> InstalledParameter:
    """Return `parameter` as a server keeps it."""
    return InstalledParameter(
        id=id,
        algorithm=algorithm,
        name=parameter.id,
        type=parameter.type.value,
        default=None if parameter.default is None else as_text(parameter, parameter.default),
        required=not parameter.optional,
        index=parameter.index,
        uri=parameter.uri or None,
        print_attribute=parameter.print_attribute or None,
        sort_attribute=parameter.sort_attribute or None,
        set_by_server=parameter.set_by_server,
        server_parameter=parameter.server_parameter,
        human_name=parameter.name or parameter.id,
        value_key=parameter.value_key or None,
        flag=parameter.flag or None,
        description=parameter.description,
    )
