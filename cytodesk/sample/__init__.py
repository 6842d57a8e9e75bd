"""The sample: a slide whose every nucleus is known, and two algorithms to try on it.

Doors: `slide.make_slide` paints the slide and returns its truth (`truth.SampleTruth`);
`algorithms.sample_algorithms` says where the two algorithms lie; `project.make_sample` makes a
project of all that in a station. The first tour, the command line and the tests come in here.
What is in the slide is decided in `shapes`, how it looks in `paint`, and how it is stored in
`pyramid`.
"""
