"""Runs beside each other: what differs, what came out, how it is distributed, where they agree.

    page.py            ComparePage: what is compared, and what is under way
    chosen.py          which runs, in which order, what of them is hidden
    tabbed.py          the tabs with their sentence; view.py what every tab has

Choosing, keeping, taking away:

    choosing.py start.py adding.py run_list.py     by search, with ticks
    keeping.py saving.py                           under a name, and opened again
    title_row.py chip_flow.py run_chips.py         pinned, dragged, hidden, removed
    going.py context.py                            where a click leads, seen closer
    taking.py table_taking.py writing.py           charts, tables and the whole

The tabs:

    parameters.py results.py      lines.py -> difference.py (difference_columns.py, pinned.py)
                                  changes.py: by how much a run differs from the baseline
    distributions.py relations.py charts.py: cards of charts
    agreement.py                  matching_table.py, disagreeing.py (crops.py), iou.py
    slide.py

Numbers are made in another process (questions.py asks it), so that the window never stands still:

    study.py             fetch through charts/gathering.py, compare, draw. No Qt
    agreement_study.py   match, count; crop_study.py finds who disagrees. No Qt
    sparks.py            figures by image, small enough for a cell. No Qt
"""
