"""Tables that a run left: CSV, TSV and JSON files, and properties; their numeric columns.

A table may be wide (a column per figure, a row per image, object or run) or long (a column that
names the figure, one that holds its value). The column that names images is found by its name or
by its values; rows of an image's id or name belong to it.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 64 * 1024 * 1024
"""A larger file is not read for figures: said, not waited for."""
_IMAGE_WORDS = ("image", "imageid", "idimage", "imagename", "imageinstance", "filename", "file",
                "slide", "slideid", "slidename", "name", "id")  # fmt: skip
_NAME_WORDS = ("metric", "measure", "measurement", "feature", "variable", "name", "key", "quantity")
_VALUE_WORDS = ("value", "result", "score", "figure")
_UNIT = re.compile(r"^(?P<name>.*?)\s*[\[(](?P<unit>[^\[\]()]{1,12})[\])]\s*$")
_NUMBER = re.compile(r"^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?$")
_MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "–", "inf", "-inf"}


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """Values of one figure; `images` says per value which image it is of (None: of the run).

    Several values of one image are of its objects. `missing` cells held no number.
    """

    name: str
    unit: str
    values: tuple[float, ...]
    images: tuple[str | None, ...]
    missing: int = 0


@dataclass(frozen=True, slots=True)
class FoundTable:
    """`source` is the file's name, or `property`."""

    source: str
    columns: tuple[FoundColumn, ...]


def read_table(source: str, content: bytes, images: Mapping[str, str]) -> FoundTable:
    """Return the numeric columns of a file; of one that is no table, none.

    `images` maps what may stand for an image (its id as text, its name in lower case) to its name.
    """
    text = content.decode("utf-8-sig", errors="replace")
    suffix = source.lower().rpartition(".")[2]
    rows = _json_rows(text) if suffix == "json" else _text_rows(text, suffix)
    return FoundTable(source, tuple(_columns(rows, images)))


def of_properties(properties: Sequence[tuple[str, str, str | None]]) -> FoundTable:
    """Return the numeric properties; each is (key, value, name of the image or None)."""
    by_key: dict[str, list[tuple[float | None, str | None]]] = defaultdict(list)
    for key, value, image in properties:
        by_key[key].append((number_in(value), image))
    columns = (_column(key, cells) for key, cells in by_key.items())
    return FoundTable("property", tuple(column for column in columns if column))


def number_in(text: object) -> float | None:
    """Return the number in a cell; decimal comma and point both read; None where there is none."""
    if isinstance(text, bool) or text is None:
        return None
    if isinstance(text, int | float):
        return float(text) if math.isfinite(text) else None
    bare = str(text).strip()
    if not _NUMBER.match(bare):
        return None
    value = float(bare.replace(",", "."))
    return value if math.isfinite(value) else None


Row = Mapping[str, object]


def _text_rows(text: str, suffix: str) -> list[Row]:
    first = text.split("\n", 1)[0]
    delimiter = "\t" if suffix == "tsv" else max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []
    header = [name.strip() for name in lines[0]] if lines else []
    if not header or all(number_in(name) is not None for name in header):
        return []
    rows = (line for line in lines[1:] if any(map(str.strip, line)))
    return [dict(zip(header, line, strict=False)) for line in rows]


def _json_rows(text: str) -> list[Row]:
    """Return the objects of a list or of an object of lists, or figures as one row."""
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if isinstance(found, list):
        return [_flat(row) for row in found if isinstance(row, dict)]
    if not isinstance(found, dict):
        return []
    lists = [value for value in found.values() if isinstance(value, list)]
    for rows in lists:
        if rows and all(isinstance(row, dict) for row in rows):
            return [_flat(row) for row in rows]
    columns = {key: value for key, value in found.items() if isinstance(value, list)}
    if columns and len({len(column) for column in columns.values()}) == 1:
        lengths = len(next(iter(columns.values())))
        return [{key: column[row] for key, column in columns.items()} for row in range(lengths)]
    inner = {key: value for key, value in found.items() if isinstance(value, dict)}
    if inner and len(inner) == len(found) and all(_has_figures(row) for row in inner.values()):
        return [{"image": key, **_flat(row)} for key, row in inner.items()]
    return [_flat(found)]


def _has_figures(row: Mapping[str, object]) -> bool:
    return any(number_in(value) is not None for value in row.values())


def _flat(row: Mapping[str, Any], before: str = "") -> Row:
    flat: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{before}{key}."))
        elif not isinstance(value, list):
            flat[f"{before}{key}"] = value
    return flat


def _columns(rows: Sequence[Row], images: Mapping[str, str]) -> Iterator[FoundColumn]:
    if not rows:
        return
    header = list(dict.fromkeys(name for row in rows for name in row))
    image = _image_column(rows, header, images)
    of = [_image_of(row, image, images) for row in rows]
    name, value = _long(rows, header, image)
    if name and value:
        yield from _long_columns(rows, of, name, value)
        return
    for each in header:
        if each != image and not _is_an_id(each):
            cells = [(number_in(row.get(each)), whose) for row, whose in zip(rows, of, strict=True)]
            texts = {str(row.get(each, "")).strip().lower() for row in rows}
            has_words = any(number_in(text) is None for text in texts - _MISSING)
            column = None if has_words else _column(each, cells)
            if column:
                yield column


def _column(name: str, cells: Sequence[tuple[float | None, str | None]]) -> FoundColumn | None:
    known = [(value, image) for value, image in cells if value is not None]
    if not known:
        return None
    unit = _UNIT.match(name)
    return FoundColumn(
        name=unit["name"] if unit and unit["name"] else name,
        unit=unit["unit"] if unit and unit["name"] else "",
        values=tuple(value for value, _ in known),
        images=tuple(image for _, image in known),
        missing=len(cells) - len(known),
    )


def _long_columns(
    rows: Sequence[Row], of: Sequence[str | None], name: str, value: str
) -> Iterator[FoundColumn]:
    by_name: dict[str, list[tuple[float | None, str | None]]] = defaultdict(list)
    for row, whose in zip(rows, of, strict=True):
        by_name[str(row.get(name, "")).strip()].append((number_in(row.get(value)), whose))
    for each, cells in by_name.items():
        column = _column(each, cells) if each else None
        if column:
            yield column


def _bare(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _is_an_id(name: str) -> bool:
    bare = _bare(name)
    return bare in {"", "id", "index", "unnamed0"} or name.lower().endswith(("_id", " id"))


def _image_column(
    rows: Sequence[Row], header: Sequence[str], images: Mapping[str, str]
) -> str | None:
    """Return the column whose cells name images: every one, under a name that may mean it."""
    for each in sorted(header, key=lambda name: _bare(name) not in _IMAGE_WORDS):
        cells = [str(row.get(each, "")).strip().lower() for row in rows]
        if any(cells) and all(cell in images for cell in cells if cell):
            is_number = all(number_in(cell) is not None for cell in cells if cell)
            if not is_number or _bare(each) in _IMAGE_WORDS:
                return each
    return None


def _image_of(row: Row, column: str | None, images: Mapping[str, str]) -> str | None:
    return images.get(str(row.get(column, "")).strip().lower()) if column else None


def _long(
    rows: Sequence[Row], header: Sequence[str], image: str | None
) -> tuple[str | None, str | None]:
    """Return the columns of names and of values if the table is long."""
    rest = [each for each in header if each != image]
    name = next((each for each in rest if _bare(each) in _NAME_WORDS), None)
    value = next((each for each in rest if _bare(each) in _VALUE_WORDS), None)
    if not name or not value:
        return None, None
    names = [str(row.get(name, "")) for row in rows]
    return (name, value) if all(number_in(each) is None for each in names) else (None, None)
