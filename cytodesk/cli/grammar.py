"""Which commands there are and what they take; each names the function that answers it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cytodesk.assets import Words
from cytodesk.cli import batching, checking, comparing, descriptors, queueing, running
from cytodesk.cli.grammar_of_batches import BATCHES, add_many, add_wait
from cytodesk.cli.grammar_of_things import add_things
from cytodesk.cli.grammar_parts import add_command, add_environment, add_family, add_project
from cytodesk.errors import N_
from cytodesk.parsing import Parser


def grammar(words: Words) -> Parser:
    """Return the parser of the whole command line, its help in the language of `words`."""
    parser = Parser(
        words=words,
        prog="cytodesk",
        description=N_(
            "Configure, launch and compare analyses of Cytomine apps, here or on a server."
        ),
    )
    root = parser.add_subparsers(title=N_("commands"), required=True, metavar="COMMAND")
    for add in (add_things, _runs, _batches, _comparing, _checking, _queue, _station):
        add(root)
    return parser


def _runs(root: Any) -> None:
    run = add_command(root, "run", running.run, N_("run an algorithm"))
    run.add_argument("what", metavar="WHAT", help=N_("id, name, descriptor, folder or zip"))
    add_project(run)
    run.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="values",
        help=N_("value of a parameter, as often as needed"),
    )
    run.add_argument(
        "--place",
        choices=("server", "here"),
        default="server",
        help=N_("here: run on this computer, save in the project of the server (--server)"),
    )
    add_many(run)
    add_wait(run)
    add_environment(run)
    runs = add_command(root, "runs", running.list_runs, N_("list runs"))
    runs.add_argument("--project", metavar="PROJECT", help=N_("only the runs of this project"))
    show = add_command(root, "show", running.show, N_("show a run"))
    show.add_argument("run", metavar="RUN", type=int)
    log = add_command(root, "log", running.show_log, N_("show the log of a run"))
    log.add_argument("run", metavar="RUN", type=int)
    log.add_argument("--follow", action="store_true", help=N_("go on until the run has ended"))
    cancel = add_command(root, "cancel", running.cancel_run, N_("cancel a run"))
    cancel.add_argument("run", metavar="RUN", type=int)


def _batches(root: Any) -> None:
    batch = add_family(root, "batch", N_("list, show, retry and cancel batches of runs"))
    add_project(add_command(batch, "list", batching.list_batches, N_("list batches")))
    for name, (answer, help_) in BATCHES.items():
        one = add_command(batch, name, answer, help_)
        one.add_argument("batch", metavar="BATCH", type=int)
        if name == "retry":
            add_wait(one)


def _comparing(root: Any) -> None:
    help_ = N_("compare runs; the first is the baseline")
    compare = add_command(root, "compare", comparing.compare_runs, help_)
    compare.add_argument(
        "runs", nargs="*", metavar="RUN", help=N_("id of an analysis, 'reviewed', or 'user:NAME'")
    )
    compare.add_argument(
        "--saved", metavar="NAME", help=N_("what was saved under this name instead of RUN...")
    )
    compare.add_argument(
        "--project",
        metavar="PROJECT",
        help=N_("the project of --saved, where several have one of that name"),
    )
    compare.add_argument(
        "--baseline", metavar="RUN", help=N_("compare with this one instead of the first")
    )
    compare.add_argument(
        "--iou", type=float, default=0.5, help=N_("overlap from which two outlines match, 0.1 to 1")
    )
    compare.add_argument(
        "--term",
        action="append",
        default=[],
        dest="terms",
        metavar="NAME",
        help=N_("match outlines of this term only, as often as needed"),
    )
    compare.add_argument(
        "--regions",
        metavar="LAYER",
        help=N_("count objects per mm² in these annotations too, by their terms"),
    )
    _add_showing(compare)


def _add_showing(compare: Parser) -> None:
    compare.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help=N_("write a report: .pdf, .html, or .zip for an RO-Crate"),
    )
    compare.add_argument(
        "--only-differences", action="store_true", help=N_("leave out what is the same")
    )
    compare.add_argument("--by-image", action="store_true", help=N_("show figures by image too"))


def _checking(root: Any) -> None:
    check = add_command(root, "check", descriptors.check_paths, N_("check descriptors"))
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    check.add_argument("--fix", action="store_true", help=N_("write the mended files"))
    check.add_argument(
        "--prefix", metavar="P", help=N_("prefix of the repositories of a trusted source")
    )
    check.add_argument(
        "--username", metavar="U", help=N_("user who publishes the images of a trusted source")
    )
    doctor = add_command(root, "doctor", checking.examine, N_("say what works here"))
    doctor.add_argument(
        "--check",
        action="store_true",
        help=N_("look whether the workspace is whole, with its files and copies"),
    )
    doctor.add_argument(
        "--restore",
        nargs="?",
        const="",
        metavar="COPY",
        help=N_("put a copy of the database in its place, the newest sound one"),
    )
    doctor.add_argument(
        "--free",
        metavar="NAME",
        help=N_("remove what is kept under that name, or all that is `unused`"),
    )


def _queue(root: Any) -> None:
    queue = add_command(root, "queue", queueing.show_queue, N_("show who waits to run"))
    rest = queue.add_mutually_exclusive_group()
    rest.add_argument(
        "--pause", dest="paused", action="store_true", default=None, help=N_("start no further run")
    )
    rest.add_argument(
        "--resume", dest="paused", action="store_false", help=N_("let runs start again")
    )
    queue.add_argument(
        "--first",
        type=int,
        action="append",
        default=[],
        metavar="RUN",
        help=N_("let this run go first"),
    )


def _station(root: Any) -> None:
    stop = add_command(root, "stop", checking.stop, N_("end this workspace's station"))
    stop.add_argument("--now", action="store_true", help=N_("cancel its runs too"))
    serve = root.add_parser("serve", help=N_("serve a workspace"))
    serve.set_defaults(answer=None)
