"""How a container reaches the station, which listens on 127.0.0.1 of this computer only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from cytodesk.engines import Engine, EngineKind
from cytodesk.errors import N_


@dataclass(frozen=True, slots=True)
class Reach:
    """A strategy: the container's `network` (`{port}` is the station's) and our `host` in it."""

    name: str
    network: str
    host: str

    def address(self, station: str) -> str:
        """Return the station's address as a program in such a container has to call it."""
        parts = urlsplit(station)
        return urlunsplit(parts._replace(netloc=f"{self.host}:{parts.port}"))

    def network_for(self, station: str) -> str:
        return self.network.format(port=urlsplit(station).port)


HOST = Reach(N_("host network"), "host", "127.0.0.1")
PASTA = Reach("pasta", "pasta:-T,{port}", "127.0.0.1")
SLIRP = Reach("slirp4netns", "slirp4netns:allow_host_loopback=true", "10.0.2.2")
DOCKER_DESKTOP = Reach("Docker Desktop", "bridge", "host.docker.internal")
PODMAN_MACHINE = Reach("podman machine", "bridge", "host.containers.internal")

_OF_MACHINES: Mapping[EngineKind, tuple[Reach, ...]] = {
    EngineKind.DOCKER: (DOCKER_DESKTOP, HOST),
    EngineKind.PODMAN: (PODMAN_MACHINE, HOST),
}
_WITH_HELPERS: Mapping[str, Reach] = {"pasta": PASTA, "slirp4netns": SLIRP}


def reaches(engine: Engine) -> tuple[Reach, ...]:
    """Return the strategies that may serve, the likeliest first; `doctor` tries them."""
    if not engine.kind.has_socket:
        return (HOST,)
    if engine.is_remote:
        return _OF_MACHINES.get(engine.kind, (HOST,))
    helped = tuple(reach for name, reach in _WITH_HELPERS.items() if name in engine.helpers)
    return (HOST, *helped)
