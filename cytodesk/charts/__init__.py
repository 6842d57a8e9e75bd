"""Numbers before pixels: what runs left, as figures that can be set beside each other.

Comes in: `RunResults` (results.py), gathered by `Gathering` (gathering.py, the one module here
that talks to a server) or made by hand.
Doors:

    study(results, names, iou=0.5) -> Study  study.py        everything; `.at(iou)`, `.as_json()`
    compare(results, names) -> Comparison    comparison.py   N runs, the first is the baseline
    read_metrics(results) -> MetricTable     metrics.py      figures of one run
    agreement/                                               where two layers agree, at any IoU
    Drawing                                  drawing.py      a chart as data; others paint it
    drawings/                                                comparison, agreement -> Drawings
    groups_of(comparison)                    groups.py       repeats: equal parameters, or a tag
    as_text(comparison) -> str               tables.py       for a terminal
    comparison_json(comparison)              told.py         for other programs

Behind them:

    provenance.py  where and with what runs were made
    columns.py     the annotations of a run as columns; cache.py keeps those of ended runs on disk
    objects.py     the same by the names under which runs meet
    surfaces.py    outlines (WKT) -> areas, lengths, and what could not be measured
    regions.py     densities in annotated regions
    found.py       numeric columns of the tables that runs left
    rated.py       terms that were given where another was expected
    statistics/    aggregates, tests, agreement of figures
    axes.py        the axes of a chart
    looks.py       how a run is drawn: colour, shape, dash
    labels.py      what terms, images and runs are called where runs meet
    figures.py     what a metric is, and a note
    run_notes.py   what must be known before the figures of one run are believed
    parameters.py  which values differ; nothing that the server filled in, never a key
    sentence.py    a comparison in two lines
    writing.py     figures and names as they are written for people

Missing is `None`, never 0. Pixels² and µm² are never added up.
No Qt here. More than a few hundred objects belong in a worker process: everything that goes in and
comes out can be pickled.
"""
