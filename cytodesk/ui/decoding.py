"""Pictures that servers send, decoded by Pillow: a thread may do that, and may not touch Qt."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image
from PySide6.QtGui import QImage

_CANNOT_BE_READ = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)
"""What Pillow raises for what is no picture, a broken one, or one that would fill the memory."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """Rows from the top, 4 bytes a pixel: blue, green, red, and what is opaque of it."""

    width: int
    height: int
    content: bytes
    has_alpha: bool = False

    def image(self) -> QImage:
        """Return them as Qt paints them; for the window's thread."""
        form = QImage.Format.Format_ARGB32 if self.has_alpha else QImage.Format.Format_RGB32
        return QImage(self.content, self.width, self.height, 4 * self.width, form).copy()


def decoded(content: bytes, edge: int | None = None) -> Pixels | None:
    """Return a JPEG or PNG, no side of it longer than `edge` pixels; None where it is none."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if edge is not None:
                picture.thumbnail((edge, edge))
            has_alpha = picture.has_transparency_data
            whole = picture.convert("RGBA")  # Pillow's BGRX has 0 where Qt wants 255
            return Pixels(*whole.size, whole.tobytes("raw", "BGRA"), has_alpha=has_alpha)
    except _CANNOT_BE_READ:
        return None
