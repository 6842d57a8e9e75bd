"""The front door: who asked for a window gets one; the rest never loads Qt."""

from __future__ import annotations

import sys


def main() -> int:
    """Send the words of the command line to the room that answers them; return the exit status."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
    match sys.argv[1:]:
        case ["--script", "supervisor.py"]:
            from cytodesk.runs import supervisor

            return supervisor.main()
        case ["station", *words]:
            from cytodesk.station.order import order_of
            from cytodesk.station.process import serve_station

            return serve_station(order_of(words))
        case ["doorkeeper", *words]:
            from cytodesk.station.door import keep_door
            from cytodesk.station.order import order_of

            return keep_door(order_of(words))
        case ["mending", *words]:
            from cytodesk.station.mending import mend

            return mend(words)
        case ["serve", *words]:
            from cytodesk.station.serve import serve

            return serve(words)
        case [] | ["open", *_]:
            from cytodesk.ui.window.first_frame import open_window

            return open_window(sys.argv[2:])
        case ["tour", *words]:
            from cytodesk.ui.tour.tour import play_tour

            return play_tour(words)
        case words:
            from cytodesk.cli.command import run_command

            return run_command(words)


if __name__ == "__main__":
    sys.exit(main())
