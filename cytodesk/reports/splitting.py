"""A table of many runs as several that each fit on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from cytodesk.reports.blocks import Table


def parts_of(table: Table, fits: Callable[[Table], bool]) -> Iterator[Table]:
    """Yield `table`, or parts with its first column, its baseline and as many runs as fit.

    At least one run stands beside the baseline, whether it fits or not. The caption goes last.
    """
    runs = (len(table.header) - 1) // table.per_run if table.per_run else 0
    if not runs or fits(table):
        yield table
        return
    block = [0]
    for run in range(1, runs):
        if len(block) > 1 and not fits(_with(table, [*block, run])):
            yield replace(_with(table, block), caption="")
            block = [0]
        block.append(run)
    yield _with(table, block)


def _with(table: Table, runs: Sequence[int]) -> Table:
    per_run = table.per_run
    kept = [0, *(1 + run * per_run + part for run in runs for part in range(per_run))]
    return replace(
        table,
        header=tuple(table.header[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
    )
