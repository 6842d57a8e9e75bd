"""Zoomify tiles: 256 px, z = 0 is the whole image in one tile (contract 3.7)."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.errors import N_, NotFound
from cytodesk.workspace.pixels.facts import TILE, halvings_until_one_tile
from cytodesk.workspace.pixels.slide import Pixels, Slide


@dataclass(frozen=True, slots=True)
class TileGrid:
    """Where tiles lie on an image of `width` x `height` pixels.

    Sizes of levels are rounded up, so that no column is lost and every tile that a client counts,
    rounding up or down, exists.
    """

    width: int
    height: int

    @property
    def zoom(self) -> int:
        """The level of the full resolution."""
        return halvings_until_one_tile(self.width, self.height)

    def level_size(self, z: int) -> tuple[int, int]:
        shrink = 1 << (self.zoom - z)
        return -(-self.width // shrink), -(-self.height // shrink)

    def tile_count(self, z: int) -> tuple[int, int]:
        """Return columns and rows of level `z`."""
        width, height = self.level_size(z)
        return -(-width // TILE), -(-height // TILE)

    def has(self, z: int, x: int, y: int) -> bool:
        if not 0 <= z <= self.zoom:
            return False
        columns, rows = self.tile_count(z)
        return 0 <= x < columns and 0 <= y < rows


def tile(slide: Slide, z: int, x: int, y: int) -> Pixels:
    """Return the tile in column `x` and row `y` of level `z`; smaller at the right and bottom.

    Raises NotFound where the grid has no such tile.
    """
    grid = TileGrid(slide.facts.width, slide.facts.height)
    if not grid.has(z, x, y):
        raise NotFound(
            N_("{file} has no tile in column {x}, row {y} of level {z}."),
            file=slide.path.name,
            x=x,
            y=y,
            z=z,
        )
    width, height = grid.level_size(z)
    out_width, out_height = min(TILE, width - x * TILE), min(TILE, height - y * TILE)
    shrink = 1 << (grid.zoom - z)
    corner = (x * TILE * shrink, y * TILE * shrink)
    return slide.region(*corner, out_width * shrink, out_height * shrink, out_width, out_height)
