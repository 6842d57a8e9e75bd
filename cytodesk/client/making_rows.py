"""What a form and what makes many of it come to: the rows of a batch, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.batches.rows import Change, Row, rows_of
from cytodesk.algorithms.batches.tables import Table
from cytodesk.client.connection import Connection
from cytodesk.client.meanings import Looked, Meanings
from cytodesk.wire.projects import Project


def changes_of_table(meanings: Meanings, algorithm: Algorithm, table: Table) -> list[Change]:
    """Return a change for each row of a table; names in it become ids."""
    changes = []
    for place in range(len(table.rows)):
        meant = meanings.meant(algorithm, table.texts(place))
        changes.append(Change(table.label(place), meant.answers, meant.problems))
    return changes


def checked_rows(
    connection: Connection,
    project: Project,
    algorithm: Algorithm,
    common: Mapping[str, object],
    many: Table | Sequence[Change],
    looked: Looked | None = None,
) -> list[Row]:
    """Return a row for each of a table, or for each change, laid over what all have in common.

    `looked` keeps what names of a table mean from one check to the next.
    """
    if isinstance(many, Table):
        many = changes_of_table(Meanings(connection, project, looked), algorithm, many)
    return rows_of(algorithm, common, many)
