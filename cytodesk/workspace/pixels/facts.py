"""What is known of a slide before a pixel is shown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

TILE = 256
_SAMPLE = 64 * 1024


@dataclass(frozen=True, slots=True)
class SlideFacts:
    """Sizes in pixels (full resolution first), pixel sizes in µm, names as Cytomine gives them."""

    width: int
    height: int
    levels: tuple[tuple[int, int], ...]
    pixel_size_x: float | None
    pixel_size_y: float | None
    magnification: float | None
    bit_depth: int
    channels: int
    colorspace: str
    mime: str
    format: str
    associated: tuple[str, ...]
    fingerprint: str

    @property
    def zoom(self) -> int:
        """Halvings until the longer side is at most 256 px (contract 2.5)."""
        return halvings_until_one_tile(self.width, self.height)


def halvings_until_one_tile(width: int, height: int) -> int:
    return max(0, (-(-max(width, height) // TILE) - 1).bit_length())


def fingerprint_of(path: Path) -> str:
    """Name the content: its size and a hash of its first, middle and last 64 KiB.

    A whole slide takes minutes to hash; two different slides of the same size do not share all
    three places, because headers, compressed pixels and offsets stand there.
    """
    size = path.stat().st_size
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        for start in (0, max(0, size // 2 - _SAMPLE // 2), max(0, size - _SAMPLE)):
            file.seek(start)
            digest.update(file.read(_SAMPLE))
    return f"{size}-{digest.hexdigest()}"
