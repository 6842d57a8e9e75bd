"""This computer as a Cytomine: composes the server process, and the doorkeeper that keeps it.

    order.py     StationOrder: what is to be served
    door.py      keep_door: socket, lock, restarts; ends last
    process.py   serve_station: the API, served until told to end
    composing.py what it is served with: workspace, queue, keys, slides
    in_flight.py whose requests a killed station left unanswered
    ending.py    when the station ends
    copying.py   a copy of the database, daily when idle
    mending.py   a workspace looked at from outside, and restored
    serve.py     the command `cytodesk serve`

The front door comes in; window and command line never do: they start it as a process.
"""
