"""What can be done with projects, terms, images and algorithms."""

from __future__ import annotations

from pathlib import Path

from cytodesk.cli import exchange, things
from cytodesk.cli.grammar_parts import Commands
from cytodesk.errors import N_


def add_things(commands: Commands) -> None:
    _add_projects(commands)
    _add_terms(commands)
    _add_images(commands)
    _add_algorithms(commands)


def _add_projects(commands: Commands) -> None:
    project = commands.family("project", N_("make, list, export and import projects"))
    new = commands.add(project, "new", things.new_project, N_("make a project"))
    new.add_argument("name", metavar="NAME", nargs="?")
    new.add_argument(
        "--ontology",
        metavar="NAME",
        help=commands.words(N_("take this ontology instead of a new one")),
    )
    new.add_argument(
        "--sample",
        action="store_true",
        help=commands.words(N_("make the sample: a slide, its truth and two algorithms")),
    )
    commands.environment(new)
    commands.add(project, "list", things.list_projects, N_("list projects"))
    out = commands.add(project, "export", exchange.export, N_("write a project to a file"))
    out.add_argument("project", metavar="PROJECT")
    out.add_argument("file", metavar="FILE", type=Path)
    out.add_argument(
        "--with-images", action="store_true", help=commands.words(N_("take the slides along"))
    )
    back = commands.add(project, "import", exchange.import_, N_("bring a project from a file"))
    back.add_argument("file", metavar="FILE", type=Path)


def _add_terms(commands: Commands) -> None:
    term = commands.family("term", N_("add terms"))
    add = commands.add(term, "add", things.add_term, N_("add a term to a project's ontology"))
    add.add_argument("name", metavar="NAME")
    commands.project(add)
    add.add_argument("--color", metavar="#RRGGBB", help=commands.words(N_("colour of the term")))


def _add_images(commands: Commands) -> None:
    image = commands.family("image", N_("add, list and find images"))
    add = commands.add(image, "add", things.add_images, N_("add files of this computer"))
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    commands.project(add)
    add.add_argument(
        "--copy", action="store_true", help=commands.words(N_("copy the files into the workspace"))
    )
    commands.project(commands.add(image, "list", things.list_images, N_("list a project's images")))
    find = commands.add(image, "find", things.find_file, N_("say where an image's file went"))
    find.add_argument("image", metavar="IMAGE")
    find.add_argument("where", metavar="WHERE", type=Path)
    commands.project(find)


def _add_algorithms(commands: Commands) -> None:
    algorithm = commands.family("algorithm", N_("install, list and remove algorithms"))
    add = commands.add(algorithm, "add", things.add_algorithm, N_("install an algorithm"))
    add.add_argument("what", metavar="WHAT", type=Path)
    commands.environment(add)
    commands.add(algorithm, "list", things.list_algorithms, N_("list algorithms"))
    anew = commands.add(
        algorithm,
        "update",
        things.update_algorithm,
        N_("install an algorithm anew from where it came"),
    )
    anew.add_argument("what", metavar="WHAT")
    gone = commands.add(algorithm, "remove", things.remove_algorithm, N_("remove an algorithm"))
    gone.add_argument("what", metavar="WHAT")
