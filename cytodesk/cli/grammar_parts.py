"""What many commands take: where to look, which project, what an algorithm may be given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cytodesk.assets import Words
from cytodesk.errors import N_
from cytodesk.parsing import Parser


class Commands:
    """The commands so far; `words` says their help in a language."""

    def __init__(self, root: Any, words: Words) -> None:
        self.root = root
        self.words = words

    def family(self, name: str, help_: str) -> Any:
        """Return the place for the commands of one kind of thing."""
        parser = self.root.add_parser(name, help=self.words(help_))
        return parser.add_subparsers(required=True, metavar="COMMAND")

    def add(self, commands: Any, name: str, answer: Callable[..., int], help_: str) -> Parser:
        """Return the parser of a command, with what all of them take; `answer` answers it."""
        parser: Parser = commands.add_parser(name, help=self.words(help_))
        parser.set_defaults(answer=answer)
        parser.add_argument(
            "--workspace",
            type=Path,
            metavar="DIR",
            help=self.words(N_("folder of the workspace on this computer")),
        )
        parser.add_argument(
            "--server",
            metavar="URL",
            help=self.words(N_("address of a Cytomine server instead of this computer")),
        )
        parser.add_argument(
            "--json", action="store_true", help=self.words(N_("answer one JSON object"))
        )
        return parser

    def project(self, parser: Parser) -> None:
        parser.add_argument(
            "--project",
            required=True,
            metavar="PROJECT",
            help=self.words(N_("id or name of the project")),
        )

    def environment(self, parser: Parser) -> None:
        parser.add_argument(
            "--python",
            type=Path,
            metavar="INTERPRETER",
            help=self.words(
                N_("interpreter that has the packages of the algorithm, or a version such as 3.10")
            ),
        )
        parser.add_argument(
            "--wheels",
            type=Path,
            metavar="FOLDER",
            help=self.words(N_("folder of wheels to install its packages from, without network")),
        )
        parser.add_argument(
            "--build",
            action="store_true",
            help=self.words(N_("let packages be built from their sources, which runs their code")),
        )
