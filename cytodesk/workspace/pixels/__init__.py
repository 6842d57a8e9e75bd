"""The pixels of slides: what OpenSlide, tifffile or Pillow reads, cut as Cytomine cuts.

Doors: `read_facts` (what a file is), `open_slide` and `SlideCache` (a slide to read from),
`window`, `thumbnail`, `tile`, `crop`, `window_mask`, `window_drawn` (pictures and masks as
arrays), `on_the_image` (points and lines of its edge), `KeptPictures` (those asked for lately),
`adjusted` (8 bits, contrast, gamma, colours) and `encoded` (bytes of a PNG, JPEG or TIFF).

Who comes in: the workspace when an image is added, the server for every picture. All doors may
be used from many threads. Pixels are counted from the top left; geometries, as everywhere in
Cytomine, from the bottom left. ICC profiles and EXIF orientation are not applied: coordinates
and colours are those that the file stores.
"""

from __future__ import annotations

from cytodesk.workspace.pixels.cache import SlideCache
from cytodesk.workspace.pixels.crops import crop, on_the_image, window_drawn, window_mask
from cytodesk.workspace.pixels.encoding import encoded
from cytodesk.workspace.pixels.facts import TILE, SlideFacts
from cytodesk.workspace.pixels.kept_pictures import KeptPictures
from cytodesk.workspace.pixels.looks import COLORMAPS, adjusted, full_scale_of
from cytodesk.workspace.pixels.readers import open_slide, read_facts
from cytodesk.workspace.pixels.slide import Slide
from cytodesk.workspace.pixels.tiles import TileGrid, tile
from cytodesk.workspace.pixels.windows import thumbnail, window

__all__ = [
    "COLORMAPS",
    "TILE",
    "KeptPictures",
    "Slide",
    "SlideCache",
    "SlideFacts",
    "TileGrid",
    "adjusted",
    "crop",
    "encoded",
    "full_scale_of",
    "on_the_image",
    "open_slide",
    "read_facts",
    "thumbnail",
    "tile",
    "window",
    "window_drawn",
    "window_mask",
]
