"""Paints the Drawings of cytodesk.charts: the same figures that the report prints.

    chart.py       Chart: title, caption, legend, the picture, and taking it away
    legend.py      names with marks; each can be hidden and shown
    markers.py     circle, triangle, square, diamond: which run is meant, without its colour
    ticks.py       round numbers along an axis, and how they are written
    marks.py       what can be pointed at: by mouse, or one after the other by keyboard
    matrix.py      a matrix as a table whose cells the keyboard and a screen reader reach
    saving.py      PNG, SVG, CSV

Behind the first chart that is shown, and imported with it, for pyqtgraph takes most of a second:

    plot.py        Plot: axes, hairlines and pens that stay crisp at every pixel ratio
    shapes.py      bars, boxes, whiskers and bands without a blurred edge
    kinds.py       which function paints which kind of Drawing
    bars.py boxes.py lines.py points.py histogram.py
"""
