"""The R-tree of where annotations lie: filled behind the writer's back, asked for windows.

A box is one image thick: the tree packs by volume, and 20 times worse where there is none.
A row of its own for each annotation, at once, would take three times as long as the annotation in
chunks of 15; a thousand at a time cost next to nothing. What came in last is looked at one by one
until its turn has come, so that an answer never depends on it. The tree keeps 32-bit numbers that
enclose what they stand for: whoever asks looks at the annotation itself too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from cytodesk.workspace.rows import LISTED, listed

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in pixels of full resolution."""

_AT_ONCE = 1000
_FILLED = "coalesce((select max(rowid) from annotation_box_rowid), 0)"
"""The last annotation in the tree: ids only grow, and the tree is filled in their order."""
_WAITING = f"select 1 from annotation where id > {_FILLED} limit 1"
_FILL = f"""
insert into annotation_box
  select id, image, image + 1, min_x, max_x, min_y, max_y from annotation
  where id > {_FILLED} order by id limit {_AT_ONCE}
"""


def fill(db: sqlite3.Connection) -> bool:
    """Put the next annotations into the tree, in a transaction; return whether more may wait."""
    if db.execute(_WAITING).fetchone() is None:
        return False
    db.execute("begin immediate")
    try:
        filled = db.execute(_FILL).rowcount
        db.execute("commit")
    except BaseException:
        db.execute("rollback")
        raise
    return filled == _AT_ONCE


def within(box: Box, images: Sequence[int]) -> tuple[str, list[object]]:
    """Return a select of the ids of annotations whose boxes touch `box`, and its values.

    `images`, where there are some, are those on which to look. It finds all that are wanted, and
    perhaps a few more.
    """
    left, bottom, right, top = box
    touches = "max_x >= ? and max_y >= ? and min_x <= ? and min_y <= ?"
    seen: list[object] = [left, bottom, right, top]
    on_tree, on_new = "", ""
    of_images: list[object] = []
    if images:
        on_tree = "and high_image > ? and low_image <= ?"
        on_new = f"and +image in {LISTED}"  # not by an index: what is new are few
        of_images = [min(images), max(images)]
    sql = (
        f"select id from annotation_box where {touches} {on_tree}"
        f" union all select id from annotation where id > {_FILLED} and {touches} {on_new}"
    )
    return sql, [*seen, *of_images, *seen, *([listed(images)] if images else [])]
