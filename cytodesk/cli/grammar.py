"""Which commands there are and what they take; each names the function that answers it."""

from __future__ import annotations

from pathlib import Path

from cytodesk.assets import Words
from cytodesk.cli import (
    batching,
    checking,
    comparing,
    descriptors,
    queueing,
    running,
)
from cytodesk.cli.grammar_of_batches import BATCHES, add_many, add_wait
from cytodesk.cli.grammar_of_things import add_things
from cytodesk.cli.grammar_parts import Commands
from cytodesk.errors import N_
from cytodesk.parsing import Parser


def grammar(words: Words) -> Parser:
    """Return the parser of the whole command line, its help in the language of `words`."""
    parser = Parser(
        words=words,
        prog="cytodesk",
        description=words(
            N_("Configure, launch and compare analyses of Cytomine apps, here or on a server.")
        ),
    )
    root = parser.add_subparsers(title=words(N_("commands")), required=True, metavar="COMMAND")
    commands = Commands(root, words)
    for add in (add_things, _runs, _batches, _comparing, _checking, _queue, _station):
        add(commands)
    return parser


def _runs(commands: Commands) -> None:
    run = commands.add(commands.root, "run", running.run, N_("run an algorithm"))
    run.add_argument(
        "what", metavar="WHAT", help=commands.words(N_("id, name, descriptor, folder or zip"))
    )
    commands.project(run)
    run.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="values",
        help=commands.words(N_("value of a parameter, as often as needed")),
    )
    run.add_argument(
        "--place",
        choices=("server", "here"),
        default="server",
        help=commands.words(
            N_("here: run on this computer, save in the project of the server (--server)")
        ),
    )
    add_many(run, commands.words)
    add_wait(run, commands.words)
    commands.environment(run)
    runs = commands.add(commands.root, "runs", running.list_runs, N_("list runs"))
    runs.add_argument(
        "--project", metavar="PROJECT", help=commands.words(N_("only the runs of this project"))
    )
    show = commands.add(commands.root, "show", running.show, N_("show a run"))
    show.add_argument("run", metavar="RUN", type=int)
    log = commands.add(commands.root, "log", running.show_log, N_("show the log of a run"))
    log.add_argument("run", metavar="RUN", type=int)
    log.add_argument(
        "--follow", action="store_true", help=commands.words(N_("go on until the run has ended"))
    )
    cancel = commands.add(commands.root, "cancel", running.cancel_run, N_("cancel a run"))
    cancel.add_argument("run", metavar="RUN", type=int)


def _batches(commands: Commands) -> None:
    batch = commands.family("batch", N_("list, show, retry and cancel batches of runs"))
    commands.project(commands.add(batch, "list", batching.list_batches, N_("list batches")))
    for name, (answer, help_) in BATCHES.items():
        one = commands.add(batch, name, answer, help_)
        one.add_argument("batch", metavar="BATCH", type=int)
        if name == "retry":
            add_wait(one, commands.words)


def _comparing(commands: Commands) -> None:
    help_ = N_("compare runs; the first is the baseline")
    compare = commands.add(commands.root, "compare", comparing.compare_runs, help_)
    compare.add_argument(
        "runs",
        nargs="*",
        metavar="RUN",
        help=commands.words(N_("id of an analysis, 'reviewed', or 'user:NAME'")),
    )
    compare.add_argument(
        "--saved",
        metavar="NAME",
        help=commands.words(N_("what was saved under this name instead of RUN...")),
    )
    compare.add_argument(
        "--project",
        metavar="PROJECT",
        help=commands.words(N_("the project of --saved, where several have one of that name")),
    )
    compare.add_argument(
        "--baseline",
        metavar="RUN",
        help=commands.words(N_("compare with this one instead of the first")),
    )
    compare.add_argument(
        "--iou",
        type=float,
        default=0.5,
        help=commands.words(N_("overlap from which two outlines match, 0.1 to 1")),
    )
    compare.add_argument(
        "--term",
        action="append",
        default=[],
        dest="terms",
        metavar="NAME",
        help=commands.words(N_("match outlines of this term only, as often as needed")),
    )
    compare.add_argument(
        "--regions",
        metavar="LAYER",
        help=commands.words(N_("count objects per mm² in these annotations too, by their terms")),
    )
    compare.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help=commands.words(N_("write a report: .pdf, .html, or .zip for an RO-Crate")),
    )
    compare.add_argument(
        "--only-differences",
        action="store_true",
        help=commands.words(N_("leave out what is the same")),
    )
    compare.add_argument(
        "--by-image", action="store_true", help=commands.words(N_("show figures by image too"))
    )


def _checking(commands: Commands) -> None:
    check = commands.add(commands.root, "check", descriptors.check_paths, N_("check descriptors"))
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    check.add_argument(
        "--fix", action="store_true", help=commands.words(N_("write the mended files"))
    )
    check.add_argument(
        "--prefix",
        metavar="P",
        help=commands.words(N_("prefix of the repositories of a trusted source")),
    )
    check.add_argument(
        "--username",
        metavar="U",
        help=commands.words(N_("user who publishes the images of a trusted source")),
    )
    doctor = commands.add(commands.root, "doctor", checking.examine, N_("say what works here"))
    doctor.add_argument(
        "--check",
        action="store_true",
        help=commands.words(N_("look whether the workspace is whole, with its files and copies")),
    )
    doctor.add_argument(
        "--restore",
        nargs="?",
        const="",
        metavar="COPY",
        help=commands.words(N_("put a copy of the database in its place, the newest sound one")),
    )
    doctor.add_argument(
        "--free",
        metavar="NAME",
        help=commands.words(N_("remove what is kept under that name, or all that is `unused`")),
    )


def _queue(commands: Commands) -> None:
    queue = commands.add(commands.root, "queue", queueing.show_queue, N_("show who waits to run"))
    rest = queue.add_mutually_exclusive_group()
    rest.add_argument(
        "--pause",
        dest="paused",
        action="store_true",
        default=None,
        help=commands.words(N_("start no further run")),
    )
    rest.add_argument(
        "--resume",
        dest="paused",
        action="store_false",
        help=commands.words(N_("let runs start again")),
    )
    queue.add_argument(
        "--first",
        type=int,
        action="append",
        default=[],
        metavar="RUN",
        help=commands.words(N_("let this run go first")),
    )


def _station(commands: Commands) -> None:
    stop = commands.add(commands.root, "stop", checking.stop, N_("end this workspace's station"))
    stop.add_argument("--now", action="store_true", help=commands.words(N_("cancel its runs too")))
    serve = commands.root.add_parser("serve", help=commands.words(N_("serve a workspace")))
    serve.set_defaults(answer=None)
