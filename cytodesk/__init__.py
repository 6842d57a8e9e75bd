"""CytoDesk: configure, launch and compare analyses of Cytomine apps, with or without a server.

Every place where an algorithm can run is a Cytomine, and this computer is one too.

    __main__.py   the front door
    cli.py        the commands that need no window
    desk.py       composes what window and command line need
    station.py    composes the server process; doorkeeper
    algorithms/   what can be run: descriptors, parameters, values, command lines
    wire/         JSON of Cytomine's API <-> our types, both directions
    client/       talking to any Cytomine
    charts/       numbers before pixels
    reports/      a comparison on paper
    sample/       the sample slide, project and algorithms
    workspace/    the station's store
    runs/         executing: queue, supervisor, environments
    server/       the station's REST face
    ui/           everything that imports Qt
    journal.py    our own log; watchdog.py: what takes too long
    settings.py  assets.py  processes.py  errors.py
"""

__version__ = "0.1.0"
