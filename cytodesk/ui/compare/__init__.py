"""Runs beside each other: what differs, what came out, how it is distributed, where they agree.

    page.py            ComparePage: the runs in the title row, the tabs, what is under way
    run_chips.py       one run in the title row: its mark, pinned as the baseline or removable
    adding.py          a searchable list of the runs that could be compared too
    difference.py      the table 'What differs': a value and a change for each run
    lines.py           its lines, from a Comparison
    charts.py          cards of charts, and taking them away
    parameters.py results.py distributions.py relations.py agreement.py slide.py      the tabs

Numbers are made in another process (ui/worker.py), so that the window never stands still:

    study.py             fetch through charts/gathering.py, compare, draw. No Qt
    agreement_study.py   match, count, find who disagrees. No Qt
"""
