"""Lists of a project's images: filtered, sorted and cut to a page by the database.

A million images are walked along an index: by offset from whichever end is nearer, behind a known
image at once. A search of three letters or more goes to the trigrams; where many match, it walks
along the order instead, for a page of them is near. One of fewer letters looks at each name.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from cytodesk.wire.images import ImageInstance
from cytodesk.wire.sort_keys import folded, sort_key
from cytodesk.workspace.conditions import Filter, condition
from cytodesk.workspace.image_columns import COLUMNS
from cytodesk.workspace.images import counted
from cytodesk.workspace.rows import made

_INDEXED = {
    "instanceFilename": (("image.sort_key", "image.words"), "image_order"),
    "created": (("image.created",), "image_created"),
    "id": ((), "image_project"),
}
"""What is walked along an index: its keys, before the id, and its name."""
_FEW = 2000
"""Up to so many matches are looked up and sorted; of more, a page is found along the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesWanted:
    """Which images of a project are asked for. `most` 0 asks for all."""

    project: int
    filters: tuple[Filter, ...] = ()
    sort: str = "id"
    is_descending: bool = False
    most: int = 0
    offset: int = 0
    after: int | None = None
    """Begin behind this image, in place of an offset."""


def images(db: sqlite3.Connection, wanted: ImagesWanted) -> tuple[list[ImageInstance], int]:
    """Return the page of images that is `wanted`, and how many there are in all."""
    search = _Search.of(db, wanted)
    ids = search.page()
    found = {each.id: each for each in (made(ImageInstance, row) for row in counted(db, ids))}
    return [found[id] for id in ids], search.total(ids)


@dataclass(frozen=True, slots=True)
class _Search:
    """A search of names, and whatever else is asked of the images."""

    db: sqlite3.Connection
    wanted: ImagesWanted
    words: tuple[str, ...]
    where: str
    values: tuple[object, ...]
    """Conditions that no index knows."""
    matches: int | None
    """How many images of all projects have the words; None where no trigram can tell."""

    @classmethod
    def of(cls, db: sqlite3.Connection, wanted: ImagesWanted) -> _Search:
        words: list[str] = []
        parts: list[str] = []
        values: list[object] = []
        for asked in wanted.filters:
            if asked.field == "instanceFilename" and asked.operator == "ilike":
                parted = folded(asked.value).replace("%", "*").split("*")
                words += [each for each in parted if each]
            elif asked.field in COLUMNS:
                sql, more = condition(COLUMNS[asked.field], asked)
                parts.append(f"and {sql}")
                values += more
        if wanted.sort not in COLUMNS:
            wanted = replace(wanted, sort="id")
        return cls(db, wanted, tuple(words), " ".join(parts), tuple(values), _matches(db, words))

    def page(self) -> list[int]:
        if self.matches is not None and self.matches <= _FEW:
            return self._of_few()
        if not self.words and not self.where and self.wanted.after is None:
            return self._by_offset()
        return self._along()

    def total(self, page: list[int]) -> int:
        """Return how many there are in all, of which `page` is known."""
        wanted = self.wanted
        is_placed = wanted.after is None and bool(page or not wanted.offset)
        if is_placed and (not wanted.most or len(page) < wanted.most):
            return wanted.offset + len(page)
        return self._counted()

    def _counted(self) -> int:
        if not self.words and not self.where:
            return _size(self.db, self.wanted.project)
        if self.matches is not None and self.matches > _FEW and self._is_told_by_trigrams():
            return self.matches - self._matches_elsewhere()
        where, values = self._conditions()
        return _number(self.db, f"select count(*) from image {where}", values)

    def _is_told_by_trigrams(self) -> bool:
        return not self.where and all(len(word) >= _TRIGRAM for word in self.words)

    def _of_few(self) -> list[int]:
        where, values = self._conditions()
        return self._ids(f"select id from image {where} order by {self._order()}", values)

    def _by_offset(self) -> list[int]:
        """Walk from the nearer end: half a million entries of an index take 15 ms."""
        size, wanted = _size(self.db, self.wanted.project), self.wanted
        from_end = size - wanted.offset - wanted.most
        if not wanted.most or from_end >= wanted.offset or wanted.sort not in _INDEXED:
            sql = f"select id from image {self._index()} where project=? order by {self._order()}"
            return self._ids(sql, (wanted.project,))
        turned = replace(
            wanted,
            is_descending=not wanted.is_descending,
            offset=max(from_end, 0),
            most=min(wanted.most, size - wanted.offset),
        )
        other = replace(self, wanted=turned)
        sql = f"select id from image {self._index()} where project=? order by {other._order()}"
        return other._ids(sql, (wanted.project,))[::-1] if turned.most > 0 else []

    def _along(self) -> list[int]:
        """Walk along the order until a page is full, from the first name that can match."""
        where, values = self._conditions(by_words=False)
        if start := self._start():
            where, values = f"{where} and {start[0]}", (*values, *start[1])
        if (after := self.wanted.after) is not None:
            sign = "<" if self.wanted.is_descending else ">"
            keys = ", ".join((*self._keys(), "image.id"))
            kept = f"(select {keys} from image where id=?)"
            where, values = f"{where} and ({keys}) {sign} {kept}", (*values, after)
        sql = f"select id from image {self._index()} {where} order by {self._order()}"
        return self._ids(sql, values)

    def _start(self) -> tuple[str, tuple[object, ...]] | None:
        """Return the part of the order in which all matches lie, if all begin with the word."""
        if len(self.words) != 1 or self.wanted.sort != "instanceFilename" or self.matches is None:
            return None
        ranges = _beginnings(self.words[0])
        part = "image.sort_key >= ? and image.sort_key < ?"
        sql = f"select count(*) from image indexed by image_order where project=? and {part}"
        begins = sum(_number(self.db, sql, (self.wanted.project, *each)) for each in ranges)
        return (part, (ranges[0][0], ranges[-1][1])) if begins == self._counted() else None

    def _conditions(self, *, by_words: bool = True) -> tuple[str, tuple[object, ...]]:
        """Return the conditions; trigrams first, for whoever has them is found by its id."""
        if not by_words or self.matches is None or self.matches > _FEW:
            where, values = f"where image.project=? {self.where}", self.values
        else:
            found = "select rowid from image_words where image_words match ?"
            where = f"where image.id in ({found}) and +image.project=? {self.where}"
            return _with_words(where, self._short_words()), (
                _query(self.words),
                self.wanted.project,
                *self.values,
                *map(_asked, self._short_words()),
            )
        asked = (self.wanted.project, *values, *map(_asked, self.words))
        return _with_words(where, self.words), asked

    def _short_words(self) -> tuple[str, ...]:
        return tuple(word for word in self.words if len(word) < _TRIGRAM)

    def _matches_elsewhere(self) -> int:
        """Count what matches in other projects, of which the trigrams know nothing."""
        others = "select project from image_count where project<>?"
        where = _with_words(f"where image.project in ({others})", self.words)
        values = (self.wanted.project, *map(_asked, self.words))
        return _number(self.db, f"select count(*) from image {where}", values)

    def _keys(self) -> tuple[str, ...]:
        sort = self.wanted.sort
        return _INDEXED[sort][0] if sort in _INDEXED else (COLUMNS[sort].sorting,)

    def _index(self) -> str:
        sort = self.wanted.sort
        return f"indexed by {_INDEXED[sort][1]}" if sort in _INDEXED else ""

    def _order(self) -> str:
        direction = "desc" if self.wanted.is_descending else "asc"
        keys = self._keys()
        nothing_last = [] if self.wanted.sort in _INDEXED else [f"{keys[0]} is null"]
        ordered = [f"{key} {direction}" for key in (*keys, "image.id")]
        return ", ".join([*nothing_last, *ordered])

    def _ids(self, sql: str, values: tuple[object, ...]) -> list[int]:
        offset = 0 if self.wanted.after is not None else self.wanted.offset
        window = (self.wanted.most or -1, offset)
        rows = self.db.execute(f"{sql} limit ? offset ?", (*values, *window)).fetchall()
        return [row[0] for row in rows]


_TRIGRAM = 3
_LONGEST_NUMBER = 12


def _with_words(where: str, words: tuple[str, ...]) -> str:
    """No trigram knows a word of one or two letters: `glob` looks a third faster for it."""
    parts = {True: " and image.words glob ?", False: " and instr(image.words, ?)"}
    return where + "".join(parts[len(word) < _TRIGRAM] for word in words)


def _asked(word: str) -> str:
    """Return what stands for a word in a condition of `_with_words`."""
    if len(word) >= _TRIGRAM:
        return word
    return "*" + "".join(f"[{sign}]" if sign in "*?[" else sign for sign in word) + "*"


def _beginnings(word: str) -> list[tuple[str, str]]:
    """Return between which sort keys names lie that begin with `word`, as `ki6` and `ki67` do."""
    letters = word.rstrip("0123456789")
    digits = word[len(letters) :]
    if not digits:
        starts = [sort_key(word)]
    else:
        longer = range(len(digits), _LONGEST_NUMBER + 1)
        starts = [f"{sort_key(letters)}{length:04d}{digits}" for length in longer]
    return [(start, start + "\U0010ffff") for start in starts]


def _matches(db: sqlite3.Connection, words: list[str]) -> int | None:
    if not any(len(word) >= _TRIGRAM for word in words):
        return None
    sql = "select count(*) from image_words where image_words match ?"
    return _number(db, sql, (_query(words),))


def _query(words: list[str] | tuple[str, ...]) -> str:
    quoted = (word.replace('"', '""') for word in words if len(word) >= _TRIGRAM)
    return " AND ".join(f'"{word}"' for word in quoted)


def _size(db: sqlite3.Connection, project: int) -> int:
    sql = "select coalesce(sum(number), 0) from image_count where project=?"
    return _number(db, sql, (project,))


def _number(db: sqlite3.Connection, sql: str, values: tuple[object, ...]) -> int:
    return int(db.execute(sql, values).fetchone()[0])
