"""Images of projects: rows about files that are referenced, or copied into the workspace."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cytodesk.errors import N_, BadInput
from cytodesk.wire.images import ImageInstance, SliceInstance
from cytodesk.workspace.events import record
from cytodesk.workspace.pixels.facts import SlideFacts
from cytodesk.workspace.refusals import AlreadyThere
from cytodesk.workspace.rows import LISTED, listed, made, one
from cytodesk.workspace.writer import Change

_IMAGES = """
select image.*, image.original_name as filename, image.token as server_path,
  (select count(*) from annotation a where a.image = image.id and a.kind = 'userannotation')
    as annotation_count,
  (select count(*) from annotation a where a.image = image.id and a.kind = 'algoannotation')
    as run_annotation_count,
  (select count(*) from annotation a where a.image = image.id and a.kind = 'reviewedannotation')
    as reviewed_annotation_count
from image
"""
_UNCOUNTED = "select *, original_name as filename, token as server_path from image"
"""For pixels: to count a million annotations takes longer than to cut a tile."""


@dataclass(frozen=True, slots=True)
class StoredImage:
    """An image, its annotations not counted, with what only the station knows of it."""

    image: ImageInstance
    path: Path
    slice: int
    base_slice: int
    fingerprint: str
    token: str
    """Opens the picture's tiles to old readers, which do not sign (contract 3.7)."""


def image(db: sqlite3.Connection, id: int) -> ImageInstance:
    row = db.execute(f"{_IMAGES} where image.id=?", (id,)).fetchone()
    return made(ImageInstance, one(row, "ImageInstance", id))


def stored_image(db: sqlite3.Connection, id: int) -> StoredImage:
    row = db.execute(f"{_UNCOUNTED} where id=?", (id,)).fetchone()
    return _stored(one(row, "ImageInstance", id))


def image_of_base(db: sqlite3.Connection, base: int) -> StoredImage:
    row = db.execute(f"{_UNCOUNTED} where base_image=?", (base,)).fetchone()
    return _stored(one(row, "AbstractImage", base))


def image_of_slice(db: sqlite3.Connection, slice_: int) -> StoredImage:
    row = db.execute(f"{_UNCOUNTED} where slice=?", (slice_,)).fetchone()
    return _stored(one(row, "SliceInstance", slice_))


def image_of_base_slice(db: sqlite3.Connection, base: int) -> StoredImage:
    row = db.execute(f"{_UNCOUNTED} where base_slice=?", (base,)).fetchone()
    return _stored(one(row, "AbstractSlice", base))


def image_of_token(db: sqlite3.Connection, token: str) -> StoredImage:
    row = db.execute(f"{_UNCOUNTED} where token=?", (token,)).fetchone()
    return _stored(one(row, "Image", token))


def images(db: sqlite3.Connection, project: int | None = None) -> list[ImageInstance]:
    rows = db.execute(
        f"{_IMAGES} where ?1 is null or image.project=?1 order by image.id", (project,)
    ).fetchall()
    return [made(ImageInstance, row) for row in rows]


def counted(db: sqlite3.Connection, ids: Iterable[int]) -> list[sqlite3.Row]:
    """Return the rows of these images, with what stands on each; in no order."""
    return db.execute(f"{_IMAGES} where image.id in {LISTED}", (listed(ids),)).fetchall()


@dataclass(frozen=True, slots=True)
class Frame:
    """What an outline needs of its image; to count what stands on it would take too long."""

    id: int
    project: int
    width: int
    height: int


def frame(db: sqlite3.Connection, id: int) -> Frame:
    row = db.execute("select id, project, width, height from image where id=?", (id,)).fetchone()
    return made(Frame, one(row, "ImageInstance", id))


def frame_of_slice(db: sqlite3.Connection, slice_: int) -> Frame:
    sql = "select id, project, width, height from image where slice=?"
    return made(Frame, one(db.execute(sql, (slice_,)).fetchone(), "SliceInstance", slice_))


def slice_of(stored: StoredImage) -> SliceInstance:
    """Return the one slice of a two-dimensional image."""
    return SliceInstance(
        id=stored.slice,
        created=stored.image.created,
        image=stored.image.id,
        project=stored.image.project,
        base_slice=stored.base_slice,
        path=stored.token,
        mime=stored.image.content_type,
    )


def add_image(
    change: Change, project: int, user: int, path: Path, facts: SlideFacts, *, name: str, copy: bool
) -> ImageInstance:
    """Add the file at `path`, whose `facts` were read, to `project`."""
    one(
        change.db.execute("select 1 from project where id=?", (project,)).fetchone(),
        "Project",
        project,
    )
    id_ = change.insert(
        "image",
        base_image=change.new_id(),
        slice=change.new_id(),
        base_slice=change.new_id(),
        project=project,
        user=user,
        name=name,
        original_name=name,
        path=str(path),
        is_copy=int(copy),
        fingerprint=facts.fingerprint,
        token=secrets.token_hex(16),
        content_type=facts.mime,
        width=facts.width,
        height=facts.height,
        channels=1,
        pixel_size_x=facts.pixel_size_x,
        pixel_size_y=facts.pixel_size_y,
        magnification=facts.magnification,
        bit_depth=facts.bit_depth,
        colorspace=facts.colorspace,
        zoom=facts.zoom,
    )
    record(change, "image added", id_, name=name, project=project)
    return image(change.db, id_)


def add_again(change: Change, base: int, project: int, user: int) -> ImageInstance:
    """Add the file of abstract image `base` to one more project; raises AlreadyThere, NotFound."""
    one(
        change.db.execute("select 1 from project where id=?", (project,)).fetchone(),
        "Project",
        project,
    )
    rows = change.db.execute("select * from image where base_image=?", (base,)).fetchall()
    row = one(rows[0] if rows else None, "AbstractImage", base)
    if any(each["project"] == project for each in rows):
        raise AlreadyThere(N_("The image is in project {project} already."), project=project)
    copied = {name: row[name] for name in row.keys() if name not in _OWN}  # noqa: SIM118
    id_ = change.insert(
        "image",
        **copied,
        slice=change.new_id(),
        project=project,
        user=user,
        token=secrets.token_hex(16),
    )
    record(change, "image added", id_, name=row["name"], project=project)
    return image(change.db, id_)


_OWN = (
    *("id", "uuid", "created", "updated", "slice", "project", "user", "token"),
    *("review_start", "review_stop", "review_user"),
)
"""What each image of a file has of its own."""


def change_image(change: Change, id: int, **news: object) -> ImageInstance:
    """Give an image a new `name`, or the pixel size and magnification that it was measured at."""
    image(change.db, id)
    if news:
        change.update("image", id, **news)
        record(change, "image changed", id, changed=sorted(news))
    return image(change.db, id)


def remove_image(change: Change, id: int) -> None:
    gone = image(change.db, id)
    change.delete("image", id)
    record(change, "image removed", id, name=gone.name, project=gone.project)


def review_image(change: Change, id: int, reviewer: int, *, stop: bool) -> ImageInstance:
    """Begin a review of the image, or end it; raises BadInput where somebody else reviews it."""
    row = one(change.db.execute("select * from image where id=?", (id,)).fetchone(), "Image", id)
    if row["review_user"] not in (None, reviewer):
        raise BadInput(N_("Image {id} is being reviewed by somebody else"), id=id)
    if stop and row["review_start"] is None:
        raise BadInput(N_("Image {id} is not being reviewed"), id=id)
    news = (
        {"review_stop": change.now} if stop else {"review_start": change.now, "review_stop": None}
    )
    change.update("image", id, review_user=reviewer, **news)
    return image(change.db, id)


def neighbour(db: sqlite3.Connection, id: int, *, is_next: bool) -> ImageInstance | None:
    """Return the image before or after `id` in its project's list, which is newest first."""
    here = frame(db, id)
    step = "id < ?2 order by id desc" if is_next else "id > ?2 order by id"
    row = db.execute(
        f"select id from image where project=?1 and {step} limit 1", (here.project, id)
    ).fetchone()
    return None if row is None else image(db, row["id"])


def _stored(row: sqlite3.Row) -> StoredImage:
    return StoredImage(
        made(ImageInstance, row),
        Path(row["path"]),
        row["slice"],
        row["base_slice"],
        row["fingerprint"],
        row["token"],
    )
