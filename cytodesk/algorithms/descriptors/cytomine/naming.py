"""The names by which a trusted source finds an algorithm and its image.

A trusted source is a GitHub user with a prefix: the router takes every repository whose name
begins with the prefix, and the image `<docker user>/<repository in lower case>`.
"""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.descriptors.cytomine.container import USUAL_TYPE
from cytodesk.algorithms.descriptors.documents import Positioned
from cytodesk.algorithms.descriptors.findings import Finding, Findings
from cytodesk.algorithms.descriptors.mends import Put
from cytodesk.errors import N_

_CONTAINER = ("container-image",)


@dataclass(frozen=True, slots=True)
class TrustedSource:
    """Under which names a router looks."""

    prefix: str = ""
    """Of repositories: `S_`."""
    username: str = ""
    """Of the images; "" where any user will do."""


def look_over_names(
    algorithm: Algorithm, document: Positioned, repository: str, source: TrustedSource
) -> tuple[Finding, ...]:
    """Return what keeps `source` from finding the algorithm; `repository` is its folder's name."""
    findings = Findings(document)
    findings.all.clear()
    wanted = source.prefix + algorithm.name
    if repository and repository != wanted:
        findings.add(
            "repository-name",
            ("name",),
            N_(
                'The repository is called "{repository}", but prefix and name make "{wanted}". '
                "Rename one of them."
            ),
            repository=repository,
            wanted=wanted,
        )
    _look_over_image(algorithm, source, wanted.lower(), findings)
    return tuple(findings.all)


def _look_over_image(
    algorithm: Algorithm, source: TrustedSource, wanted: str, findings: Findings
) -> None:
    container = algorithm.container_image
    if container is None:
        return
    user, _, name = container.image.rpartition("/")
    expected = f"{source.username or user}/{wanted}"
    if (source.username and user != source.username) or name != wanted:
        findings.add(
            "image-name",
            (*_CONTAINER, "image"),
            N_('The image is called "{image}", but a trusted source looks for "{expected}".'),
            [Put((*_CONTAINER, "image"), expected)],
            image=container.image,
            expected=expected,
        )
    if container.type != USUAL_TYPE:
        findings.add(
            "container-type",
            (*_CONTAINER, "type"),
            N_('The router runs containers of type "singularity" only, not "{type}".'),
            [Put((*_CONTAINER, "type"), USUAL_TYPE)],
            type=container.type,
        )
