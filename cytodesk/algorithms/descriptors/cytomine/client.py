"""Inputs whose options the Python client of Cytomine takes for its own.

CytomineJob (2.4.1 and 3.0.0 alike) parses the whole command line twice, with argparse and its
abbreviations allowed: once for its own options, once for the inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cytodesk.algorithms.algorithm import filled_by_server
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.errors import N_

_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_LOG_OPTIONS = ("log_level", "cytomine_log_level")
_NUMBER_OPTIONS = ("verbose", "cytomine_verbose")
_IDENTITIES = ("{}_id", "id_{}", "cytomine_{}_id", "cytomine_id_{}")
_OPTIONS = (
    *_LOG_OPTIONS,
    *_NUMBER_OPTIONS,
    *("host", "cytomine_host"),
    *("public_key", "publicKey", "cytomine_public_key"),
    *("private_key", "privateKey", "cytomine_private_key"),
    *(each.format("software") for each in _IDENTITIES),
    *(each.format("project") for each in _IDENTITIES),
    *("idSoftware", "idProject"),
)


def beside_the_client(parameters: Sequence[Parameter], findings: Findings) -> tuple[Parameter, ...]:
    """Return `parameters` with what the client demands of some; warn where it would misread one.

    Nothing changes for a program that declares none of the server's five inputs: it has no
    CytomineJob.
    """
    if not any(filled_by_server(parameter) for parameter in parameters):
        return tuple(parameters)
    for parameter in parameters:
        if filled_by_server(parameter) is None and _is_misread(parameter):
            findings.add(
                "option-of-the-client",
                ("inputs", parameter.index // 100 - 1, "id"),
                N_(
                    "The Python client of Cytomine takes --{id} for an option of its own and may "
                    "end the program. Choose another id."
                ),
                id=parameter.id,
            )
    return tuple(_with_log_levels(parameter) for parameter in parameters)


def _is_misread(parameter: Parameter) -> bool:
    if parameter.id in _LOG_OPTIONS:
        return False
    if parameter.id in _NUMBER_OPTIONS:
        return parameter.type is not ParameterType.NUMBER
    return any(option.startswith(parameter.id) for option in _OPTIONS)


def _with_log_levels(parameter: Parameter) -> Parameter:
    """The client ends a program whose log level is any other word."""
    is_open = parameter.type is ParameterType.STRING and not parameter.choices
    if parameter.id in _LOG_OPTIONS and is_open:
        return replace(parameter, choices=_LOG_LEVELS)
    return parameter
