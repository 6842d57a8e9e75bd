"""Which image an algorithm is in, and bringing it here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm, ContainerImage
from cytodesk.algorithms.command_line import APP_ENGINE
from cytodesk.algorithms.descriptors.image_archive import is_image_archive
from cytodesk.errors import N_, BadInput, EnvironmentFailed
from cytodesk.runs.containers.talking import EngineTalk, StoredImage

KEPT = "localhost/cytodesk-app"
"""Under this name, and the hash of its algorithm as tag, images from archives are kept."""
_SCHEMES = ("docker://", "https://", "http://")
_DOCKER_HUB = ("docker.io", "index.docker.io", "registry-1.docker.io", "hub.docker.com", "")


@dataclass(frozen=True, slots=True)
class WantedImage:
    """`name` is what an engine knows it by; `archive` holds it where it comes in the bundle."""

    name: str
    archive: Path | None = None


def wanted_image(algorithm: Algorithm, folder: Path, content: str) -> WantedImage | None:
    """Return the image of what was installed in `folder`: its archive, else a published one.

    An archive is known by the `content` of its algorithm: two bundles that name their images
    alike keep each its own.
    """
    archive = _archive_in(folder, is_task=algorithm.dialect == APP_ENGINE)
    if archive is not None:
        return WantedImage(kept_name(content), archive)
    if algorithm.container_image is None or not algorithm.container_image.image:
        return None
    return WantedImage(reference_of(algorithm.container_image))


def _archive_in(folder: Path, *, is_task: bool) -> Path | None:
    """Return the image that came along; of a task any `.tar` is, elsewhere it may be data."""
    found = sorted(folder.glob("*.tar"))
    return next((path for path in found if is_task or is_image_archive(path)), None)


def kept_name(content: str) -> str:
    """Return the name of the image that came with the algorithm of this content."""
    return f"{KEPT}:{content[:16]}"


def no_image(algorithm: str) -> BadInput:
    return BadInput(
        N_("{algorithm} names no container image, and its bundle holds none."), algorithm=algorithm
    )


def reference_of(image: ContainerImage) -> str:
    """Return the full name of a published image, with its registry: podman guesses none."""
    name = image.image.strip()
    for scheme in _SCHEMES:
        name = name.removeprefix(scheme)
    first, slash, _ = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return name
    index = image.index.strip()
    for scheme in _SCHEMES:
        index = index.removeprefix(scheme)
    index = index.strip("/")
    if index.split("/")[0] not in _DOCKER_HUB:
        return f"{index}/{name}"
    return f"docker.io/{name}" if slash else f"docker.io/library/{name}"


def image_here(talk: EngineTalk, wanted: WantedImage) -> StoredImage | None:
    """Return the image if the engine has it, under its full name or as it was built here."""
    names = [wanted.name]
    if wanted.name.startswith("docker.io/"):
        short = wanted.name.removeprefix("docker.io/").removeprefix("library/")
        names += [f"localhost/{short}", short]
    found = (talk.image(name) for name in names)
    return next((image for image in found if image is not None), None)


def brought_here(
    talk: EngineTalk,
    wanted: WantedImage,
    report: Callable[[str], None],
    is_cancelled: Callable[[], bool],
) -> StoredImage:
    """Return the image, loaded or fetched first where it is not here. Blocks.

    Raises EnvironmentFailed, Cancelled.
    """
    if (here := image_here(talk, wanted)) is not None:
        return here
    if wanted.archive is not None:
        report(N_("Loading its container image"))
        loaded = talk.load(wanted.archive, is_cancelled)
        repository, _, tag = wanted.name.rpartition(":")
        talk.tag(loaded, repository, tag)
    else:
        report(N_("Fetching its container image"))
        talk.pull(wanted.name, report, is_cancelled)
    image = talk.image(wanted.name)
    if image is None:
        raise EnvironmentFailed(
            N_("The engine has no image {name} although it was just brought there."),
            name=wanted.name,
        )
    return image
