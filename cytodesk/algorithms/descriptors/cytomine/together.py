"""All inputs of a descriptor beside each other: their names, and the five of the server."""

from __future__ import annotations

from collections.abc import Sequence

from cytodesk.algorithms.algorithm import SERVER_PARAMETERS, filled_by_server
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.mends import Put
from cytodesk.algorithms.parameters import Parameter
from cytodesk.errors import N_


def look_over_together(parameters: Sequence[Parameter], findings: Findings) -> None:
    """Say which ids and names meet, and which of the server's five are missing or hidden."""
    _look_over_names(parameters, findings)
    _look_over_the_five(parameters, findings)


def _look_over_names(parameters: Sequence[Parameter], findings: Findings) -> None:
    ids: set[str] = set()
    folded: dict[str, str] = {}
    labels: dict[str, str] = {}
    for parameter in parameters:
        similar = folded.setdefault(parameter.id.casefold(), parameter.id)
        same_label = labels.setdefault(parameter.name, parameter.id)
        if parameter.id in ids:
            findings.add(
                "doubled-id",
                (*_place(parameter), "id"),
                N_('The id "{id}" is taken by another input. Give each input its own.'),
                id=parameter.id,
            )
        elif similar != parameter.id:
            findings.add(
                "similar-ids",
                (*_place(parameter), "id"),
                N_('The ids "{id}" and "{other}" differ in case only. Choose another.'),
                id=parameter.id,
                other=similar,
            )
        if same_label != parameter.id:
            findings.add(
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
        place = (*_place(parameter), "set-by-server")
        five = filled_by_server(parameter)
        if parameter.set_by_server and five is None:
            findings.add(
                "set-by-nobody",
                place,
                N_("No server sets {id}, so it is asked. Write false."),
                [Put(place, False)],
                id=parameter.id,
            )
        if five is not None and not parameter.set_by_server:
            findings.add(
                "not-set-by-server",
                place,
                N_('{id} is filled in by the server. Write "set-by-server": true.'),
                [Put(place, True)],
                id=parameter.id,
            )
    missing = [name for name in SERVER_PARAMETERS if name not in found]
    if missing:
        findings.add(
            "missing-server-inputs",
            ("inputs",),
            N_("A Cytomine server gives these only to an algorithm that declares them: {names}."),
            names=", ".join(missing),
        )
