"""Paints the Drawings of cytodesk.charts: the same figures that the report prints.

    chart.py       Chart: title, caption, legend, the picture; what was clicked, what to export
    legend.py      names with marks; each can be hidden and shown
    markers.py     circle, triangle, square, diamond: which run is meant, without its colour
    ticks.py       round numbers along an axis, and how they are written
    spots.py       what can be pointed at, and which of it is meant
    matrix.py      a matrix as a table whose cells the keyboard and a screen reader reach
    heat_cells.py  what stands in them
    cividis.py     the colours of maps

Behind the first chart that is shown, and imported with it, for pyqtgraph takes most of a second:

    plot.py        Plot: one Drawing with its axes and hairlines, crisp at every pixel ratio
    painted_view.py  colours, pens and letters of what is painted
    pointing.py    what it does under the mouse and the keyboard
    brushes.py     which lines of parallel coordinates are kept
    ranges.py      from where to where its axes reach; axes.py what stands along them
    canvas.py      what painters are given
    kinds.py       which painter paints which kind of mark: bars.py boxes.py lines.py points.py ...
    shapes.py      straight and bent shapes with pens that keep their width
"""
