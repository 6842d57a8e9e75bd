"""What stands in a report, in order; paper and web lay it out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from cytodesk.charts.comparison import ComparedRun, Comparison
from cytodesk.charts.results import LayerKind
from cytodesk.charts.study import Study
from cytodesk.charts.tables import STATES
from cytodesk.charts.writing import MISSING
from cytodesk.errors import N_
from cytodesk.reports.agreement_blocks import agreement_blocks
from cytodesk.reports.blocks import Block, Heading, Paragraph, Speech, Table
from cytodesk.reports.methods import NOT_FOR_DIAGNOSIS, methods_paragraph
from cytodesk.reports.result_blocks import result_blocks

_MOST_SENTENCES = 12
"""Of more agreements the table of scores says the same."""


def contents_of(study: Study, translate: Callable[[str], str], version: str) -> Iterator[Block]:
    """Yield the blocks of the report, every sentence in the language of `translate`."""
    comparison, said = study.comparison, Speech(translate)
    yield Heading(said(N_("Comparison of analyses")), 1)
    yield Paragraph(comparison.plain_sentence(said))
    if len(study.agreements) <= _MOST_SENTENCES:
        for agreement in study.agreements:
            yield Paragraph(agreement.sentence().said(said))
    yield Paragraph(said(NOT_FOR_DIAGNOSIS), is_soft=True)
    yield Heading(said(N_("Notes, and what was left out")))
    yield from _left_out(study, said)
    yield Heading(said(N_("Analyses")))
    yield _runs(comparison, said)
    yield Heading(said(N_("Parameters that differ")))
    yield from _parameters(comparison, said)
    yield Heading(said(N_("Results")))
    yield from result_blocks(comparison, said)
    if study.agreements:
        yield Heading(said(N_("Agreement")))
        yield from agreement_blocks(study, said)
    yield Heading(said(N_("Methods")))
    yield Paragraph(methods_paragraph(study, said, version))


def _runs(comparison: Comparison, said: Speech) -> Table:
    titles = (
        N_("Analysis"),
        N_("Id"),
        N_("Algorithm"),
        N_("Version"),
        N_("State"),
        N_("Created (UTC)"),
        N_("Duration (s)"),
        N_("Descriptor"),
    )
    rows = tuple(_run_row(run, said) for run in comparison.runs)
    return Table(tuple(map(said, titles)), rows, words=(0, 2, 3, 4, 5, 7))


def _run_row(run: ComparedRun, said: Speech) -> tuple[str, ...]:
    created = MISSING
    if run.created is not None:
        instant = datetime.datetime.fromtimestamp(run.created / 1000, datetime.UTC)
        created = instant.strftime("%Y-%m-%d %H:%M")
    return (
        run.name,
        str(run.id) if run.kind is LayerKind.RUN else MISSING,
        run.algorithm or MISSING,
        run.environment.version or MISSING,
        said(STATES[run.state]),
        created,
        said.number(run.duration),
        run.environment.descriptor_hash[:12] or MISSING,
    )


def _parameters(comparison: Comparison, said: Speech) -> Iterator[Block]:
    differing = [row for row in comparison.parameters if row.differs]
    equal = len(comparison.parameters) - len(differing)
    if differing:
        rows = tuple(
            (row.human_name, *(MISSING if v is None else v.shown or '""' for v in row.values))
            for row in differing
        )
        header = (said(N_("Parameter")), *(run.name for run in comparison.runs))
        yield Table(header, rows, per_run=1)
    else:
        yield Paragraph(said(N_("No parameter differs.")))
    yield Paragraph(said(N_("Equal in all analyses: {count}.")).format(count=equal), True)


def _left_out(study: Study, said: Speech) -> Iterator[Block]:
    notes = dict.fromkeys(note.said(said) for note in study.comparison.notes)
    for agreement in study.agreements:
        other = agreement.prepared.other.name
        notes |= dict.fromkeys(f"{other}: {n.said(said)}" for n in agreement.prepared.notes)
    if not notes:
        yield Paragraph(said(N_("Nothing was left out.")))
    yield from (Paragraph(note) for note in notes)
