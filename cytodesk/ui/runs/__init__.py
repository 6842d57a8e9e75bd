"""Runs: the table of a project's analyses, one analysis with its results, and what goes on now.

analyses.py      AnalysesPage: the live table
analysis.py      AnalysisPage: one of them
activity.py      ActivityStrip: the bottom of the window

book.py          RunBook: the runs of a project, kept up to date
filters.py       Filter: which of them are shown      filter_bar.py    where it is chosen
columns.py       what the table says of a run         signs.py         a state as icon and words
times.py         instants and durations in words
footer.py        counts, selection, how fresh the table is
deleting.py      deleting what runs left: counted, asked, done
"""
