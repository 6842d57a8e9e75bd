"""A table of runs: a row for each, columns that override parameters; read from CSV and written."""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.batches.rows import refuse_too_many
from cytodesk.errors import N_, BadInput, Problem

_SEPARATORS = ",;\t|"
_NONE = "\x1f"
"""Separates nothing: a table of one column may hold decimal commas."""
_HINT = re.compile(r"sep=(.)\r?\n")
"""A first line in which some programs tell a spreadsheet what separates."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """Texts as a person wrote them. Each row has a cell for each column; "" changes nothing."""

    columns: tuple[str, ...] = ()
    """Ids of parameters."""
    rows: tuple[tuple[str, ...], ...] = ()

    def with_cell(self, row: int, column: int, text: str) -> Table:
        cells = list(self.rows[row])
        cells[column] = text
        return replace(self, rows=(*self.rows[:row], tuple(cells), *self.rows[row + 1 :]))

    def with_rows(self, more: int = 1) -> Table:
        """Return the table with empty rows at its end."""
        empty = ("",) * len(self.columns)
        refuse_too_many(len(self.rows) + more)
        return replace(self, rows=(*self.rows, *(empty for _ in range(more))))

    def without_rows(self, gone: Sequence[int]) -> Table:
        kept = (row for place, row in enumerate(self.rows) if place not in set(gone))
        return replace(self, rows=tuple(kept))

    def with_columns(self, columns: Sequence[str]) -> Table:
        """Return the table with these columns: new ones are empty, those left out are gone."""
        places = {column: place for place, column in enumerate(self.columns)}
        rows = (
            tuple(row[places[each]] if each in places else "" for each in columns)
            for row in self.rows
        )
        return Table(tuple(columns), tuple(rows))

    def texts(self, row: int) -> dict[str, str]:
        """Return what a row changes, by parameter id."""
        cells = zip(self.columns, self.rows[row], strict=True)
        return {column: text for column, text in cells if text.strip()}

    def label(self, row: int) -> str:
        """Return what tells a row from others: its first cells."""
        said = [text.strip() for text in self.rows[row] if text.strip()]
        return ", ".join(said[:3])


@dataclass(frozen=True, slots=True)
class ReadTable:
    table: Table
    problems: tuple[Problem, ...] = ()
    """Columns that are nobody's and were left out, lines with too many cells."""
    lines: tuple[int, ...] = ()
    """The line of the file at which each row begins."""


def read_table(content: bytes | str, algorithm: Algorithm) -> ReadTable:
    """Return the table that a CSV holds; its first line names parameters, by id or by name.

    Commas, semicolons and tabs separate; quotes hold what has such a sign in it. Empty lines are
    passed over. Raises BadInput where there is no line at all, or none of the columns is known.
    """
    text = content if isinstance(content, str) else _decoded(content)
    lines = [
        (number, cells) for number, cells in _lines(text) if any(cell.strip() for cell in cells)
    ]
    if not lines:
        raise BadInput(N_("The table is empty: its first line names parameters."))
    (_, titles), *body = lines
    refuse_too_many(len(body))
    places, problems = _columns(titles, algorithm)
    if not places:
        raise BadInput(
            N_("No column of the table is a parameter of {algorithm}. Those are: {names}."),
            algorithm=algorithm.name,
            names=", ".join(each.id for each in algorithm.asked) or "-",
        )
    for number, cells in body:
        if any(cell.strip() for cell in cells[len(titles) :]):
            template = N_("Line {line} has more cells than there are columns.")
            problems.append(Problem(template, {"line": number}, line=number, rule="long-line"))
    rows = (
        tuple(cells[place] if place < len(cells) else "" for place in places.values())
        for _, cells in body
    )
    numbers = tuple(number for number, _ in body)
    return ReadTable(Table(tuple(places), tuple(rows)), tuple(problems), numbers)


def table_in(path: Path, algorithm: Algorithm) -> ReadTable:
    """Return the table in a file. Raises BadInput in words."""
    try:
        return read_table(path.read_bytes(), algorithm)
    except OSError as reason:
        template = N_("{path} cannot be read: {reason}.")
        raise BadInput(template, path=path, reason=reason) from reason


def written(table: Table) -> str:
    """Return the table as CSV, with commas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(row if any(row) else [" ", *row[1:]])
    return out.getvalue()


def _decoded(content: bytes) -> str:
    """Return the text, in UTF-8 or as spreadsheets of western Windows write it."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(marked)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Return the cells of each row, with the line at which it begins."""
    hint = _HINT.match(text)
    text = text[hint.end() :] if hint else text
    separator = hint[1] if hint else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 1 if hint else 0
    found: list[tuple[int, list[str]]] = []
    begins = before + 1
    try:
        while (cells := next(reader, None)) is not None:
            found.append((begins, cells))
            begins = before + reader.line_num + 1
    except csv.Error as error:
        template = N_("Line {line} of the table cannot be read: {reason}.")
        raise BadInput(template, line=before + reader.line_num, reason=error) from error
    return found


def _separator(text: str) -> str:
    """Return the sign that separates the titles: the one that stands most often outside quotes,
    or one that separates nothing where there is one title."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    sign = max(_SEPARATORS, key=lambda sign: (outside.count(sign), -_SEPARATORS.index(sign)))
    return sign if sign in outside else _NONE


def _columns(titles: Sequence[str], algorithm: Algorithm) -> tuple[dict[str, int], list[Problem]]:
    """Return where each known parameter stands, and what is wrong with the other titles."""
    by_title = {each.name.casefold(): each.id for each in reversed(algorithm.asked)}
    by_title |= {each.id.casefold(): each.id for each in reversed(algorithm.asked)}
    places: dict[str, int] = {}
    problems: list[Problem] = []
    for place, title in enumerate(titles):
        id = by_title.get(title.strip().casefold())
        if id is not None and id not in places:
            places[id] = place
        elif id is not None:
            template = N_("Column {title} stands there twice; the first one counts.")
            problems.append(Problem(template, {"title": title.strip()}, rule="twice"))
        elif title.strip():
            problems.append(_unknown(title.strip(), by_title))
    return places, problems


def _unknown(title: str, by_title: dict[str, str]) -> Problem:
    near = difflib.get_close_matches(title.casefold(), by_title, n=1)
    if near:
        return Problem(
            N_("Column {title} is no parameter. Did you mean {nearest}?"),
            {"title": title, "nearest": by_title[near[0]]},
            rule="unknown-column",
        )
    return Problem(N_("Column {title} is no parameter."), {"title": title}, rule="unknown-column")
