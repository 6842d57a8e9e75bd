"""What an engine is told of a container, and how its image is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cytodesk.algorithms.algorithm import ContainerImage
from cytodesk.algorithms.wishes import Wishes, bytes_of
from cytodesk.engines import Engine, EngineKind, chosen_engine
from cytodesk.runs.containers.creating import ContainerOrder, host_settings, user_of_container
from cytodesk.runs.containers.images import reference_of
from cytodesk.runs.containers.reaching import (
    DOCKER_DESKTOP,
    HOST,
    PASTA,
    PODMAN_MACHINE,
    SLIRP,
    reaches,
)
from cytodesk.runs.containers.talking import StoredImage

IMAGE = StoredImage("sha256:1", (), 0, (), ())
PODMAN = Engine(
    EngineKind.PODMAN, Path("podman"), limits=frozenset({"cpu", "memory"}), cpus=4, memory=8 << 30
)


def _settings(engine: Engine, wishes: Wishes) -> dict[str, object]:
    return host_settings(engine, ContainerOrder(1, Path(), IMAGE, (), wishes=wishes))


def test_a_container_may_have_what_it_wishes_for_and_no_more_than_there_is() -> None:
    said = _settings(PODMAN, Wishes(cpus=2, memory=1 << 30))
    assert (said["nano_cpus"], said["mem_limit"]) == (2 * 10**9, 1 << 30)
    said = _settings(PODMAN, Wishes(cpus=64, memory=1 << 40))
    assert (said["nano_cpus"], said["mem_limit"]) == (4 * 10**9, 8 << 30)


def test_what_an_engine_cannot_limit_is_not_asked_of_it() -> None:
    rootless = Engine(EngineKind.PODMAN, Path("podman"), is_rootless=True)
    said = _settings(rootless, Wishes(cpus=2, memory=1 << 30))
    assert "nano_cpus" not in said
    assert "mem_limit" not in said


def test_without_a_word_there_is_no_network() -> None:
    assert _settings(PODMAN, Wishes())["network_mode"] == "none"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no user ids here")
def test_files_belong_to_the_user_whatever_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    monkeypatch.setattr(os, "getgid", lambda: 100)
    assert user_of_container(PODMAN) == "1000:100"
    assert user_of_container(Engine(EngineKind.PODMAN, Path(), is_rootless=True)) == "0:0"
    assert user_of_container(Engine(EngineKind.DOCKER, Path(), is_remote=True)) is None


def test_each_engine_has_its_own_ways_to_the_station() -> None:
    both = frozenset({"pasta", "slirp4netns"})
    linux = Engine(EngineKind.PODMAN, Path(), helpers=both)
    assert reaches(linux) == (HOST, PASTA, SLIRP)
    assert reaches(Engine(EngineKind.DOCKER, Path(), is_remote=True))[0] == DOCKER_DESKTOP
    assert reaches(Engine(EngineKind.PODMAN, Path(), is_remote=True))[0] == PODMAN_MACHINE
    assert SLIRP.address("http://127.0.0.1:4711") == "http://10.0.2.2:4711"
    assert PASTA.network_for("http://127.0.0.1:4711") == "pasta:-T,4711"


def test_the_preferred_engine_is_taken_and_none_means_none() -> None:
    silent = Engine(EngineKind.DOCKER, Path(), trouble="no daemon")
    assert chosen_engine((PODMAN, silent), None) is PODMAN
    assert chosen_engine((silent,), None) is silent
    assert chosen_engine((PODMAN, silent), "docker") is silent
    assert chosen_engine((PODMAN,), "docker") is None
    assert chosen_engine((PODMAN,), "none") is None


@pytest.mark.parametrize(
    ("image", "index", "full"),
    [
        ("cytomine/s_app:1", "", "docker.io/cytomine/s_app:1"),
        ("cytomine/s_app", "docker://", "docker.io/cytomine/s_app"),
        ("debian", "", "docker.io/library/debian"),
        ("docker://ghcr.io/a/b:2", "", "ghcr.io/a/b:2"),
        ("a/b", "https://quay.io/", "quay.io/a/b"),
        ("localhost/a:1", "docker.io", "localhost/a:1"),
        ("localhost:5000/a", "", "localhost:5000/a"),
        ("bids/example", "index.docker.io", "docker.io/bids/example"),
    ],
)
def test_an_image_has_its_full_name_with_its_registry(image: str, index: str, full: str) -> None:
    assert reference_of(ContainerImage(image, index=index)) == full


@pytest.mark.parametrize(
    ("text", "bytes_"),
    [
        ("8Gi", 8 << 30),
        ("512M", 512 * 10**6),
        ("1.5G", 1_500_000_000),
        ("10MB", 10**7),
        ("x", None),
    ],
)
def test_amounts_of_memory_are_read_as_kubernetes_writes_them(
    text: str, bytes_: int | None
) -> None:
    assert bytes_of(text) == bytes_
