"""Reading a large image window by window without cutting or doubling what lies on a border."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """A rectangle to read, and the core inside it whose objects it answers for.

    Full-resolution pixels, y downwards from the top; right and bottom ends excluded.
    """

    left: int
    top: int
    right: int
    bottom: int
    core: tuple[int, int, int, int]

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def answers_for(self, x: float, y: float) -> bool:
        """Tell whether an object with its centroid at (x, y) of the image is this window's."""
        left, top, right, bottom = self.core
        return left <= x < right and top <= y < bottom


def windows_over(width: int, height: int, core: int, margin: int) -> Iterator[Window]:
    """Yield windows whose cores of `core` pixels tile the image, each widened by `margin`.

    Whatever is smaller than the margin lies whole in the window that answers for its centroid.
    """
    for top in range(0, height, core):
        for left in range(0, width, core):
            right, bottom = min(left + core, width), min(top + core, height)
            yield Window(
                left=max(left - margin, 0),
                top=max(top - margin, 0),
                right=min(right + margin, width),
                bottom=min(bottom + margin, height),
                core=(left, top, right, bottom),
            )
