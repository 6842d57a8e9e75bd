"""Tiles of slides, as old readers and as newer image servers ask for them."""

from __future__ import annotations

from starlette.responses import Response

from cytodesk.errors import NotFound
from cytodesk.server.asking import Asking
from cytodesk.server.drawn import MEDIA, as_taken, format_in
from cytodesk.server.routes import get
from cytodesk.server.serving import Serving
from cytodesk.server.slide_files import slide_of
from cytodesk.workspace import images
from cytodesk.workspace.images import StoredImage
from cytodesk.workspace.pixels import Slide, TileGrid, adjusted, encoded, full_scale_of, tile
from cytodesk.workspace.pixels.encoding import PictureFormat


def tile_of_old_reader(serving: Serving, asking: Asking) -> Response:
    """Serve a Zoomify tile without a signature; old readers take nothing but JPEG."""
    token = asking.text("zoomify") or asking.text("fif") or ""
    stored = images.image_of_token(serving.workspace.reading(), token.split("?")[0])
    with slide_of(serving, stored) as slide:
        if "tileIndex" in asking.query:
            z, x, y = _place_of(slide, asking.whole("z") or 0, asking.whole("tileIndex") or 0)
        else:
            z, x, y = (asking.whole(name) or 0 for name in ("z", "x", "y"))
        return _tile(serving, stored, slide, (z, x, y), "jpg")


def tile_by_index(serving: Serving, asking: Asking) -> Response:
    """Serve a tile as newer image servers do: level 0 is the coarsest, tiles counted by rows."""
    db = serving.workspace.reading()
    stored = images.image_of_token(db, str(asking.named["token"]))
    with slide_of(serving, stored) as slide:
        z, x, y = _place_of(slide, int(asking.named["z"]), int(asking.named["index"]))
        return _tile(serving, stored, slide, (z, x, y), format_in(asking))


def _tile(
    serving: Serving,
    stored: StoredImage,
    slide: Slide,
    place: tuple[int, int, int],
    format_: PictureFormat,
) -> Response:
    def drawn() -> bytes:
        whole = slide.stored_tile(*place) if format_ == "jpg" else None
        if whole is not None:
            return whole
        seen = as_taken(tile(slide, *place), stored)
        return encoded(adjusted(seen, full_scale=full_scale_of(slide)), format_)

    name = (stored.path, slide.facts.fingerprint, place, format_)
    return Response(serving.pictures.get(name, drawn), media_type=MEDIA[format_])


def _place_of(slide: Slide, z: int, index: int) -> tuple[int, int, int]:
    """Return level, column and row of the tile with `index`, counted along rows."""
    grid = TileGrid(slide.facts.width, slide.facts.height)
    if not 0 <= z <= grid.zoom:
        raise NotFound("{thing} not found with id : {id}", thing="Tile", id=index)
    columns, _ = grid.tile_count(z)
    return z, index % columns, index // columns


ROUTES = (
    get("/slice/tile", tile_of_old_reader, is_signed=False),
    get("/image/{token}/tile/zoom/{z:int}/ti/{index:int}.{format}", tile_by_index, is_signed=False),
)
