"""A program with a descriptor."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.algorithms.outputs import Output
from cytodesk.algorithms.parameters import Parameter
from cytodesk.algorithms.rule_kinds import ParameterRule
from cytodesk.algorithms.wishes import NO_WISHES, Wishes
from cytodesk.errors import Problem

_NAMES = {
    "cytomine_host": ("host",),
    "cytomine_public_key": ("public_key",),
    "cytomine_private_key": ("private_key",),
    "cytomine_id_project": ("id_project", "project_id"),
    "cytomine_id_software": ("id_software", "software_id"),
}


def _plain(name: str) -> str:
    return name.replace("_", "").casefold()


SERVER_PARAMETERS = tuple(_NAMES)
"""The five inputs that the place of a run fills in, by their usual ids."""

_FIVE_BY_NAME = {
    _plain(prefix + name): five
    for five, names in _NAMES.items()
    for name in names
    for prefix in ("", "cytomine")
}


def server_parameter_named(name: str) -> str | None:
    """Return which of SERVER_PARAMETERS `name` (an id, or a key of a command line) means.

    Cytomine compares without underscores and case. The client's synonyms such as
    `cytomine_software_id` count here too, though a Cytomine server does not fill them in.
    """
    return _FIVE_BY_NAME.get(_plain(name))


def filled_by_server(parameter: Parameter) -> str | None:
    """Return which of SERVER_PARAMETERS `parameter` is; None for one that the user fills in.

    A short name such as `host` counts only where the descriptor says set-by-server: it may be
    any other host. One that is set-by-server outside the five is set by nobody, so it is asked.
    """
    if parameter.set_by_server or _plain(parameter.id).startswith("cytomine"):
        return server_parameter_named(parameter.id)
    return None


@dataclass(frozen=True, slots=True)
class ContainerImage:
    """Where a container of the algorithm is published, as the descriptor says it."""

    image: str
    type: str = ""
    options: str = ""
    """Flags that stand behind the type: `--nv` of `singularity --nv`."""
    index: str = ""
    is_called_by_entrypoint: bool = False
    """The image's own ENTRYPOINT takes the whole command line."""


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A program that can be run, as its descriptor tells it."""

    name: str
    description: str
    container_image: ContainerImage | None
    command_line: str
    parameters: tuple[Parameter, ...]
    schema_version: str = ""
    warnings: tuple[Problem, ...] = ()
    """What is odd in the descriptor and does not stop anything."""
    descriptor_text: str = ""
    """The original text, byte order mark aside."""
    version: str = ""
    dialect: str = "cytomine-0.1"
    """Which reader of descriptors/ read it; its command line is written that way too."""
    rules: tuple[ParameterRule, ...] = ()
    """What one parameter's value demands or forbids of others; see rules.py."""
    outputs: tuple[Output, ...] = ()
    wishes: Wishes = NO_WISHES
    processing_server: str = ""
    """Where a Cytomine server is to run it, as its descriptor names that."""

    @property
    def asked(self) -> tuple[Parameter, ...]:
        """The parameters that the user fills in."""
        return tuple(each for each in self.parameters if filled_by_server(each) is None)

    @property
    def is_cytomine_app(self) -> bool:
        """Whether it asks for a server at all: one of the five is declared."""
        return len(self.asked) < len(self.parameters)
