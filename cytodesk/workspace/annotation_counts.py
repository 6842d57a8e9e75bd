"""How many annotations there are, by image, term, author or kind, without reading them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from cytodesk.workspace.annotation_query import Wanted, found_by_geometry, where_of

_KEYS = {"image": "a.image", "user": "a.user", "kind": "a.kind", "term": "t.term"}
KEYS = tuple(_KEYS)


def count(db: sqlite3.Connection, wanted: Wanted) -> int:
    where, values = where_of(found_by_geometry(db, wanted))
    return int(db.execute(f"select count(*) from annotation a {where}", values).fetchone()[0])


def counts(
    db: sqlite3.Connection, wanted: Wanted, by: Sequence[str]
) -> list[dict[str, int | str | None]]:
    """Return a count for each combination of `by` (of KEYS) that there is.

    By term, an annotation counts once for each of its terms, and for None if it has none.
    """
    where, values = where_of(found_by_geometry(db, wanted))
    keys = [_KEYS[name] for name in by]
    terms = "left join annotation_term t on t.annotation = a.id" if "term" in by else ""
    each = "distinct a.id" if "term" in by else "*"
    named = "".join(f'{key} as "{name}", ' for name, key in zip(by, keys, strict=True))
    grouped = f"group by {', '.join(keys)} order by {', '.join(keys)}" if keys else ""
    rows = db.execute(
        f"select {named}count({each}) as count from annotation a {terms} {where} {grouped}", values
    ).fetchall()
    return [dict(row) for row in rows]
