"""Where the pixels of an image are read from: its file, the file it moved to, or its pyramid."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cytodesk.errors import N_, BadInput, Cancelled, WorkspaceError
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.server.errands import Report
from cytodesk.server.routes import ByRuns, get, post
from cytodesk.server.serving import Serving
from cytodesk.settings import free_bytes
from cytodesk.workspace import images, moved_files
from cytodesk.workspace.images import StoredImage
from cytodesk.workspace.pixels import Slide, open_slide
from cytodesk.workspace.pixels.pyramid import bytes_needed, wants_pyramid, write_pyramid

_LOOKS_AGAIN = 60.0
"""Seconds after which a file that was not found is looked for once more."""
_LEFT_FREE = 2 << 30


@contextmanager
def slide_of(serving: Serving, stored: StoredImage) -> Iterator[Slide]:
    """Lend the open slide of an image. Raises UnreadableImage in words."""
    pyramid = _pyramid_of(serving, stored)
    if pyramid.is_file():
        with serving.slides.slide(pyramid) as slide:
            yield slide
        return
    with serving.slides.slide(path_of(serving, stored)) as slide:
        if wants_pyramid(slide.facts):
            start_pyramid(serving, stored)
        yield slide


def path_of(serving: Serving, stored: StoredImage) -> Path:
    """Return where the file is; one that moved is looked for, once a minute at most."""
    path = stored.path
    if path.is_file() or time.monotonic() < serving.missed.get(stored.fingerprint, 0.0):
        return path
    db = serving.workspace.reading()
    places = moved_files.likely_places(db, path)
    found = moved_files.found_in(places, stored.fingerprint, but_not_in=serving.folder)
    if found is None:
        serving.missed[stored.fingerprint] = time.monotonic() + _LOOKS_AGAIN
        return path
    _lies_at(serving, stored, found)
    return found


def start_pyramid(serving: Serving, stored: StoredImage) -> None:
    """Begin to make the image's pyramid, unless that is being done or cannot be."""
    with serving.making:
        if stored.fingerprint in serving.pyramids:
            return
        path = path_of(serving, stored)

        def work(report: Report) -> Json:
            slide = open_slide(path)
            try:
                if free_bytes(serving.folder) < bytes_needed(slide.facts) + _LEFT_FREE:
                    raise WorkspaceError(
                        N_("There is too little room in {folder} for a pyramid of {file}."),
                        folder=serving.folder,
                        file=path.name,
                    )
                write_pyramid(slide, _pyramid_of(serving, stored), report)
            except OSError as error:
                raise WorkspaceError(
                    N_("A pyramid of {file} could not be written: {reason}."),
                    file=path.name,
                    reason=error.strerror or str(error),
                ) from error
            finally:
                slide.close()
            return {"image": stored.image.id}

        serving.pyramids[stored.fingerprint] = serving.errands.start(work, serving.noted)
        serving.ends.append(serving.pyramids[stored.fingerprint].cancelled.set)


def file_told(serving: Serving, asking: Asking) -> Json:
    """Say where an image's file is, and how far its pyramid is (0 to 1; null: it needs none)."""
    stored = images.stored_image(serving.workspace.reading(), asking.id)
    errand = serving.pyramids.get(stored.fingerprint)
    share = None if errand is None else errand.share
    if _pyramid_of(serving, stored).is_file():
        share = 1.0
    trouble = None if errand is None or errand.trouble is None else errand.trouble
    return {
        "path": str(path_of(serving, stored)),
        "isThere": stored.path.is_file() or path_of(serving, stored).is_file(),
        "pyramid": share,
        "errand": None if errand is None else errand.id,
        "trouble": None
        if trouble is None or isinstance(trouble, Cancelled)
        else trouble.said(asking.words),
    }


def found(serving: Serving, asking: Asking) -> Json:
    """Hear where an image's file is now: a file, or a folder in which to look for it."""
    stored = images.stored_image(serving.workspace.reading(), asking.id)
    told = Path(str(asking.object.get("path") or ""))
    if not told.is_absolute():
        raise BadInput(
            N_("{name} must be a file or folder of this computer: {path}"), name="path", path=told
        )
    name = stored.image.original_name or stored.image.name
    _lies_at(serving, stored, moved_files.the_same_at(told, stored.fingerprint, name))
    return file_told(serving, asking)


def _lies_at(serving: Serving, stored: StoredImage, now: Path) -> None:
    serving.missed.pop(stored.fingerprint, None)
    serving.workspace.write(
        lambda change: moved_files.lies_at(change, stored.fingerprint, stored.path, now)
    )


def _pyramid_of(serving: Serving, stored: StoredImage) -> Path:
    return serving.folder / "pyramids" / f"{stored.fingerprint}.tif"


ROUTES = (
    get("/station/v1/images/{id:int}/file", file_told),
    post("/station/v1/images/{id:int}/file", found, by_runs=ByRuns.NEVER),
)
