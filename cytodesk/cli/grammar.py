"""Which commands there are and what they take; each names the function that answers it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cytodesk.assets import Words
from cytodesk.cli import (
    batching,
    checking,
    comparing,
    descriptors,
    exchange,
    queueing,
    running,
    things,
)
from cytodesk.cli.grammar_of_batches import BATCHES, add_many, add_wait
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
    commands = parser.add_subparsers(title=words(N_("commands")), required=True, metavar="COMMAND")
    _Grammar(commands, words).build()
    return parser


class _Grammar:
    def __init__(self, commands: Any, words: Words) -> None:
        self._commands = commands
        self._words = words

    def build(self) -> None:
        self._things()
        self._runs()
        self._batches()
        self._rest()

    def _things(self) -> None:
        project = self._family("project", N_("make, list, export and import projects"))
        new = self._add(project, "new", things.new_project, N_("make a project"))
        new.add_argument("name", metavar="NAME", nargs="?")
        new.add_argument(
            "--ontology",
            metavar="NAME",
            help=self._words(N_("take this ontology instead of a new one")),
        )
        new.add_argument(
            "--sample",
            action="store_true",
            help=self._words(N_("make the sample: a slide, its truth and two algorithms")),
        )
        self._environment(new)
        self._add(project, "list", things.list_projects, N_("list projects"))
        out = self._add(project, "export", exchange.export, N_("write a project to a file"))
        out.add_argument("project", metavar="PROJECT")
        out.add_argument("file", metavar="FILE", type=Path)
        out.add_argument(
            "--with-images", action="store_true", help=self._words(N_("take the slides along"))
        )
        back = self._add(project, "import", exchange.import_, N_("bring a project from a file"))
        back.add_argument("file", metavar="FILE", type=Path)
        term = self._family("term", N_("add terms"))
        add = self._add(term, "add", things.add_term, N_("add a term to a project's ontology"))
        add.add_argument("name", metavar="NAME")
        self._project(add)
        add.add_argument("--color", metavar="#RRGGBB", help=self._words(N_("colour of the term")))
        image = self._family("image", N_("add, list and find images"))
        add = self._add(image, "add", things.add_images, N_("add files of this computer"))
        add.add_argument("files", nargs="+", type=Path, metavar="FILE")
        self._project(add)
        add.add_argument(
            "--copy", action="store_true", help=self._words(N_("copy the files into the workspace"))
        )
        self._project(self._add(image, "list", things.list_images, N_("list a project's images")))
        find = self._add(image, "find", things.find_file, N_("say where an image's file went"))
        find.add_argument("image", metavar="IMAGE")
        find.add_argument("where", metavar="WHERE", type=Path)
        self._project(find)
        algorithm = self._family("algorithm", N_("install, list and remove algorithms"))
        add = self._add(algorithm, "add", things.add_algorithm, N_("install an algorithm"))
        add.add_argument("what", metavar="WHAT", type=Path)
        self._environment(add)
        self._add(algorithm, "list", things.list_algorithms, N_("list algorithms"))
        anew = self._add(
            algorithm,
            "update",
            things.update_algorithm,
            N_("install an algorithm anew from where it came"),
        )
        anew.add_argument("what", metavar="WHAT")
        gone = self._add(algorithm, "remove", things.remove_algorithm, N_("remove an algorithm"))
        gone.add_argument("what", metavar="WHAT")

    def _runs(self) -> None:
        run = self._add(self._commands, "run", running.run, N_("run an algorithm"))
        run.add_argument(
            "what", metavar="WHAT", help=self._words(N_("id, name, descriptor, folder or zip"))
        )
        self._project(run)
        run.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            dest="values",
            help=self._words(N_("value of a parameter, as often as needed")),
        )
        run.add_argument(
            "--place",
            choices=("server", "here"),
            default="server",
            help=self._words(
                N_("here: run on this computer, save in the project of the server (--server)")
            ),
        )
        add_many(run, self._words)
        add_wait(run, self._words)
        self._environment(run)
        runs = self._add(self._commands, "runs", running.list_runs, N_("list runs"))
        runs.add_argument(
            "--project", metavar="PROJECT", help=self._words(N_("only the runs of this project"))
        )
        show = self._add(self._commands, "show", running.show, N_("show a run"))
        show.add_argument("run", metavar="RUN", type=int)
        log = self._add(self._commands, "log", running.show_log, N_("show the log of a run"))
        log.add_argument("run", metavar="RUN", type=int)
        log.add_argument(
            "--follow", action="store_true", help=self._words(N_("go on until the run has ended"))
        )
        cancel = self._add(self._commands, "cancel", running.cancel_run, N_("cancel a run"))
        cancel.add_argument("run", metavar="RUN", type=int)

    def _batches(self) -> None:
        batch = self._family("batch", N_("list, show, retry and cancel batches of runs"))
        self._project(self._add(batch, "list", batching.list_batches, N_("list batches")))
        for name, (answer, help_) in BATCHES.items():
            one = self._add(batch, name, answer, help_)
            one.add_argument("batch", metavar="BATCH", type=int)
            if name == "retry":
                add_wait(one, self._words)

    def _rest(self) -> None:
        help_ = N_("compare runs; the first is the baseline")
        compare = self._add(self._commands, "compare", comparing.compare_runs, help_)
        compare.add_argument(
            "runs",
            nargs="+",
            metavar="RUN",
            help=self._words(N_("id of an analysis, 'reviewed', or 'user:NAME'")),
        )
        compare.add_argument(
            "--baseline",
            metavar="RUN",
            help=self._words(N_("compare with this one instead of the first")),
        )
        compare.add_argument(
            "--iou",
            type=float,
            default=0.5,
            help=self._words(N_("overlap from which two outlines match, 0.1 to 1")),
        )
        compare.add_argument(
            "--term",
            action="append",
            default=[],
            dest="terms",
            metavar="NAME",
            help=self._words(N_("match outlines of this term only, as often as needed")),
        )
        compare.add_argument(
            "--regions",
            metavar="LAYER",
            help=self._words(N_("count objects per mm² in these annotations too, by their terms")),
        )
        compare.add_argument(
            "--report",
            type=Path,
            metavar="FILE",
            help=self._words(N_("write a report: .pdf, .html, or .zip for an RO-Crate")),
        )
        compare.add_argument(
            "--only-differences",
            action="store_true",
            help=self._words(N_("leave out what is the same")),
        )
        compare.add_argument(
            "--by-image", action="store_true", help=self._words(N_("show figures by image too"))
        )
        check = self._add(self._commands, "check", descriptors.check_paths, N_("check descriptors"))
        check.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        check.add_argument(
            "--fix", action="store_true", help=self._words(N_("write the mended files"))
        )
        check.add_argument(
            "--prefix",
            metavar="P",
            help=self._words(N_("prefix of the repositories of a trusted source")),
        )
        check.add_argument(
            "--username",
            metavar="U",
            help=self._words(N_("user who publishes the images of a trusted source")),
        )
        doctor = self._add(self._commands, "doctor", checking.examine, N_("say what works here"))
        doctor.add_argument(
            "--check",
            action="store_true",
            help=self._words(N_("look whether the workspace is whole, with its files and copies")),
        )
        doctor.add_argument(
            "--restore",
            nargs="?",
            const="",
            metavar="COPY",
            help=self._words(N_("put a copy of the database in its place, the newest sound one")),
        )
        doctor.add_argument(
            "--free",
            metavar="NAME",
            help=self._words(N_("remove what is kept under that name, or all that is `unused`")),
        )
        queue = self._add(self._commands, "queue", queueing.show_queue, N_("show who waits to run"))
        rest = queue.add_mutually_exclusive_group()
        rest.add_argument(
            "--pause",
            dest="paused",
            action="store_true",
            default=None,
            help=self._words(N_("start no further run")),
        )
        rest.add_argument(
            "--resume",
            dest="paused",
            action="store_false",
            help=self._words(N_("let runs start again")),
        )
        queue.add_argument(
            "--first",
            type=int,
            action="append",
            default=[],
            metavar="RUN",
            help=self._words(N_("let this run go first")),
        )
        stop = self._add(self._commands, "stop", checking.stop, N_("end this workspace's station"))
        stop.add_argument("--now", action="store_true", help=self._words(N_("cancel its runs too")))
        serve = self._commands.add_parser("serve", help=self._words(N_("serve a workspace")))
        serve.set_defaults(answer=None)

    def _family(self, name: str, help_: str) -> Any:
        parser = self._commands.add_parser(name, help=self._words(help_))
        return parser.add_subparsers(required=True, metavar="COMMAND")

    def _add(self, commands: Any, name: str, answer: Callable[..., int], help_: str) -> Parser:
        parser: Parser = commands.add_parser(name, help=self._words(help_))
        parser.set_defaults(answer=answer)
        parser.add_argument(
            "--workspace",
            type=Path,
            metavar="DIR",
            help=self._words(N_("folder of the workspace on this computer")),
        )
        parser.add_argument(
            "--server",
            metavar="URL",
            help=self._words(N_("address of a Cytomine server instead of this computer")),
        )
        parser.add_argument(
            "--json", action="store_true", help=self._words(N_("answer one JSON object"))
        )
        return parser

    def _project(self, parser: Parser) -> None:
        parser.add_argument(
            "--project",
            required=True,
            metavar="PROJECT",
            help=self._words(N_("id or name of the project")),
        )

    def _environment(self, parser: Parser) -> None:
        parser.add_argument(
            "--python",
            type=Path,
            metavar="INTERPRETER",
            help=self._words(
                N_("interpreter that has the packages of the algorithm, or a version such as 3.10")
            ),
        )
        parser.add_argument(
            "--wheels",
            type=Path,
            metavar="FOLDER",
            help=self._words(N_("folder of wheels to install its packages from, without network")),
        )
        parser.add_argument(
            "--build",
            action="store_true",
            help=self._words(N_("let packages be built from their sources, which runs their code")),
        )
