"""A project as one file, to keep or to give away, and a project out of such a file.

    tables.py     which rows belong to a project, and what stands for their ids: UUIDs
    archive.py    the file: a zip of JSON lines, with its schema number
    export.py     a project of this workspace -> a file
    meant.py      what the ids in the values of a run stand for
    arriving.py   rows of a file -> rows of this workspace, known ones found again
    layers.py     annotations of a file -> annotations of this workspace, by the page
    bringing.py   the files in it, brought and taken back
    importing.py  a file -> a project of this workspace, whole or not at all

It lies in the store and not in the client: only here are rows read in pages beside the one writer,
does a UUID stand beside every id, and is an import one transaction, so that a failed one leaves
nothing. Through Cytomine's own API, which knows neither UUIDs nor the states of ended runs, all
three would have to be imitated. The client has the door that a person uses (client/exchange.py).

No keys are in the file: keys are derived from a secret outside the workspace, and the tokens that
open tiles to old readers are made anew.
"""
