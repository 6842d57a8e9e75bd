"""What `run` takes for many runs at once, and what can be done with a batch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cytodesk.cli import batching
from cytodesk.cli.asked import Asked
from cytodesk.errors import N_
from cytodesk.parsing import Parser

BATCHES: dict[str, tuple[Callable[[Asked], int], str]] = {
    "show": (batching.show_batch, N_("show a batch, a line for each run")),
    "retry": (batching.retry_batch, N_("run again what failed, and nothing else")),
    "cancel": (batching.cancel_batch, N_("cancel what has not ended")),
}
_SWEEP = N_("one run for each value, also log:FROM:TO:COUNT or A,B,C; twice for all pairs")


def add_many(run: Parser) -> None:
    run.add_argument(
        "--preset",
        metavar="NAME",
        help=N_("values of a preset, by its name or its file; --set goes over it"),
    )
    run.add_argument(
        "--table",
        type=Path,
        metavar="FILE",
        help=N_("one run for each row; its columns are parameters"),
    )
    run.add_argument(
        "--sweep",
        action="append",
        default=[],
        dest="sweeps",
        metavar="NAME=FROM:TO:STEP",
        help=_SWEEP,
    )
    run.add_argument(
        "--per",
        choices=("images", "terms"),
        metavar="THINGS",
        help=N_("one run for each of the images, or of the terms, that are set or offered"),
    )
    run.add_argument("--name", metavar="NAME", help=N_("name of the batch"))
    run.add_argument(
        "--skip-done",
        action="store_true",
        help=N_("leave out what was done before with the same values"),
    )


def add_wait(parser: Parser) -> None:
    parser.add_argument("--wait", action="store_true", help=N_("follow the run to its end"))
