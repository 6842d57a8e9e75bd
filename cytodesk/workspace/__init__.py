"""The station's store: one SQLite file with one writer, and the files that belong to its rows.

    store.py        Workspace: opening, reading; writer.py  Change, and who alone writes, in groups
    chores.py       what the writer does while nothing is to be written
    migrations/     numbered steps of the schema; a copy is kept before each upgrade
    backups.py      copies, daily and before upgrades; restoring.py  going back to one
    examining.py    whether all is there; silence.py  since when nobody was heard of
    refusals.py     what the database refuses, and what its disk does, in words
    files.py        files first (write, fsync, rename), the row after; orphans swept at open
    events.py       what happened, append-only
    conditions.py   `field[operator]=value` filters as SQL; image_columns.py  those of images
    depth.py        outlines that GEOS would crash of
    homes.py        in which project something stands; allowances.py  what programs may see
    people projects images algorithms links notes tags reviews templates totals retrieval
    annotation_store annotation_query annotation_terms annotation_counts
    runs run_keys run_lists run_values run_files batches batch_ends identities guests warnings
    unknown_requests
                    one subject each: functions that read a connection or make a Change
    pixels/         reading slides

`server/` and `runs/` come in; a function that takes a `Connection` reads, one that takes a
`Change` writes and is only called inside `Workspace.write`.
"""
