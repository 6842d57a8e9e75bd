"""What many commands take: where to look, which project, what an algorithm may be given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cytodesk.errors import N_
from cytodesk.parsing import Parser


def add_family(root: Any, name: str, help_: str) -> Any:
    """Return the place for the commands of one kind of thing."""
    parser = root.add_parser(name, help=help_)
    return parser.add_subparsers(required=True, metavar="COMMAND")


def add_command(commands: Any, name: str, answer: Callable[..., int], help_: str) -> Parser:
    """Return the parser of a command, with what all of them take; `answer` answers it."""
    parser: Parser = commands.add_parser(name, help=help_)
    parser.set_defaults(answer=answer)
    parser.add_argument(
        "--workspace", type=Path, metavar="DIR", help=N_("folder of the workspace on this computer")
    )
    parser.add_argument(
        "--server", metavar="URL", help=N_("address of a Cytomine server instead of this computer")
    )
    parser.add_argument("--json", action="store_true", help=N_("answer one JSON object"))
    return parser


def add_project(parser: Parser) -> None:
    parser.add_argument(
        "--project", required=True, metavar="PROJECT", help=N_("id or name of the project")
    )


def add_environment(parser: Parser) -> None:
    parser.add_argument(
        "--python",
        type=Path,
        metavar="INTERPRETER",
        help=N_("interpreter that has the packages of the algorithm, or a version such as 3.10"),
    )
    parser.add_argument(
        "--wheels",
        type=Path,
        metavar="FOLDER",
        help=N_("folder of wheels to install its packages from, without network"),
    )
    parser.add_argument(
        "--build",
        action="store_true",
        help=N_("let packages be built from their sources, which runs their code"),
    )
