"""Trying whether a container reaches the station, with whatever its image can ask with."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.errors import EnvironmentFailed
from cytodesk.runs.containers.reaching import Reach
from cytodesk.runs.containers.talking import EngineTalk, StoredImage

_PING = "/server/ping"
_SECONDS = 5
_ENDS_WITHIN = 20.0
_PYTHON = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=5).read()"


@dataclass(frozen=True, slots=True)
class Trial:
    """`name` is that of the containers, one after the other."""

    talk: EngineTalk
    image: StoredImage
    name: str

    def reaches(self, reach: Reach, station: str) -> bool:
        """Whether the station answers a container with the network of `reach`."""
        address = reach.address(station) + _PING
        return any(
            self._succeeds(reach.network_for(station), entrypoint, words)
            for entrypoint, *words in _questions(address)
        )

    def _succeeds(self, network: str, entrypoint: str, words: list[str]) -> bool:
        try:
            self.talk.create(
                self.name,
                self.image.id,
                {"network_mode": network},
                command=words,
                entrypoint=[entrypoint],
            )
            return self.talk.run_to_end(self.name, _ENDS_WITHIN) == 0
        except EnvironmentFailed:
            return False  # no such program in the image, or no such network here
        finally:
            self.talk.remove(self.name)


def _questions(address: str) -> list[list[str]]:
    return [
        ["python3", "-c", _PYTHON, address],
        ["python", "-c", _PYTHON, address],
        ["curl", "--silent", "--fail", "--max-time", str(_SECONDS), address],
        ["wget", "-q", "-T", str(_SECONDS), "-O", "/dev/null", address],
    ]
