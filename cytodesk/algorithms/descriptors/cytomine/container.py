"""The container of an algorithm, as people write it."""

from __future__ import annotations

from cytodesk.algorithms.algorithm import ContainerImage
from cytodesk.algorithms.descriptors.documents import Json
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.mends import Put
from cytodesk.errors import N_

USUAL_TYPE = "singularity"
_TYPES = (USUAL_TYPE, "docker", "oci", "rootfs", "apptainer")
_AT = ("container-image",)


def read_container(written: Json, findings: Findings) -> ContainerImage | None:
    """Return the container; None where none is named. Flags behind its type stay its options."""
    if isinstance(written, str) and written.strip():
        meant: Json = {"image": written.strip(), "type": USUAL_TYPE}
        findings.add(
            "container-type",
            _AT,
            N_('The container is an object. Write {{"image": ..., "type": "singularity"}}.'),
            [Put(_AT, meant)],
        )
        return ContainerImage(written.strip(), USUAL_TYPE)
    if not isinstance(written, dict):
        return None
    image, kind = _word(written, "image"), _word(written, "type")
    if image in _TYPES and kind and kind.split()[0] not in _TYPES:
        image, kind = kind, image
        findings.add(
            "container-type",
            _AT,
            N_("Image and type of the container are exchanged. Exchange them back."),
            [Put((*_AT, "image"), image), Put((*_AT, "type"), kind)],
        )
    if not image:
        return None
    return ContainerImage(image, *_type(kind, findings), index=_word(written, "index"))


def _type(kind: str, findings: Findings) -> tuple[str, str]:
    """Return the type and the flags behind it."""
    if not kind:
        findings.add(
            "container-type",
            (*_AT, "type"),
            N_('The container has no type; it is taken for singularity. Write "singularity".'),
            [Put((*_AT, "type"), USUAL_TYPE)],
        )
        return USUAL_TYPE, ""
    bare, _, options = kind.partition(" ")
    if options.strip():
        findings.add(
            "container-type-flags",
            (*_AT, "type"),
            N_('The type "{type}" holds flags. Write "{bare}", and the flags where it runs.'),
            type=kind,
            bare=bare,
        )
    if bare.casefold() != USUAL_TYPE:
        findings.add(
            "container-type",
            (*_AT, "type"),
            N_('The router runs containers of type "singularity" only, not "{type}".'),
            type=bare,
        )
    return bare, options.strip()


def _word(written: dict[str, Json], name: str) -> str:
    value = written.get(name)
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()
