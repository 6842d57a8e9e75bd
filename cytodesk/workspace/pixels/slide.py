"""A slide that can be read from: what every reader promises, and what they share."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cytodesk.errors import N_, NotFound, UnreadableImage
from cytodesk.workspace.pixels.facts import SlideFacts
from cytodesk.workspace.pixels.sampling import MOST_AT_ONCE, Axis, Level, resampled, sampled

Pixels: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16]
WHITE_OF = {np.dtype(np.uint8): 255, np.dtype(np.uint16): 65535}


class Slide(ABC):
    """One open image file. Every reader is safe to use from several threads at once."""

    troubles: tuple[type[Exception], ...] = ()
    """What the reader's library raises where the file is to blame."""

    def __init__(self, path: Path, facts: SlideFacts) -> None:
        self.path = path
        self.facts = facts
        self.full_scale: int | None = None
        """Known once somebody has looked for it (looks.full_scale_of)."""
        self.dtype: np.dtype[np.uint8] | np.dtype[np.uint16] = (
            np.dtype(np.uint16) if facts.bit_depth > 8 else np.dtype(np.uint8)
        )
        self._levels = tuple(
            Level.of(facts.levels[0], size, index) for index, size in enumerate(facts.levels)
        )

    @abstractmethod
    def close(self) -> None:
        """Give the file back; the slide cannot be read afterwards."""

    @property
    def held_bytes(self) -> int:
        """Memory that this slide keeps while it is open, in bytes, where that is much."""
        return 0

    def region(
        self, x: float, y: float, width: float, height: float, out_width: int, out_height: int
    ) -> Pixels:
        """Return the region, out_height x out_width x 3, of uint8 or uint16.

        `x`, `y` (top left), `width`, `height` are pixels of the full resolution and may reach
        outside the image, which is white there. No more than needed is read: the level just
        finer than asked for, in blocks, so that memory does not grow with the slide.
        Raises UnreadableImage where the file is damaged.
        """
        across = Axis(x, width, out_width, self.facts.width)
        down = Axis(y, height, out_height, self.facts.height)
        level = self._level_for(across.step, down.step)
        coarse = math.ceil(max(across.step / level.across, down.step / level.down) / MOST_AT_ONCE)
        if coarse > 1:
            size = (out_width * coarse, out_height * coarse)
            larger = self.region(x, y, width, height, *size)
            return resampled(larger, (out_width, out_height), (0, 0, *size))
        out = np.full((out_height, out_width, 3), WHITE_OF[self.dtype], self.dtype)
        try:
            sampled(lambda *box: self._read(level.index, *box), level, across, down, out)
        except self.troubles as trouble:
            raise UnreadableImage(
                N_("{file} is damaged: its pixels cannot be read ({reason}). Copy it again."),
                file=self.path.name,
                reason=trouble,
            ) from trouble
        return out

    def associated(self, label: str) -> Pixels:
        """Return the `macro`, `label` or `thumbnail` picture; NotFound where there is none."""
        if label not in self.facts.associated:
            raise NotFound(
                N_("{file} carries no picture named {label}."), file=self.path.name, label=label
            )
        try:
            return self._read_associated(label)
        except self.troubles as trouble:
            raise UnreadableImage(
                N_("{file} is damaged: its {label} picture cannot be read ({reason})."),
                file=self.path.name,
                label=label,
                reason=trouble,
            ) from trouble

    def stored_tile(self, z: int, x: int, y: int) -> bytes | None:
        """Return the JPEG of a tile of the grid (tiles.py) if it stands in the file, else None."""
        return None

    @abstractmethod
    def _read(self, level: int, left: int, top: int, width: int, height: int) -> Pixels:
        """Return height x width x 3 pixels of a level; the rectangle lies inside the level."""

    def _read_associated(self, label: str) -> Pixels:
        raise NotImplementedError(label)

    def _level_for(self, step_across: float, step_down: float) -> Level:
        """Return the coarsest level that is not coarser than asked for."""
        fine_enough = [
            level for level in self._levels if level.is_fine_enough(step_across, step_down)
        ]
        return fine_enough[-1] if fine_enough else self._levels[0]
