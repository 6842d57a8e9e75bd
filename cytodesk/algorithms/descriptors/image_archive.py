"""The descriptor inside a container image that `docker save` wrote to a file."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 1 << 20


def is_image_archive(path: Path) -> bool:
    """Whether the file is an image as `docker save` and `podman save` write it."""
    try:
        with tarfile.open(path, "r:") as archive:
            return bool(_layers(archive))
    except (OSError, tarfile.TarError):
        return False


def descriptor_in_image(
    path: Path, names: tuple[str, ...], largest: int
) -> tuple[str, bytes] | None:
    """Return name and content of the descriptor in the image, or None.

    The last layer that has one counts, in it the one nearest to the root; of its content no more
    than `largest` bytes and one are read. Nothing is unpacked. Raises OSError, TarError.
    """
    with tarfile.open(path, "r:") as archive:
        for layer in reversed(_layers(archive)):
            inner = archive.extractfile(layer)
            if inner is None:
                continue
            with inner, tarfile.open(fileobj=inner, mode="r:*") as files:
                found = min(_named(files, names), key=_depth, default=None)
                content = files.extractfile(found) if found is not None else None
                if found is not None and content is not None:
                    return PurePosixPath(found.name).name, content.read(largest + 1)
    return None


def _layers(archive: tarfile.TarFile) -> list[str]:
    """Return the names of the layers, the lowest first; none where it is no image."""
    try:
        member = archive.getmember(_MANIFEST)
    except KeyError:
        return []
    file = archive.extractfile(member) if member.size <= _LARGEST_MANIFEST else None
    try:
        told = json.loads(file.read()) if file is not None else []
        return [str(layer) for layer in told[0]["Layers"]]
    except (ValueError, LookupError, TypeError):
        return []


def _named(files: tarfile.TarFile, names: tuple[str, ...]) -> Iterator[tarfile.TarInfo]:
    return (each for each in files if each.isfile() and PurePosixPath(each.name).name in names)


def _depth(member: tarfile.TarInfo) -> tuple[int, str]:
    return len(PurePosixPath(member.name).parts), member.name
