"""Runs: the table of a project's analyses, one analysis with its results, and what goes on now.

    analyses.py      AnalysesPage: the live table
    analysis.py      AnalysisPage: one of them
    activity.py      ActivityStrip: the bottom of the window

    book.py          RunBook: the runs of a project, kept up to date
    filters.py       Filter: which of them are shown      filter_bar.py    where it is chosen
    columns.py       what the table says of a run         footer.py        counts, and how fresh
    signs.py         a state as icon and words            times.py         instants and durations
    run_table.py     what its keys do                     run_acts.py      star, end, delete; menu
    table_memory.py  how it was left                      deleting.py      counted, asked, done
    batch_strip.py   batches that go on or failed         batch_line.py    one of them, with retry

    heading.py       one analysis: its head               facts.py         values, and how it ran
    results.py       by term, with files and a picture    figures.py       what is measured for it
    files.py         a file as a tile                     preview.py       a look into one
    overlay.py       a piece of the slide with outlines   trouble.py       what went wrong
    log_lines.py     output as lines with levels          log_following.py while it grows
    report.py        what went wrong, to send on          note.py          a few words on it
    measuring.py     its figures, when they are due       care.py          star, note, end, delete
    saving.py        its files and log, kept elsewhere

    queue_switch.py  whether the queue rests              going_first.py   letting a run go first

A window feeds its `ActivityStrip` with what `AnalysesPage.book` knows, at the book's `changed`.
"""
