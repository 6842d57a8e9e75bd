"""Numbers before pixels: what runs left, as figures that can be set beside each other.

Comes in: `RunResults` (results.py), gathered by whoever can reach the place of a run.
Doors:

    read_metrics(results) -> MetricTable     metrics.py      figures of one run
    compare(runs, names) -> Comparison       comparison.py   N runs, the first is the baseline
    as_text(comparison) -> str               tables.py       for a terminal
    Drawing                                  drawing.py      a chart as data; others paint it
    drawings/                                               comparison, agreement -> Drawings

Behind them:

    objects.py     the annotations of a run as columns
    surfaces.py    outlines (WKT) -> areas in pixels², and what could not be measured
    labels.py      what terms, images and runs are called where runs meet
    figures.py     what a metric is, and a note
    run_notes.py   what must be known before the figures of one run are believed
    parameters.py  which values differ; nothing that the server filled in, never a key
    sentence.py    a comparison in two lines
    writing.py     figures and names as they are written for people

Missing is `None`, never 0. Pixels² and µm² are never added up.
No Qt and no HTTP here. More than a few hundred objects belong in a worker process: everything
that goes in and comes out can be pickled.
"""
