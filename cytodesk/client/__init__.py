"""Talking to any Cytomine: this computer's station, a hospital's old server, today's.

    connection.py    Connection: one server, its generation found out, typed errors, pages
    keys.py          KeyStore: where the keys of a server come from
    choices.py       what a Domain parameter offers; named_choices.py: names given for ids
    offers.py        the same by pages and by search, for lists of any length
    beginning.py     where a form begins: an algorithm, or an earlier run with its values
    launching.py     launch, follow and cancel runs
    guests.py        run here, save there: runs of another server, carried out by a station
    registering.py   an algorithm of ours, written down at another server
    following.py     a run until its end: its moves and its log
    batches.py       many runs at once; for servers without: batch_journal.py, batch_asking.py
    oddities.py      what looks odd before many runs are started
    presets.py       values under a name: mine, and by project_presets.py the project's
    identities.py    UUIDs of things, by which they map to another place
    meanings.py      names for ids in texts
    making_rows.py   a form and a table, or a sweep -> the rows of a batch
    projects.py      projects with their images and terms: listed, made, added to
    slide_files.py   where the files of images are, and where they went
    counting.py      how many annotations a project has, by term and by author
    installing.py    algorithms: what each needs, installing, removing
    interpreters.py  an interpreter of this computer, and which packages it lacks
    finding.py       an id or a name, typed by a person -> the thing
    run_lists.py     the runs of a project, as rows of a table
    run_details.py   one run with names for ids, and how it ran
    run_care.py      a star on a run, its log, and deleting what it left
    annotations.py   what a run left: annotations and files
    exchange.py      a project as one file, written and read by a station

    errands.py       what a station does for longer than an answer may take
    greeting.py      who answers at an address, and which signature it understands
    paging.py        a list of any length, page by page
    addresses.py     an address as a person types it, and what it leads to
    transport.py     the tamed client class: time limits, certificates, both signatures
    signing.py       the signatures of both generations
    answers.py       an answer of HTTP -> what it says, or the error that it is
    natural.py       the order in which a person expects texts
    guessing.py      what a person would most likely choose, told from names alone
    memory.py        which signature a server understood, kept between two starts
    station_keys.py  the keys of this computer's own station

Everything blocks and belongs into a thread of whoever waits; everything it raises is a
CytoDeskError. The desk, the sample and the command line come in here.
"""
