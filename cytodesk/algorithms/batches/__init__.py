"""Many runs from one form: which values each of them gets.

    rows.py      Row: what one run of a batch changes, its values or its problems
    splits.py    one run for each image, or for each term, that was chosen
    tables.py    a CSV, whose columns override parameters -> a Table, and back
    sweeps.py    `threshold=0.1:0.9:0.1` -> its points; two sweeps -> all their pairs

Doors: `rows.rows_of`, `splits.split`, `tables.read_table`, `sweeps.read_sweep` and
`sweeps.swept`. Form and command line come in; the client starts what comes out.
"""
